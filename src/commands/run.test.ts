import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'
import { dayIn, isoDay } from '../base/day.ts'
import { systemClock } from '../base/clock.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)

const today = () => dayIn('UTC', systemClock.now())

type Report = {
  readonly cause: string
  readonly day: string
  readonly customers: number
  readonly analyzed: number
  readonly confirmed: number
  readonly opened: number
  readonly written?: readonly { readonly customer: string; readonly health: number }[]
}

beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'renubu-run-')), 'customers.json')
  const customers = Array.from({ length: 23 }, (_, index) => ({
    externalId: `c${String(index)}`,
    name: `Elm ${String(index + 10)}`,
    customerSince: '2020-01-01',
    renewalDate: isoDay(today() + 40),
  }))
  writeFileSync(file, JSON.stringify(customers))
  await renubu('company', 'create', '--name', 'Ash', '--time-zone', 'UTC')
  await renubu('import', 'customers', file)
})

describe('a run as of a past day', () => {
  it('says what it wrote: every analysis counted, the first of them named', async () => {
    const day = isoDay(today() - 30)
    const told = await renubu('run', 'daily', '--as-of', day)
    expect(told).toMatchObject({ code: 0, stderr: '' })
    const lines = told.stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(new RegExp(`^Ash as of ${day}: 23 customers in `))
    expect(lines[1]).toContain('23 analyses written, 0 say what was known of that day already')
    expect(lines[2]).toMatch(/^Customer\s+Health\s+Risk\s+Opportunity\s+Coverage$/)
    expect(lines.slice(3, 23).map((line) => line.split('  ')[0])).toEqual(
      Array.from({ length: 20 }, (_, index) => `Elm ${String(index + 10)}`),
    )
    expect(lines.at(-1)).toBe('… and 3 more')
  })

  it('writes nothing where it comes to the same again', async () => {
    const again = () => renubu('run', 'daily', '--as-of', isoDay(today() - 10), '--json')
    expect((await again()).json<Report>().written).toHaveLength(20)
    const told = await again()
    expect(told.json<Report>()).toMatchObject({ cause: 'as-of', analyzed: 0, confirmed: 23, opened: 0, written: [] })
  })

  it.each([
    ['2027-02-30', 'is not a calendar day'],
    ['yesterday', 'is not a calendar day'],
    ['2999-01-01', 'has not come yet'],
  ])('is refused for %s', async (day, says) => {
    const told = await renubu('run', 'daily', '--as-of', day, '--json')
    expect(told.code).toBe(1)
    expect(told.json<{ error: string }>().error).toContain(says)
  })
})

describe('a run of today', () => {
  it('says what became due, and lists no analyses', async () => {
    const told = await renubu('run', 'daily', '--json')
    const report = told.json<Report>()
    expect(report).toMatchObject({ cause: 'by-hand', day: isoDay(today()), customers: 23, opened: 23 })
    expect(report.written).toBeUndefined()
  })
})
