import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { createCompany } from '../access/companies.store.ts'
import { day } from '../base/day.ts'
import { parseEnvironment } from '../platform/environment.ts'
import { background, dailyRun, examine } from './doctor.ts'

const environment = parseEnvironment({})
const { database, owner, clock } = await testDatabase({ now: new Date() })
const findingsNow = () => examine({ environment, database, clock })
const stateOf = async (check: string) => (await findingsNow()).find((finding) => finding.check === check)?.state

describe('a sound installation', () => {
  test('has a server that is new enough, walls between companies and clocks that agree', async () => {
    expect(await stateOf('PostgreSQL')).toBe('good')
    expect(await stateOf('companies kept apart')).toBe('good')
    expect(await stateOf('clocks')).toBe('good')
  })

  test('without a company is told how to make one', async () => {
    const finding = (await findingsNow()).find(({ check }) => check === 'companies')
    expect(finding).toMatchObject({ state: 'doubtful', advice: expect.stringContaining('company create') as string })
  })
})

describe('what the doctor finds', () => {
  test('a table whose policy was switched off', async () => {
    await owner.query('alter table contacts disable row level security')
    const finding = (await findingsNow()).find(({ check }) => check === 'companies kept apart')
    await owner.query('alter table contacts enable row level security')
    expect(finding).toMatchObject({ state: 'broken', says: 'no policy on contacts' })
  })

  test('a clock that is a minute off', async () => {
    const right = clock.now()
    clock.set(new Date(right.getTime() + 60_000))
    expect(await stateOf('clocks')).toBe('doubtful')
    clock.set(new Date())
  })

  test('a company whose cycle never ran', async () => {
    await createCompany({ database }, { name: 'Elm', timeZone: 'Europe/Berlin' })
    expect(await stateOf('daily run of Elm')).toBe('doubtful')
  })
})

test.each([
  ['finished', 0, 'good', 'done today'],
  ['finished', 1, 'good', 'done yesterday'],
  ['finished', 2, 'broken', 'last ran 2 days ago'],
  ['running', 0, 'good', 'is running'],
  ['running', 3, 'broken', 'last ran 3 days ago'],
  ['failed', 0, 'broken', 'failed: the disk is full'],
])('a daily run that is %s %d days after its date is %s', (status, age, state, says) => {
  const run = { date: day('2027-03-15'), status, error: status === 'failed' ? 'the disk is full' : null }
  expect(dailyRun('Elm', run, age)).toMatchObject({ state, says })
})

test('a company without any run is asked to have one', () => {
  expect(dailyRun('Elm', undefined, undefined)).toMatchObject({
    says: 'never ran',
    advice: 'renubu run daily --company "Elm"',
  })
})

test.each([
  ['nothing', [], 'good', 'no job was given up'],
  ['what waits its turn', [{ task: 'import', dead: 0, oldestSeconds: 899 }], 'good', 'none waits for long'],
  ['what nobody takes', [{ task: 'import', dead: 0, oldestSeconds: 901 }], 'doubtful', 'nobody has taken import'],
  ['what is due later', [{ task: 'import', dead: 0, oldestSeconds: null }], 'good', 'no job was given up'],
  [
    'what was given up',
    [
      { task: 'daily', dead: 2, oldestSeconds: 5000 },
      { task: 'import', dead: 1, oldestSeconds: null },
    ],
    'broken',
    'jobs were given up: 2 of daily, 1 of import',
  ],
])('a queue with %s is %s', (_, tasks, state, says) => {
  expect(background(tasks)).toMatchObject({ state, says: expect.stringContaining(says) as string })
})
