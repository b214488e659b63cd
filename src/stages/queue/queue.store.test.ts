import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { actsIn } from '../../../test/given-company-acts.ts'
import { givenBook } from '../../../test/given-book.ts'
import { givenCompany } from '../../../test/given-company.ts'
import type { Tx } from '../../platform/postgres.ts'
import { cardsBefore, morningOrders, saveSummaries } from './daily-summary.store.ts'
import { endedByRules, monitoredBy } from './day-behind.store.ts'
import type { DailySummary } from './daily-summary.ts'
import { completedSince, openByPeople, openEntriesOf, type OwnedEntry } from './queue.store.ts'

const NOW = '2027-03-15T09:00:00Z'
const db = await testDatabase({ now: new Date(NOW) })
const company = await givenCompany(db)
await company.import(
  'users',
  ['ada', 'ben', 'cleo'].map((name) => ({ externalId: name, name, email: `${name}@example.org`, role: 'csm' })),
)
await givenBook(company, {
  birch: { renewsIn: 40 },
  far: { renewsIn: 300 },
  notice: { renewsIn: 75, autoRenew: true },
  one: { owner: 'ben', renewsIn: 40 },
  two: { owner: 'ben', renewsIn: 40 },
  three: { owner: 'ben', renewsIn: 40 },
  group: { owner: 'cleo', renewsIn: 40 },
  branch: { owner: 'cleo', renewsIn: 40 },
})
await company.import('customers', [{ externalId: 'branch', name: 'branch', parentExternalId: 'group' }])
await company.run('scheduled')
const acts = actsIn(company, db)
const [ada, ben, cleo] = [await acts.personId('ada'), await acts.personId('ben'), await acts.personId('cleo')]

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.database.withCompany(company.id, work)
const today = company.today()

beforeEach(() => company.at(NOW))

describe('what is open for a person', () => {
  test('has the days and amounts that order it, counted from the day asked for', async () => {
    const entries = await inTx((tx) => openEntriesOf(tx, ada, today + 5))
    const of = (name: string) => entries.find(({ customerName }) => customerName === name)
    expect(entries).toHaveLength(2)
    expect(of('birch')).toMatchObject({ daysUntilRenewal: 35, renewalDate: today + 40, arr: 80_000, ownerId: ada })
    // While notice is possible the days count to it; the renewal's own date decides ties.
    expect(of('notice')).toMatchObject({ daysUntilRenewal: 40, renewalDate: today + 75 })
  })

  test('is handed out person by person, whoever has nothing among them, and is none of another company’s', async () => {
    const given = async (tx: Tx, people: readonly string[]) => {
      const parts: [readonly string[], (readonly [string, number])[]][] = []
      const count = ([id, own]: [string, readonly OwnedEntry[]]) => [id, own.length] as const
      for await (const { people: some, entries } of openByPeople(tx, people, today))
        parts.push([some, [...entries].map(count)])
      return parts
    }
    expect(await inTx((tx) => given(tx, []))).toEqual([])
    // A page of people ends among strangers who have nothing; each of them is asked about once.
    const strangers = Array.from({ length: 40 }, () => crypto.randomUUID())
    const parts = await inTx((tx) => given(tx, [cleo, ...strangers, ada, ben]))
    expect(parts.flatMap(([some]) => some)).toEqual([cleo, ...strangers, ada, ben].sort())
    expect(new Map(parts.flatMap(([, counts]) => counts))).toEqual(
      new Map([
        [ada, 2],
        [ben, 3],
        [cleo, 2],
      ]),
    )
    const other = await givenCompany(db)
    expect(await db.database.withCompany(other.id, (tx) => openEntriesOf(tx, ada, today))).toEqual([])
  })

  test('knows the contacts of parents and children alone, each address once', async () => {
    await company.import('contacts', [
      { externalId: 'g', customerExternalId: 'group', name: 'Noor', email: 'Noor@x.example' },
      { externalId: 'b', customerExternalId: 'branch', name: 'Noor', email: 'noor@X.example' },
      { externalId: 'b2', customerExternalId: 'branch', name: 'Gone', email: 'gone@x.example', active: false },
      { externalId: 'a', customerExternalId: 'birch', name: 'Noor', email: 'noor@x.example' },
    ])
    const contacts = async (userId: string) =>
      (await inTx((tx) => openEntriesOf(tx, userId, today))).map((each) => each.contacts)
    expect(await contacts(cleo)).toEqual([['noor@x.example'], ['noor@x.example']])
    expect(await contacts(ada)).toEqual([[], []])
  })
})

test('what a person completed counts from an instant on; what the rules closed is told as done for him', async () => {
  const [one, two, three] = [
    await acts.executionOf('one'),
    await acts.executionOf('two'),
    await acts.executionOf('three'),
  ]
  await acts.act(one, { action: 'start' })
  await acts.act(one, { action: 'close', outcome: { status: 'success' } })
  company.at('2027-03-15T10:00:00Z')
  await acts.act(two, { action: 'close', outcome: { status: 'done elsewhere' } })
  const because = [{ code: 'renewal-closed', value: 'signed' }]
  await company.query(
    `update workflow_executions set status = 'completed', completed_at = app.now(), closed_at = app.now(), closed_because = 'signed',
            outcome = $2::json where id = $1`,
    [three, JSON.stringify({ status: 'signed', because })],
  )
  const since = (iso: string) => inTx(async (tx) => (await completedSince(tx, [ben], new Date(iso))).get(ben) ?? 0)
  expect([await since(NOW), await since('2027-03-15T09:30:00Z'), await since('2027-03-15T10:00:01Z')]).toEqual([
    2, 1, 0,
  ])
  expect(await inTx((tx) => endedByRules(tx, [ben], new Date(NOW)))).toEqual([
    { userId: ben, customer: 'three', workflowId: 'contract-finalization', kind: 'close', because },
  ])
  expect(await inTx((tx) => endedByRules(tx, [ada], new Date(NOW)))).toEqual([])
})

test('customers with nothing due are counted, and what each rule opened on the day', async () => {
  const monitored = (day: number) =>
    inTx(async (tx) => (await monitoredBy(tx, { userIds: [ada], day, from: new Date(day * 86_400_000) })).get(ada))
  expect(await monitored(today)).toEqual({ customers: 1, byRule: { 'renewal.finalize': 2 } })
  expect(await monitored(today + 1)).toEqual({ customers: 1, byRule: {} })
})

describe('a person’s day', () => {
  const card = (executionId: string) => ({
    executionId,
    customerId: 'c',
    workflowId: 'qbr',
    score: 1,
    parts: { arr: 1 },
    folded: [],
    isNew: false,
    moved: null,
    late: false,
  })
  const summary = (day: number, ids: readonly string[]): DailySummary => ({
    userId: cleo,
    day,
    cards: ids.map(card),
    counts: { totalWorkflows: 0, pending: 0, inProgress: 0, snoozed: 0, escalated: 0, completedToday: 0 },
    backToday: [],
    doneForYou: [{ customer: `"; drop table x; --`, says: 'was closed' }],
    monitored: { customers: 0, byRule: {} },
  })

  test('is kept per day, and replaced by a second run of it', async () => {
    const [run] = await company.query<{ id: string }>('select id from job_runs limit 1')
    const runId = run?.id ?? ''
    const [past, later] = [today - 40, today - 38]
    await inTx((tx) => saveSummaries(tx, [summary(past, ['a', 'b']), summary(later, ['c'])], runId))
    await inTx((tx) => saveSummaries(tx, [summary(later, ['d', 'c'])], runId))
    expect(await inTx((tx) => saveSummaries(tx, [], runId))).toBe(0)
    expect((await inTx((tx) => morningOrders(tx, [cleo], past))).get(cleo)).toEqual(['a', 'b'])
    expect((await inTx((tx) => morningOrders(tx, [cleo], later))).get(cleo)).toEqual(['d', 'c'])
    expect((await inTx((tx) => morningOrders(tx, [cleo], past + 1))).get(cleo)).toBeUndefined()
    const before = async (day: number) =>
      (await inTx((tx) => cardsBefore(tx, [cleo], day))).get(cleo)?.map(({ executionId }) => executionId)
    expect([await before(past), await before(later), await before(later + 1)]).toEqual([
      undefined,
      ['a', 'b'],
      ['d', 'c'],
    ])
  })
})
