import { describe, expect, it } from 'vitest'
import { dayIn, isoDay } from '../src/base/day.ts'
import { silentLog } from '../src/platform/log.ts'
import { testDatabase, type TestDatabase } from '../test/database.ts'
import { loadSample } from './load.ts'

/** A leap day, a day after the clocks changed, and the first day of a year, a Friday at night. */
const DATES = ['2028-02-29T14:00:00Z', '2027-03-15T13:00:00Z', '2027-01-01T23:30:00Z'] as const

type Row = {
  readonly customer: string
  readonly owner: string
  readonly title: string
  readonly workflow: string
  readonly status: string
  readonly score: number
  readonly due: number | null
  readonly arr: number
  readonly plan: string
  readonly health: number
  readonly risk: number
  readonly usage: number
  readonly days: number
  readonly family: string
}

async function rowsOf({ owner, clock }: TestDatabase, company: string): Promise<Row[]> {
  const { rows } = await owner.query<Row>(
    `select c.name as customer, split_part(u.name, ' ', 1) as owner, d.title, e.workflow_id as workflow, e.status, e.priority_score::float as score,
            e.due_at - date '1970-01-01' as due, c.arr::float, c.account_plan as plan, s.health::float, s.risk::float, s.usage_change as usage,
            s.stage_date - ($2::timestamptz at time zone k.time_zone)::date as days, e.family
       from workflow_executions e join companies k on k.id = e.company_id join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join users u on u.company_id = e.company_id and u.id = e.assigned_to
       join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
      where k.name = $1 and e.status in ('pending', 'in_progress') and not e.held order by e.priority_score desc`,
    [company, clock.now()],
  )
  return rows
}

describe.each(DATES)('the sample portfolio loaded at %s', async (instant) => {
  const db = await testDatabase({ now: new Date(instant) })

  it('loads whole, and loading it again leaves it alone', async () => {
    const first = await loadSample({ ...db, log: silentLog })
    const rows = async () =>
      (await db.owner.query<object>('select count(*)::int, max(analyzed_at) from customer_intelligence')).rows
    const before = await rows()
    expect(await loadSample({ ...db, log: silentLog })).toEqual(first)
    expect(await rows()).toEqual(before)
  })

  it('gives Sarah the emergency first and the critical one with what the source documents say', async () => {
    const sarah = (await rowsOf(db, 'Meridian')).filter(({ owner }) => owner === 'Sarah')
    const known = { arr: 185_000, plan: 'invest', risk: 72, days: 3, usage: -23 }
    expect(sarah[0]).toMatchObject({ customer: 'Acme Corp', title: 'Emergency Renewal', score: 287, ...known })
    const techco = sarah.find(({ customer, family }) => customer === 'TechCo' && family === 'renewal')
    expect(techco).toMatchObject({
      workflow: 'critical-intervention',
      score: 155,
      arr: 90_000,
      risk: 45,
      days: 28,
      usage: 0,
    })
    expect(sarah.filter(({ status }) => status === 'in_progress')).toHaveLength(5)
  })

  it('gives Justin one account to plan for', async () => {
    const justin = (await rowsOf(db, 'Summit')).filter(({ owner }) => owner === 'Justin')
    const known = { arr: 185_000, health: 87, days: 365, usage: 20 }
    expect(justin[0]).toMatchObject({
      customer: 'Obsidian Black',
      workflow: 'strategic-planning',
      score: 87.5,
      ...known,
    })
  })

  it.each(['Meridian', 'Summit'])('asks fewer than ten things a week of everybody at %s', async (company) => {
    const zone = company === 'Meridian' ? 'America/New_York' : 'America/Denver'
    const week = dayIn(zone, db.clock.now()) + 7
    const due = Map.groupBy(
      (await rowsOf(db, company)).filter((row) => row.due !== null && row.due < week),
      ({ owner }) => owner,
    )
    for (const [owner, rows] of due)
      expect([owner, rows.length < 10, isoDay(week)]).toEqual([owner, true, isoDay(week)])
  })
})
