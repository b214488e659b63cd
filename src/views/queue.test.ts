import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import { toHundredths } from '../base/round.ts'
import { systemActor } from '../base/actor.ts'
import { saveConfiguration } from '../spine/configuration.store.ts'
import type { TriedOrder } from './order.contract.ts'
import type { GetQueue } from './queue.contract.ts'
import type { Today as TodayShape } from './today.contract.ts'
import type { Why } from './why.contract.ts'

type Queue = z.output<(typeof GetQueue)['replies'][200]>
type Today = z.output<typeof TodayShape>

const NOW = '2027-03-15T09:00:00Z'
const db = await testDatabase({ now: new Date(NOW) })
const app = await testApp(db)
const world = await givenWorld()

/** October 7's model, which knows experience and load: Ada is experienced and has much in progress, Ben has neither. */
async function givenWorld() {
  const company = await givenCompany(db)
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm', experience: 1.2 },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm', experience: 0.9 },
    { externalId: 'ben2', name: 'Ben Pike', email: 'pike@example.org', role: 'csm' },
    { externalId: 'vi', name: 'Vi Lunt', email: 'vi@example.org', role: 'viewer' },
  ])
  await db.database.withCompany(company.id, (tx) =>
    saveConfiguration(tx, {
      settings: { prioritize: { model: 'multiplicative' } },
      note: '',
      actor: systemActor('test'),
      adopt: true,
    }),
  )
  await givenBook(company, {
    alder: { renewsIn: 40, arr: 120_000 },
    birch: { renewsIn: 5 },
    cedar: { renewsIn: 100, currency: 'EUR', arr: 100_000 },
    damson: { owner: 'ben', renewsIn: 40, arr: 120_000 },
    elder: { owner: 'ben', renewsIn: 20 },
    fir: { owner: 'ben', renewsIn: 90 },
    gorse: { owner: 'ben', renewsIn: 12 },
  })
  await company.import('rates', [{ currency: 'EUR', date: '2027-01-01', rate: 1.1 }])
  await company.run('scheduled')
  const acts = actsIn(company, db)
  for (const name of ['alder', 'birch']) await acts.act(await acts.executionOf(name), { action: 'start' })
  await acts.act(await acts.executionOf('fir'), {
    action: 'snooze',
    until: new Date('2027-04-01T00:00:00Z'),
    reason: '',
  })
  await acts.act(await acts.executionOf('gorse'), { action: 'escalate', to: null, reason: 'big' })
  company.at('2027-03-16T09:00:00Z')
  await company.run('scheduled')
  return { ...company, ...acts }
}

beforeEach(() => world.at('2027-03-16T09:00:00Z'))

const ask = async <T = Queue>(url: string, name = 'Vi Lunt') =>
  read<T>(app, await world.as(name), `/api/workflows/queue${url}`)
const queue = async (url: string): Promise<Queue> => {
  const { status, body } = await ask(url)
  expect(status).toBe(200)
  return body
}
const names = ({ workflows }: Queue) => workflows.map(({ customer }) => customer.name)
const codes = ({ workflows }: Queue) => [
  ...new Set(workflows.flatMap((each) => each.priorityFactors.map(({ factor }) => factor))),
]
const scoreOf = ({ workflows }: Queue, name: string) =>
  workflows.find(({ customer }) => customer.name === name)?.priorityScore

const tried = async (url: string) => (await ask<z.output<typeof TriedOrder>>(`/order?${url}`)).body

describe('the queue of everybody under other weights', () => {
  test('stands as it is while nothing is weighed otherwise, by the same scores', async () => {
    const { cards, moved } = await tried('weights=')
    const { workflows } = await queue('')
    expect(cards.map(({ executionId, score }) => [executionId, score])).toEqual(
      workflows.map(({ id, priorityScore }) => [id, priorityScore]),
    )
    expect(moved).toBe(0)
  })

  test('says who would stand where, and how many would move', async () => {
    const { cards, moved } = await tried('weights=arr:0')
    expect(cards.map(({ to }) => to)).toEqual(cards.map((_, index) => index + 1))
    expect(cards.filter(({ from, to }) => from !== to)).toHaveLength(moved)
    expect(moved).toBeGreaterThan(0)
  })

  test('knows a name that two people share by no one of them', async () => {
    expect((await ask('/order?csm=Ben&weights=')).status).toBe(400)
  })
})

describe('why, in a list over several people', () => {
  const why = async (name: string, query: string) => {
    const { status, body } = await read<Why>(
      app,
      await world.as('Vi Lunt'),
      `/api/workflows/${await world.executionOf(name)}/why?${query}`,
    )
    expect(status).toBe(200)
    return body
  }

  test('adds up to the points that the list shows, without what belongs to the person', async () => {
    const { total, rows, against } = await why('birch', `among=everybody&against=${await world.executionOf('damson')}`)
    const all = await queue('')
    expect(total).toBe(scoreOf(all, 'birch'))
    expect(against?.total).toBe(scoreOf(all, 'damson'))
    expect(rows.map(({ code }) => code)).not.toContain('experience')
    expect(rows.reduce((sum, { contribution }) => sum + toHundredths(contribution), 0)).toBe(toHundredths(total))
  })

  test('stands beside what is first with the same person, and says whose queue that is', async () => {
    expect(await why('cedar', 'against=first')).toMatchObject({
      against: { customer: 'birch' },
      csm: { name: 'Ada Quill' },
    })
    // Of the first itself that is the one behind it.
    expect(await why('birch', 'against=first')).toMatchObject({ against: { customer: 'alder' } })
  })
})

describe('the queue of one person', () => {
  test.each(['ada@example.org', 'ADA@example.org', 'Ada Quill', 'ada', ' Ada '])('is found by “%s”', async (called) => {
    expect(names(await queue(`?csm=${encodeURIComponent(called)}`))).toEqual(['birch', 'alder', 'cedar'])
  })

  test('is found by the id, in the question or in the address', async () => {
    const id = await world.personId('Ada Quill')
    expect(await queue(`?csm=${id}`)).toEqual(await queue(`/${id}`))
    expect(names(await queue(`/${id}`))).toEqual(['birch', 'alder', 'cedar'])
  })

  test('is that of the person’s Today, card for card', async () => {
    const { body } = await read<Today>(app, await world.as('Ada Quill'), '/api/today')
    const mine = await queue('?csm=ada')
    expect(mine.workflows.map(({ id, priorityScore }) => [id, priorityScore])).toEqual(
      [body.one, ...body.next].map((card) => [card?.executionId, card?.score]),
    )
  })

  test('counts what belongs to the person: experience, and the other runs in progress', async () => {
    const mine = await queue('?csm=ada')
    expect(codes(mine)).toEqual(['base', 'arr', 'plan', 'experience', 'workload'])
    const [birch] = mine.workflows
    // Emergency 90, ARR of 80,000 × 1.25, plan × 1, experience × 1.2, one other run in progress.
    expect(birch?.priorityScore).toBe(90 * 1.25 * 1.2 - 2)
    expect(birch?.priorityFactors.map(({ sentence }) => sentence)).toEqual([
      'The workflow “Emergency Renewal” by itself adds 90.',
      'ARR over $50,000 ($80,000 × 1.25) adds 22.5.',
      'The plan to manage (× 1) adds nothing.',
      'Experience (× 1.2) adds 22.5.',
      'One other run is open, which takes away 2.',
    ])
  })

  test.each([
    ['nobody', '?csm=nobody', 404],
    ['an id that nobody has', '?csm=01900000-0000-7000-8000-000000000001', 404],
    ['nobody, in the address', '/nobody', 404],
    ['an id that nobody has, in the address', '/01900000-0000-7000-8000-000000000001', 404],
    ['two people', '?csm=ben', 400],
    ['nothing', '?csm=', 400],
    ['spaces', '/%20', 400],
    ['a name like SQL', `?csm=${encodeURIComponent(`x' or '1'='1`)}`, 404],
    ['too many at once', '?limit=201', 400],
    ['none at once', '?limit=0', 400],
  ])('is refused where %s is asked for', async (_, url, status) => {
    expect((await ask(url)).status).toBe(status)
  })

  test('of two people who share a name is asked for again, in words', async () => {
    const { body } = await ask<{ detail: string }>('?csm=Ben')
    expect(body.detail).toBe('Several people are called “Ben”. Give the e-mail address or the id.')
  })

  test('of another company is nobody’s', async () => {
    const other = await givenCompany(db)
    await other.import('users', [{ externalId: 'x', name: 'Xan', email: 'xan@example.org', role: 'admin' }])
    const xan = await actsIn(other, db).as('Xan')
    const ada = await world.personId('Ada Quill')
    expect((await read(app, xan, `/api/workflows/queue?csm=${ada}`)).status).toBe(404)
    expect((await read(app, xan, '/api/workflows/queue?csm=ada')).status).toBe(404)
    expect((await read<Queue>(app, xan, '/api/workflows/queue')).body).toMatchObject({
      workflows: [],
      stats: { totalWorkflows: 0 },
    })
  })
})

describe('the queue over several people', () => {
  test('leaves out what belongs to the person: the same matter stands equal, whoever has it', async () => {
    const all = await queue('')
    expect(codes(all)).toEqual(['base', 'arr', 'plan'])
    expect(scoreOf(all, 'alder')).toBe(scoreOf(all, 'damson'))
    expect(scoreOf(await queue('?csm=ada'), 'alder')).not.toBe(scoreOf(await queue('?csm=ben@example.org'), 'damson'))
    expect(names(all)).toEqual(['birch', 'alder', 'damson', 'elder', 'cedar'])
    expect(all.workflows.map(({ csm }) => csm?.name)).toEqual([
      'Ada Quill',
      'Ada Quill',
      'Ben Oake',
      'Ben Oake',
      'Ada Quill',
    ])
  })

  test('gives as many as are asked for, from the top, and counts all', async () => {
    const two = await queue('?limit=2')
    expect(names(two)).toEqual(['birch', 'alder'])
    expect(two.stats.totalWorkflows).toBe(7)
  })
})

describe('the counters', () => {
  test('count everything that is open, also what leads no card', async () => {
    expect((await queue('')).stats).toEqual({
      totalWorkflows: 7,
      pending: 3,
      inProgress: 2,
      snoozed: 1,
      escalated: 1,
      completedToday: 0,
    })
    expect((await queue('?csm=ada')).stats).toMatchObject({ totalWorkflows: 3, pending: 1, inProgress: 2 })
  })

  test('count as completed what people did today, begun or done elsewhere, and not what the rules closed', async () => {
    const company = await givenCompany(db, 'America/New_York')
    await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
    await givenBook(company, { one: { renewsIn: 40 }, two: { renewsIn: 40 }, three: { renewsIn: 40 } })
    await company.run('scheduled')
    const acts = actsIn(company, db)
    const [one, two, three] = [
      await acts.executionOf('one'),
      await acts.executionOf('two'),
      await acts.executionOf('three'),
    ]
    await acts.act(one, { action: 'start' })
    await acts.act(one, { action: 'close', outcome: { status: 'success' } })
    await acts.act(two, { action: 'close', outcome: { status: 'done elsewhere' } })
    await company.query(
      `update workflow_executions set status = 'completed', completed_at = app.now(), closed_at = app.now(), closed_because = 'signed',
              outcome = '{"status": "signed", "because": []}' where id = $1`,
      [three],
    )
    const completed = async () => {
      const who = await acts.as('Ada Quill')
      return (await read<Queue>(app, who, '/api/workflows/queue')).body.stats.completedToday
    }
    expect(await completed()).toBe(2)
    // Four hours behind: a minute before four in the morning UTC it is still the same day there.
    company.at('2027-03-17T03:59:00Z')
    expect(await completed()).toBe(2)
    company.at('2027-03-17T04:01:00Z')
    expect(await completed()).toBe(0)
  })
})

describe('each row', () => {
  test('has factors that add up to its score, in clean sentences', async () => {
    for (const url of ['', '?csm=ada', '?csm=ben@example.org']) {
      for (const { priorityScore, priorityFactors } of (await queue(url)).workflows) {
        const sum = priorityFactors.reduce((total, { contribution }) => total + toHundredths(contribution), 0)
        expect(sum).toBe(toHundredths(priorityScore))
        for (const { sentence } of priorityFactors)
          expect(sentence).toMatch(
            /^(?!.*(undefined|NaN|null|_|\d{4}-\d\d))[A-Z].*(adds|takes away) (nothing|[\d.]+)\.$/,
          )
      }
    }
  })

  test('shows the customer’s ARR as it was given, and says in the score what it is worth', async () => {
    const cedar = (await queue('?csm=ada')).workflows.find(({ customer }) => customer.name === 'cedar')
    expect(cedar?.customer).toMatchObject({ arr: 100_000, currency: 'EUR', renewalDate: '2027-06-23' })
    expect(cedar?.daysUntilRenewal).toBe(99)
    expect(cedar?.priorityFactors[1]?.sentence).toBe('ARR over $100,000 ($110,000 × 1.5) adds 22.5.')
  })
})
