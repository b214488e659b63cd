import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk, type Asking } from '../../../test/given-desk.ts'
import { cookieOf } from '../../../test/app.ts'
import type { Draft, TaskMode } from './taskmode.contract.ts'

const START = new Date('2027-03-15T09:00:00Z')
const db = await testDatabase({ now: START })
const desk = await givenDesk(db)
const { given, runs } = desk
const colleague = await desk.person('Cleo Lund', 'csm')
const viewer = await desk.person('Vera Blick', 'viewer')
beforeEach(() => {
  db.clock.set(START)
})

const NOBODY = '01a2031c-56a4-7da7-87f5-14a9dd01d243'
const show = async (id: string, who: Asking = given.csm): Promise<TaskMode> =>
  (await desk.get<TaskMode>(`/api/workflows/${id}/taskmode`, who)).body
const begun = (): Promise<string> => runs.inState('in_progress', { started: true })

/** Begun by the act itself, with everything that goes with it. */
async function started(): Promise<string> {
  const id = await given.execution()
  expect((await desk.post(`/api/workflows/${id}/start`)).status).toBe(200)
  return id
}

const textOf = ({ composition }: TaskMode): string =>
  composition.steps.flatMap(({ chat }) => chat.opening.flatMap(({ parts }) => parts.map(({ text }) => text))).join(' ')

async function save(id: string, stepId: string, body: object, userId = given.csm) {
  const reply = await desk.app.inject({
    method: 'PUT',
    url: `/api/workflows/${id}/drafts/${stepId}`,
    headers: { cookie: cookieOf({ companyId: given.companyId, userId }) },
    payload: body,
  })
  return { status: reply.statusCode, body: reply.json<Draft & { draft?: Draft; detail?: string }>() }
}

describe('the full screen of an execution', () => {
  it('comes with one reply: steps, what they say and show, and what may be done', async () => {
    const id = await started()
    const { execution, composition, minutes, today, lead, colleagues, snoozes, drafts } = await show(id)
    expect(execution).toMatchObject({ id, status: 'in_progress', currentStep: 'assess-risk' })
    expect(composition.steps.map((step) => step.id)).toEqual(execution.steps.map((step) => step.id))
    expect(execution.can).toContain('act')
    expect({ minutes, today, drafts }).toEqual({ minutes: 30, today: '2027-03-15', drafts: [] })
    expect(lead?.id).toBe(given.manager)
    expect(colleagues.map(({ name }) => name)).toEqual(['Cleo Lund', 'Mia Lead', 'Vera Blick'])
    expect(snoozes).toEqual([
      { for: '1 day', returnsAt: '2027-03-16T09:00:00.000Z' },
      { for: '2 days', returnsAt: '2027-03-17T09:00:00.000Z' },
      { for: '1 week', returnsAt: '2027-03-22T09:00:00.000Z' },
    ])
    expect(textOf({ composition } as TaskMode)).toContain('Good morning, Ida.')
  })

  it('keeps the facts and the words of its beginning, whatever changes afterwards', async () => {
    const id = await started()
    const before = await show(id)
    await desk.rows(`update customers set name = 'Renamed', arr = 1 where id = $1 returning id`, [
      before.execution.customer.id,
    ])
    db.clock.set(new Date('2027-03-16T19:00:00Z'))
    const after = await show(id)
    expect(after.composition).toEqual(before.composition)
    expect(after.takenAt).toBe('2027-03-15T09:00:00.000Z')
    expect(after.today).toBe('2027-03-16')
    expect(after.execution.customer.name).toBe('Renamed')
  })

  it('can be looked at before it is begun, and keeps nothing then', async () => {
    const id = await given.execution()
    const early = await show(id)
    expect(early.execution.status).toBe('pending')
    expect(early.composition.steps).toHaveLength(4)
    await desk.rows(`update customers set name = 'Otherwise' where id = $1 returning id`, [early.execution.customer.id])
    expect(textOf(await show(id))).toContain('Otherwise')
    const [row] = await desk.rows<{ kept: boolean }>(
      'select composition is not null or context_data is not null as kept from workflow_executions where id = $1',
      [id],
    )
    expect(row?.kept).toBe(false)
  })

  it('is kept too where an execution is opened and begun in one', async () => {
    const customerId = await given.customer()
    const { body } = await desk.post('/api/workflows', { customerId, workflowId: 'health-check', start: true })
    const [row] = await desk.rows<{ kept: boolean }>(
      'select composition is not null and context_data is not null as kept from workflow_executions where id = $1',
      [body['id']],
    )
    expect(row?.kept).toBe(true)
  })

  it('tells the last act of each step, and what was said', async () => {
    const id = await started()
    const act = (path: string, body?: object) => desk.post(`/api/workflows/${id}/steps/${path}`, body)
    await act('assess-risk/complete')
    await act('find-cause/snooze', { for: '2 days', reason: 'Waits for finance' })
    await act('draft-plan/escalate', { to: given.manager, reason: 'Needs a decision' })
    await act('draft-outreach/skip', { reason: 'They called' })
    await act('draft-outreach/reopen')
    await act('find-cause/comment', { text: 'First' })
    await act('find-cause/comment', { text: 'Second' })
    const { lastActs, comments, execution } = await show(id)
    expect(new Map(lastActs.map(({ stepId, action, to, reason }) => [stepId, [action, to, reason]]))).toEqual(
      new Map([
        ['assess-risk', ['complete', null, null]],
        ['find-cause', ['snooze', null, 'Waits for finance']],
        ['draft-plan', ['escalate', 'Mia Lead', 'Needs a decision']],
        ['draft-outreach', ['reopen', null, null]],
      ]),
    )
    expect(comments.map(({ stepId, text, by }) => [stepId, text, by])).toEqual([
      ['find-cause', 'First', 'Ida Nord'],
      ['find-cause', 'Second', 'Ida Nord'],
    ])
    expect(execution.nextDueStepDate).toBe('2027-03-17T09:00:00.000Z')
  })

  it('speaks to a program as it speaks to whoever has the execution', async () => {
    const id = await given.execution()
    expect(textOf(await show(id, await desk.key('manager')))).toContain('Good morning, Ida.')
  })

  it('is read by everybody and acted on by who may', async () => {
    const id = await started()
    expect((await show(id, viewer)).execution.can).not.toContain('act')
    expect((await show(id, colleague)).execution.can).not.toContain('act')
    expect((await desk.get(`/api/workflows/${NOBODY}/taskmode`)).status).toBe(404)
  })

  it('makes a task with its day of every next step that is left', async () => {
    const id = await started()
    for (const step of ['assess-risk', 'find-cause', 'draft-plan', 'draft-outreach'])
      await desk.post(`/api/workflows/${id}/steps/${step}/complete`)
    const nextSteps = [{ title: 'Call again', dueOn: '2027-03-18' }, { title: 'Some day' }, 'As words']
    const { body } = await desk.post(`/api/workflows/${id}/complete`, { outcomes: { nextSteps } })
    expect(body).toMatchObject({
      completed: true,
      execution: { outcome: { nextSteps: ['Call again', 'Some day', 'As words'] } },
    })
    expect(
      await desk.rows('select title, due_on::text as due from tasks where execution_id = $1 order by title', [id]),
    ).toEqual([
      { title: 'As words', due: null },
      { title: 'Call again', due: '2027-03-18' },
      { title: 'Some day', due: null },
    ])
  })
})

describe('what is typed in a step', () => {
  it('is kept as it is, whatever it looks like', async () => {
    const id = await begun()
    const data = { chat: ['why'], seconds: 12, panels: { notes: { text: '{{x}} "\\u0000" =cmd|x <b>é</b>\n😀' } } }
    const saved = await save(id, 'assess-risk', { data, version: 0 })
    expect(saved).toMatchObject({ status: 200, body: { stepId: 'assess-risk', version: 1, savedBy: 'Ida Nord' } })
    expect(saved.body.data).toEqual(data)
    expect((await show(id)).drafts).toEqual([saved.body])
  })

  it('goes on from what was kept, and is refused from anything older, with the newer', async () => {
    const id = await begun()
    await save(id, 'assess-risk', { data: { a: 1 }, version: 0 })
    expect((await save(id, 'assess-risk', { data: { a: 2 }, version: 1 }, given.manager)).body.version).toBe(2)
    for (const version of [0, 1, 3]) {
      const { status, body } = await save(id, 'assess-risk', { data: { a: 9 }, version })
      expect([status, body.draft?.data, body.draft?.version]).toEqual([409, { a: 2 }, 2])
      expect(body.detail).toBe('Mia Lead changed this meanwhile.')
    }
  })

  it('by twenty at once is kept once; the others are shown what was kept', async () => {
    const id = await begun()
    await save(id, 'find-cause', { data: { who: 'before' }, version: 0 })
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, who) => save(id, 'find-cause', { data: { who }, version: 1 })),
    )
    const [kept, ...others] = replies.filter(({ status }) => status === 200)
    expect(others).toEqual([])
    const refused = replies.filter(({ status }) => status === 409)
    expect(refused).toHaveLength(19)
    for (const { body } of refused) expect(body.draft?.data).toEqual(kept?.body.data)
  })

  it('is kept for the end as well, which is no step', async () => {
    const id = await begun()
    expect((await save(id, 'closing', { data: { outcome: 'success' }, version: 0 })).status).toBe(200)
  })

  it.each([
    ['an unknown step', 'no-such-step', { data: {}, version: 0 }, 404],
    ['no version', 'assess-risk', { data: {} }, 400],
    ['a list', 'assess-risk', { data: [], version: 0 }, 400],
    ['more than a draft can hold', 'assess-risk', { data: { long: 'x'.repeat(100_001) }, version: 0 }, 400],
    ['a version that never was', 'assess-risk', { data: {}, version: 4 }, 409],
  ])('is refused for %s', async (_what, step, body, status) => {
    expect((await save(await begun(), step, body)).status).toBe(status)
  })

  it('by somebody who may not act is refused and changes nothing', async () => {
    const id = await begun()
    for (const who of [colleague, viewer])
      expect((await save(id, 'assess-risk', { data: {}, version: 0 }, who)).status).toBe(403)
    expect((await show(id)).drafts).toEqual([])
  })

  it('is refused when the workflow is over', async () => {
    const id = await begun()
    await desk.post(`/api/workflows/${id}/cancel`, { reason: 'other' })
    expect((await save(id, 'assess-risk', { data: {}, version: 0 })).status).toBe(409)
  })

  it('has a row in the audit trail for each person and sitting, however often it is saved', async () => {
    const id = await begun()
    const trail = () =>
      desk.rows<{ actor: string; step: string }>(
        `select actor_name as actor, detail ->> 'step' as step from audit_log
          where object_id = $1 and action = 'save-draft' order by at, id`,
        [id],
      )
    const begin = db.clock.now()
    const at = (minutes: number) => db.clock.set(new Date(begin.getTime() + minutes * 60_000))
    await save(id, 'assess-risk', { data: { a: 1 }, version: 0 })
    at(29)
    await save(id, 'assess-risk', { data: { a: 2 }, version: 1 })
    at(58)
    await save(id, 'find-cause', { data: { a: 3 }, version: 0 })
    expect(await trail()).toEqual([{ actor: 'Ida Nord', step: 'assess-risk' }])
    await save(id, 'find-cause', { data: { a: 4 }, version: 1 }, given.manager)
    at(89)
    await save(id, 'find-cause', { data: { a: 5 }, version: 2 })
    expect(await trail()).toEqual([
      { actor: 'Ida Nord', step: 'assess-risk' },
      { actor: 'Mia Lead', step: 'find-cause' },
      { actor: 'Ida Nord', step: 'find-cause' },
    ])
    db.clock.set(begin)
  })

  it('has a row in the audit trail, without the words', async () => {
    const id = await begun()
    await save(id, 'assess-risk', { data: { secret: 'of the customer' }, version: 0 })
    const rows = await desk.rows<{ detail: object; actor: string }>(
      `select detail, actor_name as actor from audit_log where object_id = $1 and action = 'save-draft'`,
      [id],
    )
    expect(rows).toEqual([{ detail: { step: 'assess-risk', version: 1 }, actor: 'Ida Nord' }])
  })
})
