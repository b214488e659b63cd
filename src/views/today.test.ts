import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany } from '../../test/given-company.ts'
import { CSMS, HOSTILE, givenDays } from '../../test/given-days.ts'
import type { Today as TodayShape } from './today.contract.ts'

type Today = z.output<typeof TodayShape>

/** Nine in the morning of a Monday where the company is. */
const NOW = '2027-03-15T13:00:00Z'
const TOMORROW = '2027-03-16T13:00:00Z'

const db = await testDatabase({ now: new Date(NOW) })
const app = await testApp(db)

const world = await givenDays(db)

beforeEach(() => db.clock.set(new Date(NOW)))

async function todayOf(name: string, query = ''): Promise<Today> {
  const { status, body } = await read<Today>(app, await world.as(name), `/api/today${query}`)
  expect(status).toBe(200)
  return body
}

const names = ({ one, next }: Today): readonly string[] =>
  (one ? [one, ...next] : []).map(({ customer }) => customer.name)

describe('the order of the day', () => {
  test('the most urgent is the one thing, the others follow by score', async () => {
    const today = await todayOf('ada')
    expect(names(today)).toEqual(['alder', 'cedar', 'birch'])
    expect(today).toMatchObject({ day: '2027-03-15', mine: true, total: 3, people: [], upcoming: null, back: [] })
    expect(today.company).toMatchObject({ currency: 'USD' })
    expect(today.partOfDay, 'where the company is').toBe('morning')
    expect(today.one).toMatchObject({
      workflow: { title: 'Emergency Renewal', family: 'renewal' },
      stage: 'emergency',
      status: 'pending',
      isNew: false,
      moved: null,
      late: false,
      why: { first: 'The contract ends on Saturday and nothing is agreed.', short: 'Nothing is agreed' },
      renewal: { date: '2027-03-20', days: 5, kind: 'renewal' },
      arr: { amount: 80_000, currency: 'USD', plan: 'manage' },
      usageChange: 0,
    })
    const scores = [today.one, ...today.next].map((card) => card?.score ?? 0)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(new Date(today.readAt ?? 0).getTime()).toBeGreaterThan(0)
  })

  test('it greets by the clock of whoever works in a zone of his own', async () => {
    await db.owner.query(`update users set time_zone = 'Asia/Tokyo' where external_id = 'ben'`)
    expect((await todayOf('ben')).partOfDay).toBe('evening')
    await db.owner.query(`update users set time_zone = null where external_id = 'ben'`)
  })

  test('ten cards are shown and the others counted', async () => {
    const today = await todayOf('ben')
    expect([names(today).length, today.total]).toEqual([10, 12])
  })

  test('it holds until the next run although a score has risen since', async () => {
    await world.query(`update workflow_executions set priority_score = 900 where id = $1`, [
      await world.executionOf('far cleo'),
    ])
    expect(names(await todayOf('cleo'))).toEqual(['near cleo', 'far cleo'])
  })

  test('what came since the run is new and stands behind what was seen first', async () => {
    await world.query(
      `update daily_summaries set cards = (select json_agg(card) from json_array_elements(cards) card where card->>'executionId' = $1)
        where user_id = $2`,
      [await world.executionOf('far dov'), await world.personId('dov')],
    )
    const today = await todayOf('dov')
    expect(names(today)).toEqual(['far dov', 'near dov'])
    expect(today.one?.isNew).toBe(false)
    expect(today.next[0]).toMatchObject({ isNew: true, moved: null })
  })

  test('a day without its run keeps yesterday’s order, counts one day less, and repeats no news', async () => {
    await world.query(
      `update daily_summaries set done_for_you = '[{"customer": "fir", "says": "was closed"}]',
              cards = (select json_agg((card::jsonb || '{"isNew": true, "moved": {"from": 4, "to": 1, "because": "risk", "by": 9}}')::json)
                         from json_array_elements(cards) card)
        where user_id = $1`,
      [await world.personId('eve')],
    )
    const before = await todayOf('eve')
    expect(before.one).toMatchObject({ isNew: true, moved: 'Up from 4: risk rose', renewal: { days: 40 } })
    expect(before.doneForYou).toEqual([{ customer: 'fir', says: 'was closed' }])
    world.at(TOMORROW)
    const today = await todayOf('eve')
    expect(names(today)).toEqual(['near eve', 'far eve'])
    expect(today).toMatchObject({ day: '2027-03-16', doneForYou: [] })
    expect(today.one).toMatchObject({ isNew: false, moved: null, renewal: { days: 39 } })
  })

  test('a summary that nobody can read any more is no order, and no failure', async () => {
    await world.query(
      `update daily_summaries set cards = '[7, {"executionId": 3}, null]', done_for_you = '{}' where user_id = $1`,
      [await world.personId('max')],
    )
    expect(await todayOf('max')).toMatchObject({ total: 2, doneForYou: [], one: { isNew: false } })
  })

  test('a card that is past its day is late', async () => {
    const id = await world.executionOf('near hana')
    await world.query(`update workflow_executions set due_at = '2027-03-15' where id = $1`, [id])
    expect((await todayOf('hana')).one).toMatchObject({ executionId: id, dueOn: '2027-03-15', late: false })
    world.at(TOMORROW)
    expect((await todayOf('hana')).one?.late).toBe(true)
  })

  test('the day is the company’s: at half past eleven at night it is still Monday there', async () => {
    world.at('2027-03-16T03:30:00Z')
    expect((await todayOf('ada')).day).toBe('2027-03-15')
    world.at('2027-03-16T04:00:00Z')
    expect((await todayOf('ada')).day).toBe('2027-03-16')
  })
})

describe('what leaves the day at once, without a run', () => {
  test('what was given to somebody else: it is his, and new', async () => {
    const id = await world.executionOf('near finn')
    await world.act(id, { action: 'reassign', to: await world.personId('nia') })
    expect(names(await todayOf('finn'))).toEqual(['far finn'])
    const nia = await todayOf('nia')
    expect([names(nia), nia.one?.isNew]).toEqual([['near finn'], true])
  })

  test('what is put off leaves and stands among the snoozed; the day after, it is what comes next', async () => {
    const [near, far] = [await world.executionOf('near gil'), await world.executionOf('far gil')]
    await world.act(near, { action: 'snooze', until: new Date('2027-03-18T02:00:00Z'), reason: 'later' })
    const today = await todayOf('gil')
    expect(names(today)).toEqual(['far gil'])
    expect(today.snoozed).toMatchObject([
      { customer: 'near gil', until: '2027-03-18T02:00:00.000Z', steps: expect.any(Array) as unknown },
    ])
    expect(today.upcoming).toBeNull()
    await world.act(far, { action: 'escalate', to: await world.personId('mo'), reason: 'too big' })
    const empty = await todayOf('gil')
    expect(empty).toMatchObject({ one: null, next: [], total: 0 })
    expect(empty.escalated).toMatchObject([{ customer: 'far gil', to: 'mo' }])
    // Ten in the evening of the 17th where the company is.
    expect(empty.upcoming).toEqual({ on: '2027-03-17', customer: 'near gil', workflow: 'Contract finalization' })
    await world.act(near, { action: 'resume' })
    expect(names(await todayOf('gil'))).toEqual(['near gil'])
  })

  test('what is done is told as done, by whom it was done', async () => {
    const [near, far] = [await world.executionOf('near jo'), await world.executionOf('far jo')]
    await world.act(near, { action: 'close', outcome: { status: 'done elsewhere' } })
    await world.query(
      `update workflow_executions set status = 'completed', completed_at = app.now(), closed_at = app.now(), closed_because = 'signed',
              outcome = '{"status": "signed", "because": [{"code": "renewal-closed", "value": "signed"}]}' where id = $1`,
      [far],
    )
    const today = await todayOf('jo')
    expect(today).toMatchObject({ one: null, total: 0 })
    expect(today.doneToday).toEqual([{ customer: 'near jo', says: 'contract finalization' }])
    world.at(TOMORROW)
    expect((await todayOf('jo')).doneToday).toEqual([])
  })

  test('a card’s other workflows fold under it by their titles, and lead when it is done', async () => {
    const before = await todayOf('ivo')
    expect(before).toMatchObject({ total: 1, one: { workflow: { title: 'Urgent ticket' } } })
    expect(before.one?.folded).toEqual(['Risk before a renewal', 'Contract finalization'])
    expect(before.one?.why).toEqual({
      first: 'An urgent ticket was opened.',
      rest: 'Usage fell 94% in four weeks and nobody has spoken with them for 200 days.',
      short: 'An urgent ticket was opened',
    })
    await world.act(before.one?.executionId ?? '', { action: 'close', outcome: { status: 'done elsewhere' } })
    const after = await todayOf('ivo')
    expect(after).toMatchObject({
      total: 1,
      one: { workflow: { title: 'Risk before a renewal' }, isNew: false, folded: ['Contract finalization'] },
    })
  })
})

describe('a step that was put off', () => {
  test('is back on the day that it is due, at whatever hour, and before the others that waited less', async () => {
    const [first, second] = [await world.executionOf('near kim'), await world.executionOf('far kim')]
    for (const id of [first, second]) await world.act(id, { action: 'start' })
    const snooze = (id: string, stepId: string, until: string) =>
      world.step(id, stepId, { action: 'snooze', until: new Date(until), reason: 'later' })
    // Eleven in the evening of the 15th where the company is, and midnight: the 16th.
    await snooze(first, 'confirm-terms', '2027-03-16T03:00:00Z')
    await snooze(first, 'prepare-paper', '2027-03-16T04:00:00Z')
    await snooze(second, 'value-recap', '2027-03-15T14:00:00Z')
    const today = await todayOf('kim')
    expect(today.back).toMatchObject([
      { customer: 'far kim', workflow: 'Standard renewal', step: 'Recap the value', dueAt: '2027-03-15T14:00:00.000Z' },
      { customer: 'near kim', step: 'Confirm the terms' },
    ])
    expect(Object.fromEntries(today.active.map(({ customer, steps }) => [customer, steps.join(' ')]))).toEqual({
      'near kim': 'open snoozed snoozed open',
      'far kim': 'open snoozed open open',
    })
    world.at(TOMORROW)
    expect((await todayOf('kim')).back).toHaveLength(3)
    await world.step(first, 'confirm-terms', { action: 'complete' })
    await world.step(second, 'value-recap', { action: 'resume' })
    expect((await todayOf('kim')).back).toMatchObject([{ step: 'Prepare the paper' }])
    await world.act(first, { action: 'close', outcome: { status: 'done elsewhere' } })
    expect((await todayOf('kim')).back).toEqual([])
  })
})

describe('what we know and since when', () => {
  test('a source that has gone silent is named, with its age', async () => {
    expect((await todayOf('kit')).sources).toContainEqual({
      name: 'Usage',
      newestOn: '2027-03-10',
      daysOld: 5,
      stale: true,
    })
    expect((await todayOf('ada')).sources).toMatchObject([
      { name: 'Usage', newestOn: '2027-03-14', daysOld: 1, stale: false },
      { name: 'Meetings and calls', newestOn: '2027-03-08', daysOld: 7, stale: false },
    ])
  })

  test('a weekend is no silence: on Monday the Friday is fresh', async () => {
    const age = async (iso: string) => {
      world.at(iso)
      return (await todayOf('ada')).sources[0]
    }
    expect(await age('2027-03-17T13:00:00Z')).toMatchObject({ daysOld: 3, stale: false })
    expect(await age('2027-03-18T13:00:00Z')).toMatchObject({ daysOld: 4, stale: true })
  })

  test('a name is text, whatever it says', async () => {
    expect(names(await todayOf('lea'))).toContain(HOSTILE)
  })

  test('a contract that renews by itself counts to its last day to give notice, and says so', async () => {
    const card = (await todayOf('lea')).one
    expect(card).toMatchObject({
      customer: { name: 'notice' },
      renewal: { kind: 'decision', date: '2027-04-14', days: 30 },
      why: { first: 'Notice is possible for 30 more days, and nothing is agreed.' },
    })
  })
})

describe('a person for whom there is nothing', () => {
  test('reads an empty day', async () => {
    expect(await todayOf('oda')).toMatchObject({
      one: null,
      next: [],
      total: 0,
      back: [],
      active: [],
      snoozed: [],
      escalated: [],
      doneToday: [],
      doneForYou: [],
      sources: [],
      upcoming: null,
    })
  })

  test('reads an empty day in a company that has never run', async () => {
    const young = await givenCompany(db)
    await young.import('users', [{ externalId: 'u', name: 'Uma Pell', email: 'uma@example.org', role: 'csm' }])
    const who = await actsIn(young, db).as('Uma Pell')
    const { body } = await read<Today>(app, who, '/api/today')
    expect(body).toMatchObject({ one: null, readAt: null, day: '2027-03-15', person: { name: 'Uma Pell' } })
  })
})

test('no text of any day holds a code, an id, a date of machines or a hole', async () => {
  const text: string[] = []
  const collect = (value: unknown, key = ''): void => {
    if (
      typeof value === 'string' &&
      ['first', 'rest', 'short', 'says', 'title', 'moved', 'workflow', 'step'].includes(key)
    )
      text.push(value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? key : name)
  }
  for (const name of CSMS) collect(await todayOf(name))
  expect(text.length).toBeGreaterThan(100)
  for (const said of text)
    expect(said).not.toMatch(/undefined|NaN|null|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}|[a-z]_[a-z]|\.\.$/)
})
