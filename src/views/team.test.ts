import { beforeEach, describe, expect, test } from 'vitest'
import { createUser } from '../access/users.store.ts'
import { isoDay } from '../base/day.ts'
import { ask, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { actsIn, type Acts } from '../../test/given-company-acts.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany, type GivenCompany } from '../../test/given-company.ts'
import type { Team, TeamPerson } from './team.contract.ts'

/** Nine in the morning of a Monday in Berlin. */
const NOW = '2027-03-15T08:00:00Z'

const db = await testDatabase({ now: new Date(NOW) })
const app = await testApp(db)
let company: GivenCompany
let acts: Acts

/** Two CSMs with a few customers each, whoever leads them, and a reader. */
beforeEach(async () => {
  db.clock.set(new Date(NOW))
  company = await givenCompany(db, 'Europe/Berlin')
  acts = actsIn(company, db)
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
    { externalId: 'vi', name: 'Vi Lunt', email: 'vi@example.org', role: 'viewer' },
  ])
  await givenBook(company, {
    alder: { renewsIn: 5 },
    birch: { renewsIn: 20 },
    cedar: { renewsIn: 40, owner: 'ben' },
    elm: { renewsIn: 9 },
  })
  await company.run('scheduled')
  await company.query(`update users set capacity = 2 where name = 'Ada Quill'`)
})

const teamOf = async (name = 'Mo Tarn', query = ''): Promise<Team> => {
  const { status, body } = await read<Team>(app, await acts.as(name), `/api/team${query}`)
  expect(status).toBe(200)
  return body
}
const person = ({ people }: Team, name: string): TeamPerson | undefined => people.find((each) => each.name === name)

describe('a team', () => {
  test('shows each CSM with the load against the capacity, and what is open, most pressing first', async () => {
    const team = await teamOf()
    expect(team.people.map(({ name }) => name)).toEqual(['Ada Quill', 'Ben Oake'])
    const ada = person(team, 'Ada Quill')
    expect(ada).toMatchObject({ capacity: 2, inProgress: 0, open: 3, late: 0, escalated: 0, oldestOn: '2027-03-15' })
    expect(ada?.cards.map(({ customer }) => customer.name)).toEqual(['alder', 'elm', 'birch'])
    expect(ada?.cards[0]).toMatchObject({ stage: 'emergency', days: 5, late: false, status: 'pending', counts: true })
    expect(ada?.dueThisWeek).toBe(ada?.cards.filter(({ counts }) => counts).length)
  })

  test('sends of each the first ten and counts the others; all where they are asked for', async () => {
    await givenBook(
      company,
      Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`oak ${String(at)}`, { renewsIn: 5 }])),
    )
    await company.run('by-hand')
    const few = person(await teamOf(), 'Ada Quill')
    expect([few?.open, few?.cards.length]).toEqual([12, 10])
    const all = person(await teamOf('Mo Tarn', `?whole=nobody,${few?.id ?? ''}`), 'Ada Quill')
    expect(all?.cards).toHaveLength(12)
    expect(all?.cards.slice(0, 10)).toEqual(few?.cards)
    const [first] = all?.cards ?? []
    await company.query(`update workflow_executions set assigned_to = null where assigned_to = $1 and id <> $2`, [
      few?.id,
      first?.executionId,
    ])
    expect((await teamOf()).unowned).toMatchObject({ open: 11, cards: { length: 10 } })
    expect((await teamOf('Mo Tarn', '?whole=nobody')).unowned).toMatchObject({ open: 11, cards: { length: 11 } })
    expect((await read(app, await acts.as('Mo Tarn'), '/api/team?whole=ada')).status).toBe(400)
  })

  test('proposes whom to give what where somebody is over capacity', async () => {
    await company.query(`update users set capacity = 1 where name = 'Ada Quill'`)
    const team = await teamOf()
    const ada = person(team, 'Ada Quill')
    const over = (ada?.dueThisWeek ?? 0) - 1
    expect(over).toBeGreaterThan(0)
    const [proposal] = team.proposals
    expect(proposal).toMatchObject({ from: { name: 'Ada Quill' }, to: { name: 'Ben Oake' }, over })
    expect(proposal?.executionIds).toHaveLength(over)
    expect(proposal?.executionIds).not.toContain(ada?.cards[0]?.executionId)
    await company.query(`update users set capacity = 15 where name = 'Ada Quill'`)
    expect((await teamOf()).proposals).toEqual([])
  })

  test('counts what is past its day as late, and shows it first', async () => {
    const birch = await acts.executionOf('birch')
    await company.query(`update workflow_executions set due_at = '2027-03-10' where id = $1`, [birch])
    const ada = person(await teamOf(), 'Ada Quill')
    expect(ada).toMatchObject({ late: 1 })
    expect(ada?.cards[0]).toMatchObject({ customer: { name: 'birch' }, late: true, dueOn: '2027-03-10' })
  })

  test('names what was handed up: to whom, why and since when', async () => {
    const cedar = await acts.executionOf('cedar')
    const mo = await acts.personId('Mo Tarn')
    const ben = await acts.as('Ben Oake')
    await ask(app, ben, {
      method: 'POST',
      url: `/api/workflows/${cedar}/escalate`,
      body: { to: mo, reason: 'Legal is silent' },
    })
    const { escalations } = await teamOf()
    expect(escalations).toMatchObject([
      {
        executionId: cedar,
        step: null,
        customer: { name: 'cedar' },
        owner: { name: 'Ben Oake' },
        to: { name: 'Mo Tarn' },
        reason: 'Legal is silent',
        by: 'Ben Oake',
        at: '2027-03-15T08:00:00.000Z',
      },
    ])
    expect(escalations[0]?.can).toContain('act')
    const manager = await acts.as('Mo Tarn')
    await ask(app, manager, { method: 'POST', url: `/api/workflows/${cedar}/resume` })
    expect((await teamOf()).escalations).toEqual([])
  })

  test('names single steps that were handed up', async () => {
    const cedar = await acts.executionOf('cedar')
    const ben = await acts.as('Ben Oake')
    await ask(app, ben, { method: 'POST', url: `/api/workflows/${cedar}/start` })
    const [step] = await company.query<{ id: string }>(
      'select step_id as id from workflow_step_states where execution_id = $1 order by step_index limit 1',
      [cedar],
    )
    const url = `/api/workflows/${cedar}/steps/${step?.id ?? ''}`
    await ask(app, ben, { method: 'POST', url: `${url}/escalate`, body: { reason: 'No answer' } })
    expect((await teamOf()).escalations).toMatchObject([
      { executionId: cedar, step: { id: step?.id }, reason: 'No answer' },
    ])
    await ask(app, ben, { method: 'POST', url: `${url}/resume` })
    expect((await teamOf()).escalations).toEqual([])
  })

  test('counts what was finished today and the minutes that were told with it', async () => {
    const cedar = await acts.executionOf('cedar')
    const ben = await acts.as('Ben Oake')
    await ask(app, ben, { method: 'POST', url: `/api/workflows/${cedar}/start` })
    const steps = await company.query<{ id: string }>(
      'select step_id as id from workflow_step_states where execution_id = $1 order by step_index',
      [cedar],
    )
    for (const { id } of steps) {
      const url = `/api/workflows/${cedar}/steps/${id}/complete`
      await ask(app, ben, { method: 'POST', url, body: { duration: 150 } })
    }
    await ask(app, ben, { method: 'POST', url: `/api/workflows/${cedar}/complete` })
    expect(person(await teamOf(), 'Ben Oake')).toMatchObject({
      completedToday: 1,
      minutesToday: Math.round((steps.length * 150) / 60),
      open: 0,
      oldestOn: null,
    })
    company.at('2027-03-15T23:30:00Z')
    expect(person(await teamOf(), 'Ben Oake')).toMatchObject({ completedToday: 0, minutesToday: 0 })
  })

  test('counts why things were put off in four weeks, the same words once', async () => {
    const ada = await acts.as('Ada Quill')
    const putOff = async (customer: string, reason: string) =>
      ask(app, ada, {
        method: 'POST',
        url: `/api/workflows/${await acts.executionOf(customer)}/snooze`,
        body: { for: '1 day', reason, pastRenewal: true },
      })
    await putOff('alder', 'Waiting for legal')
    await putOff('elm', ' waiting for Legal ')
    await putOff('birch', 'No answer')
    expect((await teamOf()).snoozes).toEqual({
      total: 3,
      reasons: [
        { reason: 'Waiting for legal', count: 2 },
        { reason: 'No answer', count: 1 },
      ],
    })
    company.at('2027-04-20T08:00:00Z')
    expect((await teamOf()).snoozes).toEqual({ total: 0, reasons: [] })
  })

  test('says who is away, until when, and who covers', async () => {
    const today = company.today()
    const [ada, ben] = [await acts.personId('Ada Quill'), await acts.personId('Ben Oake')]
    await ask(app, await acts.as('Mo Tarn'), {
      method: 'POST',
      url: `/api/members/${ada}/absences`,
      body: { from: isoDay(today + 2), to: isoDay(today + 4), coverId: ben },
    })
    const soon = { from: '2027-03-17', to: '2027-03-19', cover: { name: 'Ben Oake' } }
    expect(person(await teamOf(), 'Ada Quill')?.away).toMatchObject({ ...soon, now: false })
    company.at('2027-03-18T08:00:00Z')
    expect(person(await teamOf(), 'Ada Quill')?.away).toMatchObject({ ...soon, now: true })
    expect(person(await teamOf(), 'Ben Oake')?.away).toBeNull()
  })

  test('shows what nobody has, which a manager may give away', async () => {
    const elm = await acts.executionOf('elm')
    await company.query('update workflow_executions set assigned_to = null, assigned_because = $2 where id = $1', [
      elm,
      'nobody',
    ])
    const { unowned } = await teamOf()
    expect(unowned).toMatchObject({ open: 1, cards: [{ customer: { name: 'elm' } }] })
    expect(unowned.cards[0]?.can).toContain('reassign')
  })

  test('is the manager’s own, where he has one, and another’s or everybody’s where it is asked for', async () => {
    const east = await createUser(db, { companyId: company.id, name: 'Eli East', role: 'manager', team: 'East' })
    const who = { companyId: company.id, userId: east.id }
    const { body } = await read<Team>(app, who, '/api/team')
    expect(body).toMatchObject({ team: { name: 'East' }, people: [] })
    const everybody = await read<Team>(app, who, '/api/team?team=all')
    expect(everybody.body.team).toBeNull()
    expect(everybody.body.people).toHaveLength(2)
    expect(everybody.body.people.flatMap(({ cards }) => cards).every(({ can }) => !can.includes('reassign'))).toBe(true)
    const unknown = await read(app, who, '/api/team?team=01900000-0000-7000-8000-000000000001')
    expect(unknown.status).toBe(404)
  })

  test('may be read by a viewer, who can do nothing, and not by a CSM', async () => {
    const seen = await teamOf('Vi Lunt')
    expect(seen.people).toHaveLength(2)
    expect(seen.people.flatMap(({ cards }) => cards).every(({ can }) => !can.includes('act'))).toBe(true)
    expect((await read(app, await acts.as('Ada Quill'), '/api/team')).status).toBe(403)
  })
})
