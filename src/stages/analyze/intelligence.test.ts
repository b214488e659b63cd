import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ask, read, testApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenBook } from '../../../test/given-book.ts'
import { actsIn } from '../../../test/given-company-acts.ts'
import { givenCompany, ticketRow, usageRows } from '../../../test/given-company.ts'
import { day, isoDay } from '../../base/day.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'
import type { AnalysisReply, GetChanges, GetHistory, GetInsights, ReplayAnalysis } from './intelligence.contract.ts'

type Insights = z.output<(typeof GetInsights)['replies'][200]>
type History = z.output<(typeof GetHistory)['replies'][200]>
type Replay = z.output<(typeof ReplayAnalysis)['replies'][200]>
type Changes = z.output<(typeof GetChanges)['replies'][200]>

const db = await testDatabase({ now: new Date('2027-03-10T09:00:00Z') })
const app = await testApp(db)

/** Five days in the life of birch: quiet, then usage falls, the champion leaves, a ticket comes in and is settled. */
async function givenFiveDays() {
  db.clock.set(new Date('2027-03-10T09:00:00Z'))
  const company = await givenCompany(db, 'Europe/Berlin', 'EUR')
  await company.import('users', [{ externalId: 'ada', name: 'ada', email: 'ada@example.org', role: 'csm' }])
  await company.import('users', [{ externalId: 'vi', name: 'vi', email: 'vi@example.org', role: 'viewer' }])
  await givenBook(company, { birch: { renewsIn: 80, arr: 100_000 }, quiet: { renewsIn: 300 } })
  await company.import('rates', [{ currency: 'USD', day: '2027-01-01', rate: 0.5 }])
  await company.run('scheduled')
  db.clock.set(new Date('2027-03-11T09:00:00Z'))
  await company.import('usage', usageRows('birch', { from: day('2027-02-12'), to: day('2027-03-10'), value: 30 }))
  await company.import('tickets', [
    ticketRow('t1', 'birch', { priority: 'urgent', subject: 'Nothing works', createdAt: '2027-03-11T08:00:00Z' }),
  ])
  await company.run('scheduled')
  db.clock.set(new Date('2027-03-12T09:00:00Z'))
  await company.import('contacts', [
    { externalId: 'birch-champion', customerExternalId: 'birch', name: 'Noor', role: 'champion', active: false },
  ])
  await company.import('customers', [{ externalId: 'birch', name: 'birch', accountPlan: 'invest', arr: 90_000 }])
  await company.run('scheduled')
  db.clock.set(new Date('2027-03-14T09:00:00Z'))
  await company.import('tickets', [
    ticketRow('t1', 'birch', {
      priority: 'urgent',
      subject: 'Nothing works',
      createdAt: '2027-03-11T08:00:00Z',
      status: 'solved',
      resolvedAt: '2027-03-13T12:00:00Z',
    }),
  ])
  await company.run('scheduled')
  return { ...company, ...actsIn(company, db) }
}

const company = await givenFiveDays()
const vi = await company.as('vi')
const [birch, quiet] = [await company.customerId('birch'), await company.customerId('quiet')]
beforeEach(() => db.clock.set(new Date('2027-03-15T09:00:00Z')))

const get = <T>(path: string, id = birch) => read<T>(app, vi, `/api/intelligence/customer/${id}/${path}`)
const NOBODY = '01890000-0000-7000-8000-000000000000'

describe('what is to be said of a customer', () => {
  it('is written when it is read, by the built-in analyst, from the figures that stand', async () => {
    const { status, body } = await get<Insights>('insights')
    expect(status).toBe(200)
    expect(body).toMatchObject({ writtenBy: 'built-in analyst', day: '2027-03-15', asOf: '2027-03-14' })
    expect(body.insights.map(({ factor }) => factor)).toContain('risk.sponsor-left')
    expect(body.recommendations[0]?.because.length).toBeGreaterThan(0)
    expect(body.talkingPoints).not.toEqual([])
  })

  it('tells amounts in the company’s currency', async () => {
    expect((await get<Insights>('insights')).body.summary).toContain('€45,000 a year')
  })

  it('is nothing of who is not known, and of who was never analyzed', async () => {
    expect((await get('insights', NOBODY)).status).toBe(404)
    await company.import('customers', [{ externalId: 'fresh', name: 'fresh' }])
    expect((await get('insights', await company.customerId('fresh'))).status).toBe(404)
  })
})

describe('the history', () => {
  it('has every analysis that said something new, the newest first', async () => {
    const { body } = await get<History>('history?from=2027-03-10')
    expect(body.items.map(({ asOf }) => asOf)).toEqual(['2027-03-14', '2027-03-12', '2027-03-11', '2027-03-10'])
    expect(body.nextCursor).toBeNull()
  })

  it('can be walked through a page at a time, nothing twice and nothing left out', async () => {
    const whole = (await get<History>('history?limit=200')).body.items
    const walked: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: History = (await get<History>(`history?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)).body
      walked.push(...page.items)
      cursor = page.nextCursor
    }
    expect(walked).toEqual(whole)
    expect(whole.length).toBeGreaterThan(3)
  })

  it('is bounded by days, both included', async () => {
    const { body } = await get<History>('history?from=2027-03-11&to=2027-03-12')
    expect(body.items.map(({ asOf }) => asOf)).toEqual(['2027-03-12', '2027-03-11'])
  })

  it.each([
    ['history?cursor=bm9uc2Vuc2U', 422],
    [`history?cursor=${Buffer.from('["2027-03-11","no id"]').toString('base64url')}`, 422],
    [
      `history?cursor=${Buffer.from('["0000-01-01","01890000-0000-7000-8000-000000000000"]').toString('base64url')}`,
      422,
    ],
    ['history?from=2027-02-30', 400],
    ['history?from=0001-01-01', 400],
  ])('refuses %s', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
})

describe('the analysis of a day', () => {
  it('is the last one up to that day, its ages and days left counted to it', async () => {
    const { body } = await get<AnalysisReply>('at/2027-03-13')
    expect(body).toMatchObject({ day: '2027-03-13', asOf: '2027-03-12' })
    expect(body.renewals[0]?.days).toBe(day('2027-03-10') + 80 - day('2027-03-13'))
    const ticket = body.risk.factors.find(({ factor }) => factor === 'risk.urgent-tickets')
    expect(ticket).toMatchObject({ sentence: 'One urgent ticket (open, two count at most).', on: '2027-03-11', age: 2 })
  })

  it('explains every figure by factors that add up', async () => {
    for (const date of ['2027-03-10', '2027-03-11', '2027-03-12', '2027-03-15']) {
      const { body } = await get<AnalysisReply>(`at/${date}`)
      for (const { value, factors } of [body.health, body.risk, body.opportunity]) {
        const hundredths = factors.reduce((sum, { contribution }) => sum + Math.round(contribution * 100), 0)
        expect(hundredths).toBe(Math.round(value * 100))
      }
    }
  })

  it.each([
    ['at/2020-01-01', 404],
    ['at/2027-03-16', 422],
    ['at/2027-02-29', 400],
    ['at/0000-01-01', 400],
    ['at/today', 400],
  ])('does not exist: %s', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
})

describe('a replay', () => {
  const again = (date: string) =>
    ask<Replay>(app, vi, { method: 'POST', url: `/api/intelligence/customer/${birch}/at/${date}/replay` })

  it.each(['2027-03-10', '2027-03-11', '2027-03-13', '2027-03-15'])('comes to the same: %s', async (date) => {
    const { status, body } = await again(date)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      same: true,
      remark: null,
      modelVersion: { stored: MODEL_VERSION, now: MODEL_VERSION },
    })
    expect(body.replayed).toEqual(body.stored)
  })

  it('says that the rules have moved on since, and what comes out under them', async () => {
    await company.query(
      `update customer_intelligence set model_version = model_version - 1, risk = risk - 1 where customer_id = $1 and as_of = '2027-03-12'`,
      [birch],
    )
    const { body } = await again('2027-03-12')
    expect(body).toMatchObject({ same: false, modelVersion: { stored: MODEL_VERSION - 1, now: MODEL_VERSION } })
    expect(body.remark).toContain('that is why it comes out otherwise')
    expect(body.replayed.risk).toBeCloseTo(body.stored.risk + 1)
    await company.query(
      `update customer_intelligence set model_version = model_version + 1, risk = risk + 1 where customer_id = $1 and as_of = '2027-03-12'`,
      [birch],
    )
  })

  it('uses the configuration of its time, not today’s', async () => {
    await company.query(
      `insert into configurations (company_id, version, settings, created_by, adopted_at)
       values (app.company_id(), 1, '{"analyze":{"rules":{"risk":{"healthShare":0.9}}}}', 'test', app.now())`,
    )
    expect((await again('2027-03-11')).body.same).toBe(true)
  })
})

describe('what changed since', () => {
  let told: readonly string[] = []
  beforeAll(async () => {
    db.clock.set(new Date('2027-03-15T09:00:00Z'))
    told = (await get<Changes>('changes?from=2027-03-10&to=2027-03-14')).body.changes.map(({ sentence }) => sentence)
  })

  it.each([
    [/^Health fell from \d+ to \d+\.$/],
    [/^Risk rose from \d+ to \d+\.$/],
    [/^Champion fell from 100 to 0 points of 100\.$/],
    [/^Usage trend fell from \d+ to \d+ points of 100\.$/],
    [/^A typical week of active users fell from \d+ to \d+\.$/],
    [/^ARR went from \$100,000 to \$90,000\.$/],
    [/^The account plan went from manage to invest\.$/],
    [/^Noor \(champion\) left\.$/],
    [/^“Nothing works” \(urgent\) came in on 11 March and is settled\.$/],
  ])('is told: %s', (sentence) => {
    expect(told).toContainEqual(expect.stringMatching(sentence))
  })

  it('is told of the days asked for, and of no other', async () => {
    const between = (await get<Changes>('changes?from=2027-03-12&to=2027-03-14')).body.changes.map(
      ({ sentence }) => sentence,
    )
    expect(between).toContain('“Nothing works” was settled.')
    expect(between.join(' ')).not.toMatch(/Noor|ARR|plan/)
  })

  it('is nothing where nothing changed', async () => {
    expect((await get<Changes>('changes?from=2027-03-13&to=2027-03-13')).body.changes).toEqual([])
    expect((await get<Changes>('changes?from=2027-03-11&to=2027-03-12', quiet)).body.changes).toEqual([])
  })

  it('is of the last seven days unless days are given', async () => {
    expect((await get<Changes>('changes')).body).toMatchObject({ from: '2027-03-08', to: '2027-03-15' })
  })

  it.each([
    [`changes?from=${isoDay(day('2027-03-12'))}&to=2027-03-11`, 422],
    ['changes?to=2027-03-16', 422],
    ['changes?from=tomorrow', 400],
  ])('refuses %s', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
})
