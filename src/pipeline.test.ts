import { beforeEach, describe, expect, test } from 'vitest'
import { day, isoDay, type Day } from './base/day.ts'
import { detailOf, type StoredAnalysis } from './stages/analyze/stored-analysis.ts'
import { testDatabase } from '../test/database.ts'
import { givenCompany, givenHealthyCustomer, ticketRow, usageRows, type GivenCompany } from '../test/given-company.ts'

const db = await testDatabase()
const NOW = '2027-03-15T09:00:00Z'

beforeEach(() => db.clock.set(new Date(NOW)))

type Standing = { readonly health: number; readonly risk: number; readonly stage: string | null }

async function standingOf(company: GivenCompany, externalId = 'birch'): Promise<Standing> {
  const [row] = await company.query<Standing>(
    `select health, risk, stage from customer_standings s join customers c on c.id = s.customer_id where c.external_id = $1`,
    [externalId],
  )
  if (!row) throw new Error(`Nothing stands for ${externalId}`)
  return row
}

const queueOf = (company: GivenCompany) =>
  company.query<{ workflow: string; score: number; status: string }>(
    `select workflow_id as workflow, priority_score as score, status from workflow_executions
      where status in ('pending', 'in_progress', 'snoozed', 'escalated') order by priority_score desc, workflow_id`,
  )

const renewalCards = async (company: GivenCompany) =>
  (await queueOf(company)).filter(({ workflow }) => workflow === 'standard-renewal')

async function givenRunCompany(): Promise<GivenCompany> {
  const company = await givenCompany(db)
  await givenHealthyCustomer(company)
  await company.run()
  return company
}

describe('the daily run', () => {
  test('brings a customer from raw facts to a scored card of its owner', async () => {
    const company = await givenRunCompany()
    expect(await standingOf(company)).toMatchObject({ stage: 'active' })
    const [card] = await company.query(
      `select e.workflow_id as workflow, u.name as owner, e.assigned_because as because, e.priority_score is not null as scored, r.derived
         from workflow_executions e join users u on u.id = e.assigned_to join renewals r on r.id = e.renewal_id`,
    )
    expect(card).toEqual({
      workflow: 'standard-renewal',
      owner: 'Ada Quill',
      because: 'owner',
      scored: true,
      derived: true,
    })
    const [summary] = await company.query<{ cards: unknown[]; counts: object }>(
      'select cards, counts from daily_summaries',
    )
    expect(summary?.cards).toHaveLength(1)
    expect(summary?.counts).toMatchObject({ totalWorkflows: 1, pending: 1 })
  })

  test('feels falling usage in health, risk and score', async () => {
    const company = await givenRunCompany()
    const [before, queueBefore] = [await standingOf(company), await queueOf(company)]
    const today = company.today()
    await company.import('usage', usageRows('birch', { from: today - 28, to: today - 1, value: 25 }))
    await company.run()
    const [after, queue] = [await standingOf(company), await queueOf(company)]
    expect(after.health).toBeLessThan(before.health)
    expect(after.risk).toBeGreaterThan(before.risk)
    expect(queue[0]?.score).toBeGreaterThan(queueBefore[0]?.score ?? Infinity)
  })

  test('feels one urgent ticket in health, risk, score and queue', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company)
    await company.import('tickets', [
      ticketRow('t0', 'birch', {
        createdAt: '2027-01-10T08:00:00Z',
        resolvedAt: '2027-01-11T08:00:00Z',
        status: 'solved',
      }),
    ])
    await company.run()
    const today = company.today()
    // At risk already, so that a point of risk is a point of the score.
    await company.import('usage', usageRows('birch', { from: today - 28, to: today - 1, value: 10 }))
    await company.import('events', [
      { externalId: 'e1', customerExternalId: 'birch', kind: 'champion_left', at: '2027-03-01T09:00:00Z' },
    ])
    await company.import('contacts', [
      { externalId: 'birch-champion', customerExternalId: 'birch', name: 'Noor', role: 'champion', active: false },
    ])
    await company.run()
    const [before, [cardBefore]] = [await standingOf(company), await renewalCards(company)]
    expect(before.risk).toBeGreaterThan(50)
    await company.import('tickets', [
      ticketRow('t1', 'birch', { priority: 'urgent', createdAt: '2027-03-14T08:00:00Z' }),
    ])
    await company.run()
    const [after, [cardAfter]] = [await standingOf(company), await renewalCards(company)]
    expect(after.health).toBeLessThan(before.health)
    expect(after.risk).toBeGreaterThan(before.risk)
    expect(cardAfter?.score).toBeGreaterThan(cardBefore?.score ?? Infinity)
    expect((await queueOf(company)).map(({ workflow }) => workflow)).toContain('urgent-ticket')
  })

  test('feels one date: the stage moves on and the card gives way to the next stage’s', async () => {
    const company = await givenRunCompany()
    const [before] = await queueOf(company)
    const end = isoDay(company.today() + 10)
    await company.import('contracts', [
      { externalId: 'birch-contract', customerExternalId: 'birch', endDate: end, termMonths: 12, value: 80_000 },
    ])
    await company.run()
    expect(await standingOf(company)).toMatchObject({ stage: 'critical' })
    const [after, ...rest] = await queueOf(company)
    expect(after).toMatchObject({ workflow: 'critical-intervention' })
    expect(rest).toEqual([])
    expect(after?.score).toBeGreaterThan(before?.score ?? Infinity)
  })

  test('rewrites nothing when nothing has changed', async () => {
    const company = await givenRunCompany()
    const written = () =>
      company.query(
        `select 'execution' as what, id::text, xmin::text from workflow_executions
         union all select 'standing', customer_id::text, xmin::text from customer_standings
         union all select 'analysis', customer_id::text || as_of, xmin::text from customer_intelligence
         union all select 'renewal', id::text, xmin::text from renewals
         union all select 'facts', customer_id::text, xmin::text from facts_versions order by 1, 2`,
      )
    // The first run opens work; from the next one on it is known when to look at it again.
    db.clock.set(new Date('2027-03-16T09:00:00Z'))
    await company.run('scheduled')
    const before = await written()
    db.clock.set(new Date('2027-03-17T09:00:00Z'))
    expect(await company.run('scheduled')).toMatchObject({
      customers: 1,
      analyzed: 0,
      confirmed: 1,
      opened: 0,
      closed: 0,
    })
    expect(await written()).toEqual(before)
  })

  test('started by hand looks again only at those of whom more is known', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company, 'birch')
    await givenHealthyCustomer(company, 'alder')
    expect(await company.run()).toMatchObject({ customers: 2, analyzed: 2 })
    await company.import('tickets', [ticketRow('t1', 'alder', { priority: 'high', createdAt: '2027-03-14T08:00:00Z' })])
    expect(await company.run()).toMatchObject({ customers: 1, analyzed: 1 })
    expect(await company.run()).toMatchObject({ customers: 0, analyzed: 0 })
  })

  test('looks at everybody again under a new configuration', async () => {
    const company = await givenRunCompany()
    await company.query(
      `insert into configurations (company_id, version, settings, created_by, adopted_at)
       values (app.company_id(), 1, '{"analyze":{"rules":{"risk":{"healthShare":0.9}}}}', 'test', app.now())`,
    )
    const before = await standingOf(company)
    expect(await company.run()).toMatchObject({ customers: 1, analyzed: 1 })
    expect((await standingOf(company)).risk).toBeGreaterThan(before.risk)
  })

  test('is done once a day by the schedule, whoever asks how often', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company)
    const [first, second] = await Promise.all([company.run('scheduled'), company.run('scheduled')])
    expect(second).toEqual(first)
    expect(await company.run('scheduled')).toEqual(first)
    const runs = await company.query(`select from job_runs where cause = 'scheduled'`)
    expect(runs).toHaveLength(1)
  })

  test('gives up a run of an earlier day that nobody finished', async () => {
    const company = await givenRunCompany()
    await company.query(
      `insert into job_runs (company_id, kind, cause, local_date, started_by) values (app.company_id(), 'daily', 'scheduled', '2027-03-14', 'test')`,
    )
    await company.run('scheduled')
    const [left] = await company.query(
      `select status from job_runs where local_date = '2027-03-14' and cause = 'scheduled'`,
    )
    expect(left).toEqual({ status: 'failed' })
  })

  test('notes why it stopped, and goes on when the reason is gone', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company)
    const [user] = await company.query<{ id: string }>(`select id from users`)
    await company.query(
      `insert into configurations (company_id, version, settings, created_by, adopted_at) values (app.company_id(), 1, '{"nonsense":{}}', $1, app.now())`,
      [user?.id],
    )
    await expect(company.run()).rejects.toThrow('The configuration has no part "nonsense"')
    const [stopped] = await company.query<{ status: string; error: string }>(
      `select status, error from job_runs order by started_at limit 1`,
    )
    expect(stopped).toMatchObject({ status: 'running', error: expect.stringContaining('nonsense') as string })
    await company.query(`update configurations set settings = '{}'`)
    expect(await company.run()).toMatchObject({ status: 'finished', analyzed: 1 })
    expect(await company.query(`select from job_runs where cause = 'by-hand'`)).toHaveLength(1)
  })
})

describe('before the first run', () => {
  test('the weeks with dated facts are analyzed, so that decline is known at once', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company)
    const today = company.today()
    await company.import('usage', usageRows('birch', { from: today - 28, to: today - 1, value: 20 }))
    await company.run()
    const [standing] = await company.query<{ decline: number }>(
      'select health_decline as decline from customer_standings',
    )
    expect(standing?.decline).toBeGreaterThan(0)
    const [weeks] = await company.query(
      `select count(*) as count from job_runs where cause = 'first-import' and status = 'finished'`,
    )
    // The twelfth week back ends a day before the first usage.
    expect(weeks).toEqual({ count: 11 })
    expect(await company.query(`select from job_runs where cause = 'by-hand'`)).toHaveLength(1)
  })

  test('nothing dated means nothing to compare, and decline stays unknown', async () => {
    const company = await givenCompany(db)
    await company.import('customers', [{ externalId: 'birch', name: 'Birch' }])
    await company.run()
    expect(await company.query('select health_decline as decline from customer_standings')).toEqual([{ decline: null }])
    expect(await company.query(`select from job_runs where cause = 'first-import'`)).toEqual([])
  })
})

describe('a run as of a past day', () => {
  const analysisOn = (company: GivenCompany, date: string, cause: string) =>
    company.query(
      `select i.health, i.risk, i.opportunity, i.coverage, i.inputs::text, i.factors::text from customer_intelligence i
         join job_runs r on r.id = i.run_id where i.as_of = $1::date and r.cause = $2`,
      [date, cause],
    )

  test('says what a run on that day said, whatever has come in since', async () => {
    const company = await givenRunCompany()
    const then = await analysisOn(company, '2027-03-15', 'by-hand')
    expect(then).toHaveLength(1)
    db.clock.set(new Date('2027-03-25T09:00:00Z'))
    await company.import('customers', [{ externalId: 'birch', name: 'birch', licensedUsers: 400, arr: 10_000 }])
    await company.import('usage', usageRows('birch', { from: day('2027-03-16'), to: day('2027-03-24'), value: 5 }))
    await company.import('usage', usageRows('birch', { from: day('2027-03-01'), to: day('2027-03-14'), value: 5 }))
    await company.import('tickets', [
      ticketRow('t1', 'birch', { priority: 'urgent', createdAt: '2027-03-20T08:00:00Z' }),
    ])
    await company.run()
    await company.query(`delete from customer_intelligence where as_of = '2027-03-15'`)
    expect(await company.run('as-of', day('2027-03-15'))).toMatchObject({ analyzed: 1, opened: 0, closed: 0 })
    expect(await analysisOn(company, '2027-03-15', 'as-of')).toEqual(then)
  })

  test('writes history and nothing else', async () => {
    const company = await givenRunCompany()
    const standing = await company.query('select xmin::text, * from customer_standings')
    const executions = await company.query('select xmin::text, id from workflow_executions')
    await company.run('as-of', company.today() - 30)
    expect(await company.query('select xmin::text, * from customer_standings')).toEqual(standing)
    expect(await company.query('select xmin::text, id from workflow_executions')).toEqual(executions)
  })

  test('knows nothing of a customer who came later', async () => {
    const company = await givenCompany(db)
    await company.import('customers', [{ externalId: 'birch', name: 'Birch' }])
    await company.run('as-of', company.today() - 30)
    expect(await company.query('select from customer_intelligence')).toEqual([])
  })
})

describe('days', () => {
  test('belong to the company’s zone', async () => {
    db.clock.set(new Date('2027-03-15T23:30:00Z'))
    const [london, auckland] = [await givenCompany(db, 'Europe/London'), await givenCompany(db, 'Pacific/Auckland')]
    for (const company of [london, auckland]) {
      await company.import('customers', [
        {
          externalId: 'birch',
          name: 'Birch',
          renewalDate: '2027-03-31',
          customerSince: '2024-01-01',
          lifecycleStage: 'mature',
        },
      ])
      await company.run()
    }
    const days = (company: GivenCompany) => company.query(`select stage, as_of from customer_standings`)
    expect(await days(london)).toEqual([{ stage: 'urgent', as_of: day('2027-03-15') }])
    expect(await days(auckland)).toEqual([{ stage: 'urgent', as_of: day('2027-03-16') }])
  })

  const openTickets = async (company: GivenCompany) => {
    const [row] = await company.query<{ factors: StoredAnalysis; as_of: Day }>(
      'select factors, as_of from customer_intelligence order by as_of desc',
    )
    return row && [detailOf(row.factors).support.open, row.as_of]
  }

  test('of 23 hours are days: a ticket of the last hour counts, one of the next day does not', async () => {
    // In Berlin the clocks go forward on 28 March 2027.
    db.clock.set(new Date('2027-03-28T20:00:00Z'))
    const company = await givenCompany(db, 'Europe/Berlin')
    await company.import('customers', [{ externalId: 'birch', name: 'Birch' }])
    await company.import('tickets', [
      ticketRow('last-hour', 'birch', { createdAt: '2027-03-28T21:30:00Z' }),
      ticketRow('next-day', 'birch', { createdAt: '2027-03-28T22:30:00Z' }),
    ])
    await company.run()
    expect(await openTickets(company)).toEqual([1, day('2027-03-28')])
    db.clock.set(new Date('2027-03-29T20:00:00Z'))
    await company.run()
    expect(await openTickets(company)).toEqual([2, day('2027-03-29')])
  })
})
