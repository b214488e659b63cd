import { beforeAll, describe, expect, it } from 'vitest'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany, ticketRow } from '../../test/given-company.ts'
import type { QueueChange } from './queue-changes.contract.ts'

const db = await testDatabase({ now: new Date('2027-03-15T09:00:00Z') })
const app = await testApp(db)

async function givenTwoDays() {
  const company = await givenCompany(db)
  const acts = actsIn(company, db)
  await company.import('users', [
    ...['ada', 'ben'].map((name) => ({ externalId: name, name, email: `${name}@example.org`, role: 'csm' })),
    { externalId: 'vi', name: 'vi', email: 'vi@example.org', role: 'viewer' },
  ])
  await givenBook(company, {
    done: { renewsIn: 20 },
    handed: { renewsIn: 25 },
    steady: { renewsIn: 100 },
    riser: { renewsIn: 100, arr: 79_000 },
    fresh: { renewsIn: 181 },
    first: { renewsIn: 20, arr: 800_000 },
    bens: { owner: 'ben', renewsIn: 50 },
  })
  await company.run('scheduled')
  await company.import('contracts', [
    {
      externalId: 'done-successor',
      customerExternalId: 'done',
      startDate: '2027-04-05',
      endDate: '2028-04-04',
      value: 80_000,
      status: 'active',
    },
    // Nine days on: the workflow of the next stage takes over, in the same place.
    {
      externalId: 'first-contract',
      customerExternalId: 'first',
      endDate: '2027-03-26',
      termMonths: 12,
      value: 800_000,
    },
  ])
  await acts.act(await acts.executionOf('handed'), { action: 'reassign', to: await acts.personId('ben') })
  await company.import(
    'tickets',
    [1, 2, 3].map((n) =>
      ticketRow(`r${String(n)}`, 'riser', { priority: 'normal', createdAt: '2027-03-15T10:00:00Z' }),
    ),
  )
  await company.import('invoices', [
    { externalId: 'i1', customerExternalId: 'riser', date: '2027-01-01', dueDate: '2027-01-20', amount: 100 },
  ])
  await company.import('contacts', [
    { externalId: 'riser-champion', customerExternalId: 'riser', name: 'Noor', role: 'champion', active: false },
    { externalId: 'riser-buyer', customerExternalId: 'riser', name: 'Bo', role: 'economic-buyer', active: false },
  ])
  db.clock.set(new Date('2027-03-16T09:00:00Z'))
  await company.run('scheduled')
  return { ...company, ...acts }
}

const company = await givenTwoDays()
const vi = await company.as('vi')
const get = (query: string) => read<{ queues: QueueChange[] }>(app, vi, `/api/workflows/queue/changes${query}`)
const names = (cards: QueueChange['came']) => cards.map(({ customer }) => customer.name)

describe('what changed in a queue', () => {
  let ada: QueueChange | undefined
  beforeAll(async () => {
    ada = (await get('?from=2027-03-15&to=2027-03-16&csm=ada')).body.queues[0]
  })

  it('names what came, with why it is due', () => {
    expect(ada).toMatchObject({ from: '2027-03-15', to: '2027-03-16', csm: { name: 'ada' } })
    expect(names(ada?.came ?? [])).toEqual(['fresh'])
    expect(ada?.came[0]).toMatchObject({ from: null, why: 'The renewal is in 180 days and the stage is prepare.' })
  })

  it('names what went, with what became of it', () => {
    const why = new Map(ada?.gone.map((card) => [card.customer.name, card.why]))
    expect(why.get('done')).toMatch(/^It was completed: /)
    expect(why.get('handed')).toBe('Somebody else has it now.')
    expect(ada?.gone.every(({ to }) => to === null)).toBe(true)
  })

  it('names what moved, with the reason', () => {
    expect(names(ada?.moved ?? [])).toContain('riser')
    expect(ada?.moved.find(({ customer }) => customer.name === 'riser')?.why).toMatch(/^Up from \d+: /)
  })

  it('names who stands where he stood with another workflow', () => {
    expect(ada?.moved.find(({ customer }) => customer.name === 'first')).toMatchObject({
      workflow: { id: 'critical-intervention' },
      why: expect.stringContaining('nother workflow leads. The renewal is in 10 days') as string,
    })
  })

  it('is of the last day and of everybody unless one is named', async () => {
    const { body } = await get('')
    expect(body.queues.map(({ csm }) => csm.name)).toEqual(['ada', 'ben'])
    expect(names(body.queues[1]?.came ?? [])).toEqual(['handed'])
  })

  it('is nothing between a day and itself', async () => {
    const [same] = (await get('?from=2027-03-16&to=2027-03-16&csm=ada')).body.queues
    expect(same).toMatchObject({ came: [], gone: [], moved: [] })
  })

  it('has no earlier order to be told against before the first run', async () => {
    const [first] = (await get('?from=2027-03-01&to=2027-03-15&csm=ada')).body.queues
    expect(first).toMatchObject({ from: null, to: '2027-03-15', gone: [], moved: [] })
  })

  it.each([
    ['?from=2027-03-16&to=2027-03-15', 422],
    ['?from=0001-01-01', 400],
    ['?csm=nobody', 404],
  ])('refuses %s', async (query, status) => {
    expect((await get(query)).status).toBe(status)
  })
})
