import { describe, expect, it, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import { day } from '../base/day.ts'
import { toHundredths } from '../base/round.ts'
import type { ExecutionStatus } from '../spine/words.ts'
import { DEFAULT_PRIORITY } from '../stages/prioritize/prioritize.defaults.ts'
import { executionToExplain, type ExplainedRun } from './explanation.store.ts'
import { explanationOf, type Explanation } from './explanation.ts'
import type { Queue } from './queue.ts'
import { readQueue } from './read-queue.store.ts'

const NOW = '2027-03-15T09:00:00Z'
const db = await testDatabase({ now: new Date(NOW) })
const world = await givenWorld()

async function givenWorld() {
  const company = await givenCompany(db)
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await givenBook(company, {
    calm: { renewsIn: 100 },
    falling: { renewsIn: 40, usage: [90, 5], plan: 'invest', lastReview: 200, urgentTickets: 2 },
    far: { renewsIn: 365, plan: 'expand' },
  })
  await company.run('scheduled')
  return { ...company, ...actsIn(company, db) }
}

/** What `explain` answers, read as on a day. */
async function explain(id: string, on = '2027-03-15'): Promise<Explanation> {
  const today = day(on)
  return db.database.withCompany(world.id, async (tx) => {
    const run = await executionToExplain(tx, id, today)
    if (!run) throw new Error('There is no such execution')
    const queue = await readQueue(tx, { personId: run.assignedTo, today, locale: 'en-US' })
    const reader = { locale: 'en-US', currency: run.currency }
    return explanationOf({ run, queue, settings: DEFAULT_PRIORITY, reader, today })
  })
}

const readMine = async (on: string): Promise<Queue> => {
  const personId = await world.personId('Ada Quill')
  return db.database.withCompany(world.id, (tx) => readQueue(tx, { personId, today: day(on), locale: 'en-US' }))
}

describe('the explanation of an execution', () => {
  it('says why it is due, what its score is made of, and why it stands where it stands', async () => {
    const { prose } = await explain(await world.executionOf('calm'))
    expect(prose.split('\n')).toEqual([
      'Standard renewal for calm',
      '',
      'Why it is due',
      'The renewal is in 100 days and the stage is active.',
      'It was opened on March 15, 2027 by the rule “renewal.active”. It is due by March 24, 2027.',
      'Ada Quill has it as the owner of the account.',
      '',
      'Why 37.00 points',
      expect.stringMatching(/^ {2}ARR: \$80,000 ÷ 10,000 × 1\.5 +12\.00$/),
      expect.stringMatching(/^ {2}Time left: 100 days +25\.00$/),
      expect.stringMatching(/^ {2}Health: /),
      expect.stringMatching(/^ {2}Usage: unchanged +0\.00$/),
      expect.stringMatching(/^ {2}Risk .*counts from 50 on +0\.00$/),
      expect.stringMatching(/^ {2}Plan: manage: × 1 +0\.00$/),
      expect.stringMatching(/^ {2}─+$/),
      expect.stringMatching(/^ {2}Priority +37\.00$/),
      '',
      'Why place 2 of 3',
      expect.stringMatching(/^falling stands before it, by \d+\.\d\d\.$/),
      expect.stringMatching(/^ {2}Time left: 100 days against 40 days: −25\.00$/),
      ...Array.from({ length: 4 }, () => expect.stringMatching(/^ {2}[A-Z].*: −\d+\.\d\d$/) as unknown),
    ])
  })

  it('has a ledger that adds up to the score, and a rank that is the queue’s', async () => {
    const queue = await readMine('2027-03-15')
    for (const [index, { id, priorityScore }] of queue.workflows.entries()) {
      const found = await explain(id)
      expect(found.ledger.reduce((sum, { contribution }) => sum + toHundredths(contribution), 0)).toBe(
        toHundredths(priorityScore),
      )
      expect(found).toMatchObject({ score: priorityScore, rank: index + 1, of: queue.workflows.length })
      expect(found.prose).not.toMatch(/undefined|NaN|null|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}|_/)
    }
  })

  it('counts days down to the day on which it is read, in the queue and in the explanation alike', async () => {
    const id = await world.executionOf('far')
    const far = (await readMine('2027-03-16')).workflows.find((each) => each.id === id)
    expect(far?.daysUntilRenewal).toBe(364)
    expect(far?.priorityFactors.find(({ factor }) => factor === 'urgency')).toMatchObject({
      value: 364,
      sentence: 'Time left (364 days) adds 4.',
    })
    expect((await explain(id, '2027-03-16')).ledger[1]).toMatchObject({ label: 'Time left', note: '364 days' })
  })

  it('says that it is late from the day after its last', async () => {
    const id = await world.executionOf('calm')
    expect((await explain(id, '2027-03-24')).prose).not.toContain('late')
    expect((await explain(id, '2027-03-25')).prose).toContain('It is due by March 24, 2027, so it is late.')
  })

  it('says of what folds that another one leads', async () => {
    const found = await explain(await world.executionOf('falling', 'contract-finalization'))
    expect(found.rank).toBeNull()
    expect(found.prose).toContain('Another workflow of the same customer leads the card; this one folds under it.')
  })

  it('is nobody’s of another company', async () => {
    const other = await givenCompany(db)
    const id = await world.executionOf('calm')
    const found = await db.database.withCompany(other.id, (tx) => executionToExplain(tx, id, day('2027-03-15')))
    expect(found).toBeUndefined()
  })
})

const run = (known: Partial<ExplainedRun>): ExplainedRun => ({
  id: 'e1',
  customerName: 'birch',
  currency: 'USD',
  workflowId: 'standard-renewal',
  stage: 'active',
  status: 'pending',
  trigger: 'renewal',
  rule: 'renewal.active',
  because: [{ code: 'days-to-renewal', value: 100 }],
  held: false,
  foldedUnder: null,
  assignedTo: 'u1',
  assignedName: 'Ada Quill',
  assignedBecause: 'owner',
  openedOn: day('2027-03-10'),
  dueOn: null,
  score: 40,
  factors: [],
  closedBecause: null,
  ...known,
})

const NONE = { totalWorkflows: 0, pending: 0, inProgress: 0, snoozed: 0, escalated: 0, completedToday: 0 }
type Queued = Queue['workflows'][number]

const queued = (id: string, name: string, priorityScore: number): Queued => ({
  id,
  customer: { id: 'c', name, arr: null, currency: 'USD', accountPlan: null, renewalDate: null },
  workflow: { id: 'standard-renewal', title: 'Standard renewal', stage: 'active', family: 'renewal' },
  csm: null,
  status: 'pending',
  priorityScore,
  priorityFactors: [{ factor: 'arr', value: null, contribution: priorityScore, sentence: '' }],
  healthScore: null,
  riskScore: null,
  daysUntilRenewal: null,
  dueOn: null,
  held: false,
})

const proseOf = (known: Partial<ExplainedRun>, workflows: readonly Queued[] = [], locale = 'en-US'): string =>
  explanationOf({
    run: run(known),
    queue: { workflows, stats: NONE },
    settings: DEFAULT_PRIORITY,
    reader: { locale, currency: 'USD' },
    today: day('2027-03-15'),
  }).prose

describe('who has it', () => {
  test.each([
    ['owner', 'Ada Quill has it as the owner of the account.'],
    ['cover', 'Ada Quill has it as the cover of the owner, who is away.'],
    ['least-load', 'Ada Quill has it, who had most room: nobody owns the account.'],
    ['absence-least-load', 'Ada Quill has it, who had most room: the owner is away and nobody covers.'],
    ['by Mo Tarn', 'Ada Quill has it, given by Mo Tarn.'],
    ['constructor', 'Ada Quill has it, given constructor.'],
    [null, 'Ada Quill has it.'],
  ])('because of %s: %s', (assignedBecause, sentence) => {
    expect(proseOf({ assignedBecause }).split('\n')).toContain(sentence)
  })

  test('nobody yet, and therefore no score', () => {
    const prose = proseOf({ assignedTo: null, assignedName: null, score: null })
    expect(prose).toContain('Nobody has it yet.')
    expect(prose).toContain('It has no score yet: nobody has it.')
  })
})

describe('why it stands in no queue', () => {
  test.each<[ExecutionStatus, Partial<ExplainedRun>, string]>([
    [
      'completed',
      { closedBecause: 'done elsewhere' },
      'It is completed (done elsewhere) and stands in no queue any more.',
    ],
    ['completed', { closedBecause: 'out-of-scope' }, 'It is completed (out of scope) and stands in no queue any more.'],
    ['cancelled', { closedBecause: 'bad-data' }, 'It is cancelled (bad data) and stands in no queue any more.'],
    ['cancelled', {}, 'It is cancelled and stands in no queue any more.'],
    ['superseded', {}, 'A newer workflow has taken its place; it stands in no queue any more.'],
    [
      'pending',
      { held: true },
      'It is held while something more urgent is open for the customer, and released when that closes.',
    ],
    ['snoozed', {}, 'It is snoozed and comes back by itself.'],
    ['escalated', {}, 'It is escalated and waits for an answer.'],
    ['pending', { foldedUnder: 'e9' }, 'A newer workflow of the same renewal leads the card; this one folds under it.'],
  ])('%s, %o: %s', (status, known, sentence) => {
    expect(
      proseOf({ status, ...known })
        .split('\n')
        .at(-1),
    ).toBe(sentence)
  })

  test('what is over is late no more', () => {
    expect(proseOf({ status: 'completed', dueOn: day('2027-03-01') })).not.toContain('late')
  })
})

describe('why it stands where it stands', () => {
  const rank = (workflows: readonly Queued[]): string => proseOf({}, workflows).split('\n\n').at(-1) ?? ''

  test('alone', () => {
    expect(rank([queued('e1', 'birch', 40)])).toBe('Why place 1 of 1\nNothing else is open.')
  })

  test('before and behind others', () => {
    expect(rank([queued('e1', 'birch', 40), queued('e2', 'fir', 30)])).toBe(
      'Why place 1 of 2\nfir comes after it, by 10.00.\n  ARR: +10.00',
    )
    expect(rank([queued('e2', 'fir', 50), queued('e1', 'birch', 40)])).toBe(
      'Why place 2 of 2\nfir stands before it, by 10.00.\n  ARR: −10.00',
    )
  })

  test('with equal points', () => {
    expect(rank([queued('e2', 'fir', 40), queued('e1', 'birch', 40)])).toBe(
      'Why place 2 of 2\nfir stands before it, with the same score; the earlier renewal, the higher ARR and then the id decide.',
    )
  })

  test.each([
    [[queued('e2', 'fir', 30), queued('e1', 'birch', 40)]],
    [[queued('e1', 'birch', 40), queued('e2', 'fir', 50)]],
  ])('against the points, because the order holds for the day', (workflows) => {
    expect(rank(workflows)).toContain('by 10.00. The order was set this morning and holds for the day.')
  })
})

test('dates are written for the reader', () => {
  expect(proseOf({ dueOn: day('2027-03-20') }, [], 'de-DE')).toContain('It was opened on 10. März 2027')
})
