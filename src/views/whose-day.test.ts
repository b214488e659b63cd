import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany } from '../../test/given-company.ts'
import { CSMS, givenDays } from '../../test/given-days.ts'
import type { TriedOrder } from './order.contract.ts'
import type { Today as TodayShape } from './today.contract.ts'

type Today = z.output<typeof TodayShape>

/** Nine in the morning of a Monday where the company is. */
const NOW = '2027-03-15T13:00:00Z'
const NOBODY = '01900000-0000-7000-8000-000000000001'

const db = await testDatabase({ now: new Date(NOW) })
const app = await testApp(db)

const world = await givenDays(db)

beforeEach(() => db.clock.set(new Date(NOW)))

async function todayOf(name: string, query = ''): Promise<Today> {
  const { status, body } = await read<Today>(app, await world.as(name), `/api/today${query}`)
  expect(status).toBe(200)
  return body
}

const refusalOf = async (name: string, query: string) =>
  read<{ detail: string }>(app, await world.as(name), `/api/today${query}`)

const names = ({ one, next }: Today): readonly string[] =>
  (one ? [one, ...next] : []).map(({ customer }) => customer.name)

describe('whose day', () => {
  const of = async (name: string) => `?person=${await world.personId(name)}`

  test('a CSM opens the own one, by name of it or without', async () => {
    expect(names(await todayOf('ada', await of('ada')))).toEqual(names(await todayOf('ada')))
    expect(await refusalOf('ada', await of('ben'))).toMatchObject({
      status: 403,
      body: { detail: 'Your own day is the one you can open. Managers can open everybody’s.' },
    })
  })

  test.each(['mo', 'vi'])(
    '%s, who has none, reads the first that has cards, and chooses among all CSMs',
    async (name) => {
      const first = await todayOf(name)
      expect(first).toMatchObject({ mine: false, person: { name: 'ada' } })
      expect(first.people.map((person) => person.name)).toEqual([...CSMS].sort())
      expect(first.people.find((person) => person.name === 'ben')?.cards).toBe(12)
      expect(await todayOf(name, await of('ben'))).toMatchObject({ mine: false, person: { name: 'ben' }, total: 12 })
      expect(await todayOf(name, await of(name))).toMatchObject({ mine: true, one: null })
    },
  )

  test('somebody of another company is nobody, with the same words as an unknown id', async () => {
    const other = await givenCompany(db)
    await other.import('users', [{ externalId: 'x', name: 'Xan', email: 'xan@example.org', role: 'csm' }])
    const foreign = await actsIn(other, db).personId('Xan')
    for (const name of ['ada', 'mo', 'vi']) {
      const answers = await Promise.all([foreign, NOBODY].map((id) => refusalOf(name, `?person=${id}`)))
      expect(answers.map(({ status }) => status)).toEqual([404, 404])
      expect(answers[0]?.body.detail).toBe(answers[1]?.body.detail)
    }
  })
})

describe('other weights', () => {
  const tried = async (name: string, weights: string, whose = name) => {
    const who = await world.as(name)
    return read<z.output<typeof TriedOrder>>(app, who, `/api/workflows/queue/order?csm=${whose}&weights=${weights}`)
  }

  test('change nothing that is kept', async () => {
    const rows = () => world.query(`select id, xmin::text, priority_score from workflow_executions order by id`)
    const before = await rows()
    expect((await tried('ada', 'arr:2.0,urgency:0')).status).toBe(200)
    expect(await rows()).toEqual(before)
  })

  test('left as they are give the order of the day as it is', async () => {
    const { body } = await tried('ada', '')
    const today = await todayOf('ada')
    const cards = [today.one, ...today.next]
    expect(body.cards).toEqual(
      cards.map((card, index) => ({
        executionId: card?.executionId,
        customer: card?.customer.name,
        score: card?.score,
        from: index + 1,
        to: index + 1,
      })),
    )
    expect(body.moved).toBe(0)
  })

  test('re-rank all cards, those not shown included', async () => {
    const { body } = await tried('ben', 'urgency:0.0')
    expect(body.cards).toHaveLength(12)
    expect(new Set(body.cards.map(({ score }) => score)).size).toBe(1)
    expect(body.cards.map(({ from }) => from)).toEqual(body.cards.map(({ to }) => to))
  })

  test.each(['arr', 'arr:', 'arr:15', 'arr:1.55', 'ARR:1.0', 'arr:-1', 'arr:1.0,', `${'a'.repeat(300)}:1`])(
    'are refused when they are written like %s',
    async (weights) => {
      expect((await tried('ada', weights)).status).toBe(400)
    },
  )

  test('are tried on anybody’s cards, as anybody’s queue is read', async () => {
    const ben = await world.personId('ben')
    for (const name of ['ada', 'mo', 'vi']) expect((await tried(name, '', ben)).body.cards).toHaveLength(12)
    expect((await tried('mo', '', NOBODY)).status).toBe(404)
  })
})
