import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import { toHundredths } from '../base/round.ts'
import type { Today as TodayShape } from './today.contract.ts'
import { FIGURES, type Figure, type Why as WhyShape } from './why.contract.ts'

type Why = z.output<typeof WhyShape>
type Today = z.output<typeof TodayShape>

const NOW = '2027-03-15T09:00:00Z'
const TOMORROW = '2027-03-16T09:00:00Z'
const NOBODY = '01900000-0000-7000-8000-000000000001'

const db = await testDatabase({ now: new Date(NOW) })
const app = await testApp(db)
const world = await givenWorld()

async function givenWorld() {
  const company = await givenCompany(db, 'UTC')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'vi', name: 'Vi Lunt', email: 'vi@example.org', role: 'viewer' },
  ])
  await givenBook(company, {
    calm: { renewsIn: 100 },
    falling: { renewsIn: 40, usage: [90, 30], plan: 'invest', urgentTickets: 2 },
    growing: { renewsIn: 250, usage: [60, 97], plan: 'expand', arr: 185_000 },
    silent: { renewsIn: 50, silentFor: 6 },
    notice: { renewsIn: 75, autoRenew: true },
    euro: { renewsIn: 60, arr: 100_000, currency: 'EUR' },
    past: { renewsIn: -3 },
    renewed: { renewsIn: 20 },
  })
  await company.import('rates', [{ currency: 'EUR', date: '2027-01-01', rate: 1.1 }])
  // One contract ended in February; the one that renews in 20 days says something else.
  await company.import('contracts', [
    {
      externalId: 'renewed-before',
      customerExternalId: 'renewed',
      startDate: '2026-03-01',
      endDate: '2027-02-20',
      value: 10_000,
      autoRenew: true,
      noticeDays: 60,
      status: 'renewed',
    },
  ])
  await company.import('customers', [
    { externalId: 'bare', name: 'bare', ownerEmail: 'ada@example.org', status: 'active', lifecycleStage: 'mature' },
  ])
  await company.run('scheduled')
  await company.import('customers', [{ externalId: 'young', name: 'young', ownerEmail: 'ada@example.org' }])
  return { ...company, ...actsIn(company, db) }
}

beforeEach(() => db.clock.set(new Date(NOW)))

const ask = async (url: string, name = 'Ada Quill') => read<Why>(app, await world.as(name), url)

async function why(customer: string, figure: Figure): Promise<Why> {
  const { status, body } = await ask(`/api/customers/${await world.customerId(customer)}/why/${figure}`)
  expect(status).toBe(200)
  return body
}

async function whyScore(customer: string, against?: string): Promise<Why> {
  const other = against === undefined ? '' : `?against=${await world.executionOf(against)}`
  const { status, body } = await ask(`/api/workflows/${await world.executionOf(customer)}/why${other}`)
  expect(status).toBe(200)
  return body
}

const sum = ({ rows }: Pick<Why, 'rows'>): number =>
  rows.reduce((total, { contribution }) => total + toHundredths(contribution), 0)
const row = ({ rows }: Why, code: string) => rows.find((each) => each.code === code)
const fact = ({ facts }: Why, label: string) => facts.find((each) => each.label === label)

const CUSTOMERS = ['calm', 'falling', 'growing', 'silent', 'notice', 'euro', 'past', 'renewed', 'bare']
const DIRTY = /undefined|NaN|null|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}|[a-z]_[a-z]|\d\.\d{3}/

describe.each(CUSTOMERS)('every figure of %s', (customer) => {
  test.each(FIGURES)('%s answers why', async (figure) => {
    const answer = await why(customer, figure)
    expect(answer).toMatchObject({ customer, figure, configurationVersion: 0 })
    // A figure that is a sum adds up; one that is not, or not known, says so in facts or a remark.
    if (answer.rows.length > 0) expect(sum(answer)).toBe(toHundredths(answer.total))
    else if (figure !== 'opportunity') expect(answer.facts.length > 0 || answer.remark !== null).toBe(true)
    for (const { label, note, source } of answer.rows) expect(`${label} ${note} ${source ?? ''}`).not.toMatch(DIRTY)
    for (const { label, source } of answer.facts) expect(`${label} ${source ?? ''}`).not.toMatch(DIRTY)
    expect(`${answer.totalLabel} ${answer.remark ?? ''}`).not.toMatch(DIRTY)
    expect(new Set(answer.facts.map(({ label }) => label)).size).toBe(answer.facts.length)
  })
})

describe('why this health', () => {
  test('each component has its source and the day of its newest record', async () => {
    const health = await why('falling', 'health')
    expect(row(health, 'health.usage.utilization')).toMatchObject({
      label: 'Seats 30% used',
      value: null,
      source: 'usage',
      on: '2027-03-14',
      stale: false,
      slider: null,
    })
    expect(row(health, 'health.engagement.contact')).toMatchObject({ source: 'meetings and calls', on: '2027-03-08' })
    expect(row(health, 'health.support')).toMatchObject({ label: 'Two open tickets', on: '2027-03-13' })
    expect(row(health, 'health.financial')).toMatchObject({ note: 'not known, so it counts neutral at most' })
  })

  test('a source that went silent is stale at the figure', async () => {
    const health = await why('silent', 'health')
    expect(row(health, 'health.usage.trend')).toMatchObject({ on: '2027-03-09', stale: true })
    expect(row(health, 'health.engagement.contact')?.stale).toBe(false)
  })

  test('of whom little is known is called uncertain, with how much', async () => {
    const { remark } = await why('bare', 'health')
    expect(remark).toMatch(/^Uncertain: only \d+% of what health asks for is known\.$/)
    expect((await why('calm', 'health')).remark).toBeNull()
  })

  test('of a customer whom no run has seen yet is not called 0', async () => {
    for (const figure of ['health', 'risk', 'opportunity'] as const) {
      const answer = await why('young', figure)
      expect(answer).toMatchObject({
        rows: [],
        remark: 'This customer has not been analyzed yet. The next daily run does it.',
      })
    }
  })
})

describe('why this risk', () => {
  test('what has happened stands in a row each, under half of what health lacks', async () => {
    const [risk, health] = [await why('falling', 'risk'), await why('falling', 'health')]
    expect(risk.rows.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Usage fell 67%', 'Two urgent tickets']),
    )
    expect(row(risk, 'risk.health')?.note).toBe(`half of 100 − ${String(health.total)}`)
  })

  test('what a person says stands beside what the rules say', async () => {
    await world.query(
      `insert into score_overrides (company_id, customer_id, figure, value, reason, by_name, from_day, until_day)
       values (app.company_id(), $1, 'risk', 20, 'they signed by word', 'Ada', '2027-03-15', '2027-04-10')`,
      [await world.customerId('past')],
    )
    await world.query('update facts_versions set version = version + 1 where customer_id = $1', [
      await world.customerId('past'),
    ])
    await world.run('by-hand')
    const risk = await why('past', 'risk')
    expect(risk.remark).toBe(
      `A person has set it to 20; the rules say ${String(risk.total)}. The score uses what the person said until that ends.`,
    )
    expect(sum(risk)).toBe(toHundredths(risk.total))
  })
})

describe('why this usage', () => {
  test('a typical week before and now, and the change between them', async () => {
    const usage = await why('falling', 'usage')
    expect(usage).toMatchObject({ unit: 'count', totalLabel: 'A typical week now', total: 210, remark: null })
    expect(usage.rows).toMatchObject([
      { label: 'A typical week before', contribution: 630, source: 'usage, active users', on: '2027-02-14' },
      {
        label: 'Less in the last four weeks',
        contribution: -420,
        value: { kind: 'percent', percent: -66.7 },
        on: '2027-03-14',
      },
    ])
    expect((await why('calm', 'usage')).rows[1]).toMatchObject({ label: 'No change', contribution: 0 })
    expect((await why('growing', 'usage')).rows[1]).toMatchObject({ label: 'More in the last four weeks' })
  })

  test('that nobody knows is called so', async () => {
    expect(await why('bare', 'usage')).toMatchObject({
      rows: [],
      remark: 'No usage is known for this customer yet, so there is nothing to compare.',
    })
  })
})

describe('why this ARR', () => {
  test('the record, the contracts and since when, in the currency in which they were given', async () => {
    const arr = await why('euro', 'arr')
    expect(arr).toMatchObject({ total: 100_000, unit: 'money', currency: 'EUR' })
    expect(fact(arr, 'ARR on record')).toMatchObject({ value: { amount: 100_000, currency: 'EUR' }, source: 'record' })
    expect(fact(arr, 'Contract')).toMatchObject({ value: { amount: 100_000, currency: 'EUR' }, on: '2026-05-15' })
    expect(fact(arr, 'Customer since')).toMatchObject({ value: { kind: 'date', date: '2025-01-04' } })
  })

  test('several contracts are told apart', async () => {
    const { facts } = await why('renewed', 'arr')
    expect(facts.map(({ label }) => label)).toEqual(['ARR on record', 'Contract 1', 'Contract 2', 'Customer since'])
  })

  test('that nobody knows adds nothing', async () => {
    expect(await why('bare', 'arr')).toMatchObject({
      facts: [],
      remark: 'No ARR is known. Until a source says it, it adds nothing to any score.',
    })
  })
})

describe('why these days', () => {
  test('they count to the last day to give notice while there is one', async () => {
    const renewal = await why('notice', 'renewal')
    expect(renewal).toMatchObject({ total: 45, unit: 'days', totalLabel: 'Days left' })
    expect(fact(renewal, 'Renewal date')?.value).toEqual({ kind: 'date', date: '2027-05-29' })
    expect(fact(renewal, 'Last day to give notice')?.value).toEqual({ kind: 'date', date: '2027-04-29' })
    expect(fact(renewal, 'Renews by itself')?.value).toEqual({ kind: 'words', words: 'yes' })
    expect(fact(renewal, 'Notice')?.value).toEqual({ kind: 'days', days: 30 })
    expect(fact(renewal, 'Days counted today')).toMatchObject({ value: { days: 45 }, source: 'to the notice day' })
    expect(fact(renewal, 'Agreed so far')?.value).toEqual({ kind: 'words', words: 'nothing yet' })
  })

  test('they are of the contract that renews, not of one that has ended', async () => {
    const renewal = await why('renewed', 'renewal')
    expect(renewal.total).toBe(20)
    expect(fact(renewal, 'Renews by itself')?.value).toEqual({ kind: 'words', words: 'no' })
    expect(fact(renewal, 'Notice')).toBeUndefined()
  })

  test('they go on counting when the date has passed', async () => {
    expect((await why('past', 'renewal')).total).toBe(-3)
  })

  test('a date that nobody knows is called so', async () => {
    expect(await why('bare', 'renewal')).toMatchObject({
      remark: 'No renewal date is known. Until somebody says it, no renewal workflow can start.',
    })
  })
})

describe('why this score', () => {
  test('the rows add up to what the card shows, each with its source and age', async () => {
    const { body: today } = await read<Today>(app, await world.as('Ada Quill'), '/api/today')
    for (const card of [today.one, ...today.next].flatMap((each) => each ?? [])) {
      const { body } = await ask(`/api/workflows/${card.executionId}/why`)
      expect(body).toMatchObject({
        customer: card.customer.name,
        total: card.score,
        unit: 'points',
        totalLabel: 'Priority',
      })
      expect(sum(body)).toBe(toHundredths(card.score))
      expect(body.readAt).toBe(today.readAt)
    }
    const score = await whyScore('falling')
    expect(row(score, 'urgency')).toMatchObject({ source: 'contract', on: '2026-04-25' })
    expect(row(score, 'usage')).toMatchObject({ label: 'Usage fell 67%', source: 'usage', on: '2027-03-14' })
    expect(row(score, 'plan')).toMatchObject({ label: 'Plan: invest', note: '× 2', slider: 'plan' })
  })

  test('the days that are left count down on a day without a run, the points wait for it', async () => {
    const before = await whyScore('calm')
    expect(row(before, 'urgency')?.value).toEqual({ kind: 'days', days: 100 })
    world.at(TOMORROW)
    const after = await whyScore('calm')
    expect(row(after, 'urgency')?.value).toEqual({ kind: 'days', days: 99 })
    expect(after.total).toBe(before.total)
  })

  test('an amount is written in the currency that scores are counted in', async () => {
    expect(row(await whyScore('euro'), 'arr')).toMatchObject({
      value: { kind: 'money', amount: 110_000, currency: 'USD' },
      contribution: 16.5,
    })
  })

  test('a step that is due again is a row of its own', async () => {
    const company = await givenCompany(db)
    await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
    await givenBook(company, { calm: { renewsIn: 40 } })
    await company.run('scheduled')
    const acts = actsIn(company, db)
    const id = await acts.executionOf('calm')
    await acts.act(id, { action: 'start' })
    const until = new Date('2027-03-16T08:00:00Z')
    await acts.step(id, 'prepare-paper', { action: 'snooze', until, reason: 'later' })
    company.at(TOMORROW)
    await company.run('scheduled')
    const { body } = await read<Why>(app, await acts.as('Ada Quill'), `/api/workflows/${id}/why`)
    expect(row(body, 'due-step')).toMatchObject({ label: 'A snoozed step is back', contribution: 25, slider: null })
    expect(row(body, 'urgency')?.value).toEqual({ kind: 'days', days: 39 })
    expect(sum(body)).toBe(toHundredths(body.total))
  })

  test('beside another one the gaps add up to what lies between them', async () => {
    const { total, against } = await whyScore('calm', 'falling')
    expect(against).toMatchObject({ customer: 'falling', executionId: await world.executionOf('falling') })
    const gaps = against?.rows.reduce((all, { gap }) => all + toHundredths(gap), 0)
    expect(gaps).toBe(toHundredths(total) - toHundredths(against?.total ?? 0))
    expect(against?.rows.map(({ label }) => label)).toEqual([
      'ARR',
      'Time left',
      'Health lost',
      'Usage',
      'Risk',
      'Plan',
    ])
  })
})

describe('who may ask', () => {
  test('everybody of the company', async () => {
    const id = await world.executionOf('calm')
    expect((await ask(`/api/workflows/${id}/why`, 'Vi Lunt')).status).toBe(200)
    expect((await app.inject(`/api/workflows/${id}/why`)).statusCode).toBe(401)
  })

  test('nobody of another one: not for a score, a figure or a comparison', async () => {
    const other = await givenCompany(db)
    await other.import('users', [{ externalId: 'x', name: 'Xan', email: 'xan@example.org', role: 'admin' }])
    const xan = await actsIn(other, db).as('Xan')
    const id = await world.executionOf('calm')
    const asked = [`/api/workflows/${id}/why`, `/api/customers/${await world.customerId('calm')}/why/health`]
    for (const url of asked) {
      const [theirs, unknown] = [await read(app, xan, url), await ask(url.replace(/[0-9a-f-]{36}/, NOBODY))]
      expect([theirs.status, unknown.status]).toEqual([404, 404])
    }
    expect((await ask(`/api/workflows/${id}/why?against=${NOBODY}`)).status).toBe(404)
  })

  test.each(['score', 'Health', '../health', '__proto__'])('nobody for a figure called %s', async (figure) => {
    const { status } = await ask(`/api/customers/${NOBODY}/why/${encodeURIComponent(figure)}`)
    expect(status).toBe(400)
  })
})
