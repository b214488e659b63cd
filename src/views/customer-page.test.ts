import { beforeEach, describe, expect, test } from 'vitest'
import { ask, read, testApp, type Somebody } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany, usageRows } from '../../test/given-company.ts'
import { HOSTILE } from '../../test/given-days.ts'
import { toHundredths } from '../base/round.ts'
import type { CustomerPage } from './customer-page.contract.ts'
import type { Today } from './today.contract.ts'

const NOW = '2027-03-15T09:00:00Z'
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
    falling: { renewsIn: 20, usage: [90, 30], plan: 'invest', urgentTickets: 2 },
    calm: { renewsIn: 300 },
    euro: { renewsIn: 60, arr: 100_000, currency: 'EUR' },
    notice: { renewsIn: 75, autoRenew: true },
    past: { renewsIn: -3 },
    gone: { renewsIn: 100 },
  })
  await company.import('customers', [
    { externalId: 'bare', name: HOSTILE, ownerEmail: 'ada@example.org', status: 'active', parent: 'calm' },
  ])
  await company.import('contacts', [
    { externalId: 'x', customerExternalId: 'calm', name: 'Kim', title: 'CFO', active: false, leftOn: '2027-03-01' },
    { externalId: 'y', customerExternalId: 'calm', name: 'Lee', role: 'exec-sponsor' },
  ])
  await company.import('engagements', [
    {
      externalId: 'c',
      customerExternalId: 'calm',
      kind: 'call',
      at: '2027-03-10T10:00:00Z',
      durationMinutes: 22,
      attendees: 'Lee',
      notes: 'A fix would settle it',
    },
    {
      externalId: 'm',
      customerExternalId: 'calm',
      kind: 'email',
      at: '2027-03-11T10:00:00Z',
      direction: 'inbound',
      attendees: 'Lee',
    },
    { externalId: 'n', customerExternalId: 'calm', kind: 'note', at: '2027-03-12T10:00:00Z', notes: HOSTILE },
    { externalId: 'f', customerExternalId: 'calm', kind: 'meeting', at: '2027-04-01T10:00:00Z', attendees: 'Lee' },
  ])
  await company.import('events', [
    {
      externalId: 'e',
      customerExternalId: 'calm',
      kind: 'price-change',
      at: '2027-03-05T10:00:00Z',
      text: 'Announced',
    },
  ])
  await company.import('tickets', [
    {
      externalId: 't',
      customerExternalId: 'calm',
      subject: 'Slow again',
      priority: 'low',
      status: 'solved',
      createdAt: '2027-02-02T08:00:00Z',
      resolvedAt: '2027-02-03T08:00:00Z',
    },
  ])
  await company.run('scheduled')
  await company.import('customers', [{ externalId: 'young', name: 'young', ownerEmail: 'ada@example.org' }])
  await company.query(`update customers set archived_at = app.now() where external_id = 'gone'`)
  return { ...company, ...actsIn(company, db) }
}

beforeEach(() => db.clock.set(new Date(NOW)))

const idOf = async (externalId: string): Promise<string> =>
  (await world.query<{ id: string }>('select id from customers where external_id = $1', [externalId]))[0]?.id ?? ''
const pageAs = async (who: Somebody, id: string) => read<CustomerPage>(app, who, `/api/customers/${id}/page`)

async function pageOf(externalId: string): Promise<CustomerPage> {
  const { status, body } = await pageAs(await world.as('Ada Quill'), await idOf(externalId))
  expect(status).toBe(200)
  return body
}

describe('a customer’s figures', () => {
  test('are those of its card, and the workflow that leads the card comes first', async () => {
    const page = await pageOf('falling')
    const { body: today } = await read<Today>(app, await world.as('Ada Quill'), '/api/today')
    const card = [today.one, ...today.next].find((each) => each?.customer.name === 'falling')
    expect(page.open[0]?.executionId).toBe(card?.executionId)
    expect(page.renewal).toEqual(card?.renewal)
    expect(page.health?.value).toBe(card?.health.value)
    expect(page.risk?.value).toBe(card?.risk.value)
    expect(page.healthChange).toBe(card?.health.change)
    expect(page.healthChange).toBeLessThan(0)
    expect(page).toMatchObject({ stage: 'urgent', arr: { amount: 80_000, currency: 'USD' }, uncertain: false })
    expect(page.usageChange).toBeLessThan(-60)
  })

  test.each(['falling', 'calm', 'euro', 'notice', 'past', 'bare'])('of %s add up from their rows', async (name) => {
    const { health, risk } = await pageOf(name)
    for (const ledger of [health, risk]) {
      const sum = (ledger?.rows ?? []).reduce((total, { contribution }) => total + toHundredths(contribution), 0)
      expect(sum).toBe(toHundredths(ledger?.value ?? -1))
      expect(ledger?.rows.length).toBeGreaterThan(0)
    }
  })

  test('count to the last day for notice where the contract renews by itself', async () => {
    expect((await pageOf('notice')).renewal).toEqual({ date: '2027-04-29', days: 45, kind: 'decision' })
    expect((await pageOf('past')).renewal).toEqual({ date: '2027-03-12', days: -3, kind: 'renewal' })
    expect((await pageOf('bare')).renewal).toBeNull()
  })

  test('tell a rise of health as well as a fall', async () => {
    expect((await pageOf('calm')).healthChange).toBeGreaterThan(0)
  })

  test('say what a person has set beside what the rules say', async () => {
    const id = await idOf('euro')
    const override = { figure: 'risk', value: 64, reason: 'They told me so' }
    const url = `/api/intelligence/customer/${id}/override`
    const { status } = await ask(app, await world.as('Ada Quill'), { method: 'POST', url, body: override })
    expect(status).toBe(201)
    const { risk, health } = await pageOf('euro')
    expect(risk).toMatchObject({ override: 64, remark: expect.stringContaining('64') as string })
    expect(risk?.value).not.toBe(64)
    expect(health?.override).toBeNull()
  })
})

describe('what is said in short', () => {
  test('names the figures, and each finding its record', async () => {
    const { inShort } = await pageOf('falling')
    expect(inShort?.summary).toMatch(/The contract ends on 4 April, in 20 days, and nothing is agreed\./)
    expect(inShort?.findings.map(({ source }) => source)).toContain('usage')
    expect(inShort?.findings.every(({ text }) => /^[A-Z].*\.$/.test(text))).toBe(true)
    expect(inShort?.writtenBy).toBe('built-in analyst')
  })

  test('leaves an amount out where there is no rate for it', async () => {
    expect((await pageOf('euro')).inShort?.summary).not.toContain('a year')
    await world.import('rates', [{ currency: 'EUR', date: '2027-01-01', rate: 1.1 }])
    expect((await pageOf('euro')).inShort?.summary).toContain('$110,000 a year')
  })
})

describe('the charts', () => {
  test('are about the metric of the trend, and not about the busiest', async () => {
    await world.import(
      'usage',
      usageRows('calm', { from: world.today() - 60, to: world.today() - 1, value: 9_000 }).map((row) => ({
        ...row,
        metric: 'requests',
      })),
    )
    expect((await pageOf('calm')).usage?.metric).toBe('active_users')
  })

  test('begin twelve weeks ago with what held then', async () => {
    db.clock.set(new Date('2027-06-20T09:00:00Z'))
    const { history } = await pageOf('calm')
    expect(history).toHaveLength(1)
    expect(history[0]?.on).toBe('2027-03-28')
  })

  test('have a mean for each week of the busiest metric', async () => {
    const { usage } = await pageOf('falling')
    expect(usage?.weeks).toHaveLength(12)
    expect(usage?.weeks.map(({ mean }) => mean)).toEqual([...Array<number>(8).fill(90), ...Array<number>(4).fill(30)])
    expect(usage?.weeks[11]?.from).toBe('2027-03-08')
    expect((await pageOf('bare')).usage).toBeNull()
  })
})

describe('people, contracts and what happened', () => {
  test('who decides stands first, who left says when', async () => {
    const { people } = await pageOf('calm')
    expect(people.map(({ name }) => name)).toEqual(['Lee', 'Bo', 'Noor', 'Kim'])
    expect(people.at(-1)).toMatchObject({ title: 'CFO', role: null, active: false, leftOn: '2027-03-01' })
  })

  test('the contract of the next renewal is marked', async () => {
    const { contracts } = await pageOf('notice')
    expect(contracts).toMatchObject([
      { end: '2027-05-29', autoRenew: true, noticeDays: 30, next: true, value: { amount: 80_000, currency: 'USD' } },
    ])
  })

  test('every kind of record is a moment, the newest first, and nothing that has yet to come', async () => {
    const { timeline } = await pageOf('calm')
    expect(timeline.map(({ kind, says, more }) => [kind, says, more])).toEqual([
      ['note', 'Note', HOSTILE],
      ['mail', 'Mail from Lee', ''],
      ['talk', 'Call with Lee', '22 min, A fix would settle it'],
      ['talk', 'Business review with Noor, Bo, Cy', ''],
      ['event', 'Price change', 'Announced'],
      ['left', 'Kim left', 'CFO'],
      ['ticket', 'Slow again', 'Low ticket'],
    ])
    expect((await pageOf('falling')).timeline[0]).toMatchObject({
      says: 'The export fails',
      more: 'Urgent ticket, still open',
    })
  })

  test('a workflow that was finished is in it, with how it ended', async () => {
    await world.act(await world.executionOf('past'), { action: 'close', outcome: { status: 'done elsewhere' } })
    expect((await pageOf('past')).timeline[0]).toMatchObject({ kind: 'workflow', more: 'Done elsewhere' })
  })

  test('how old each source is, and which has gone silent', async () => {
    db.clock.set(new Date('2027-03-20T09:00:00Z'))
    const { sources } = await pageOf('falling')
    expect(sources.find(({ name }) => name === 'Usage')).toMatchObject({
      newestOn: '2027-03-14',
      daysOld: 6,
      stale: true,
    })
    expect(sources.find(({ name }) => name === 'Contracts')).toMatchObject({ stale: false })
    expect((await pageOf('bare')).sources.map(({ name }) => name)).toEqual(['Record'])
  })
})

describe('a customer of whom little is known', () => {
  test('has its name as it was given and its parent, and says what it lacks', async () => {
    const page = await pageOf('bare')
    expect(page.customer).toMatchObject({
      name: HOSTILE,
      parent: { name: 'calm' },
      owner: 'Ada Quill',
      plan: null,
      seats: null,
    })
    expect(page).toMatchObject({ uncertain: true, usageChange: null, contracts: [], people: [], timeline: [] })
  })

  test('that has not been analyzed yet has no figures', async () => {
    expect(await pageOf('young')).toMatchObject({
      health: null,
      risk: null,
      inShort: null,
      history: [],
      open: [],
      stage: null,
    })
  })
})

describe('who may open it', () => {
  test('everybody of the company, a reader too', async () => {
    expect((await pageAs(await world.as('Vi Lunt'), await idOf('calm'))).status).toBe(200)
  })

  test('nobody of another company, who is told what a stranger to all is told', async () => {
    const other = await givenCompany(db)
    await other.import('users', [{ externalId: 'zoe', name: 'Zoe', email: 'zoe@example.org', role: 'admin' }])
    const zoe = await actsIn(other, db).as('Zoe')
    const theirs = await pageAs(zoe, await idOf('calm'))
    const unknown = await pageAs(zoe, '01900000-0000-7000-8000-000000000001')
    const answered = { ...unknown.body, reference: expect.any(String) as string }
    expect([theirs.status, theirs.body]).toEqual([404, answered])
  })

  test('an archived customer is gone', async () => {
    expect((await pageAs(await world.as('Ada Quill'), await idOf('gone'))).status).toBe(404)
  })
})
