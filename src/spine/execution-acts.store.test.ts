import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runsOf } from '../../test/given-acts.ts'
import { givenExecutions } from '../../test/given-executions.ts'
import type { TransitionVector } from './execution-vector.ts'
import { actOnExecution, actOnStep } from './execution-acts.store.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const runs = runsOf(given, db.clock)
const { inTx, actor } = given

const vectors = JSON.parse(readFileSync(new URL('vectors/execution-states.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly TransitionVector[]
}
const executionVectors = vectors.cases.flatMap((row) => (row.kind === 'execution' ? [row] : []))
const stepVectors = vectors.cases.flatMap((row) => (row.kind === 'step' ? [row] : []))

const STEPS = ['assess-risk', 'find-cause', 'draft-plan', 'draft-outreach']

describe('every line of the table of states, in the database', () => {
  it.each(executionVectors)('$state (begun: $started), $action: $next', async ({ state, started, action, next }) => {
    const id = await runs.inState(state, { started, stepsDone: action === 'complete' })
    const before = await runs.read(id)
    const answer = await runs.act(id, runs.event(action))
    const after = await runs.read(id)
    if (next === '409') {
      expect(answer).toMatchObject({
        ok: false,
        refusal: { code: 'not-allowed-now', reason: expect.stringMatching(/\.$/) as string },
      })
      expect(after).toEqual(before)
      return
    }
    expect(answer.ok).toBe(true)
    expect(after.run).toMatchObject({ status: next, version: before.run.version + 1 })
    expect(after.actions).toEqual([...before.actions, action].sort())
    expect(after.audited).toEqual([...before.audited, `${action} execution`].sort())
    expect(after.flags).toEqual(after.flagsOfSteps)
  })

  it.each(stepVectors)(
    'a step $state of one $execution, $action: $next',
    async ({ state, execution, action, next }) => {
      const id = await runs.inState(execution, {
        started: execution !== 'pending' && execution !== 'superseded',
        step: state,
      })
      const before = await runs.read(id)
      const answer = await runs.actOnStep(id, 'find-cause', runs.stepEvent(action))
      const after = await runs.read(id)
      if (next === '409') {
        expect(answer).toMatchObject({
          ok: false,
          refusal: { code: 'not-allowed-now', reason: expect.stringMatching(/\.$/) as string },
        })
        expect(after).toEqual(before)
        return
      }
      expect(answer).toEqual({ ok: true, value: next })
      expect(after.steps.find((step) => step.id === 'find-cause')?.status).toBe(next)
      expect(after.actions).toEqual([...before.actions, action].sort())
      expect(after.audited).toEqual([...before.audited, `${action} step`].sort())
      expect(after.run.version).toBe(before.run.version + 1)
      expect(after.flags).toEqual(after.flagsOfSteps)
    },
  )
})

const accepted = (answers: readonly { readonly ok: boolean }[]): number => answers.filter(({ ok }) => ok).length

describe('twenty people at once', () => {
  const twenty = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, work))

  it('complete one step: one of them does, the others hear why not, and there is one row of history', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const answers = await twenty(() => runs.actOnStep(id, 'find-cause', { action: 'complete' }))
    expect(accepted(answers)).toBe(1)
    for (const answer of answers)
      if (!answer.ok)
        expect(answer.refusal).toEqual({
          code: 'not-allowed-now',
          reason: 'This step is completed, so it cannot be completed.',
        })
    const { actions, audited } = await runs.read(id)
    expect(actions.filter((action) => action === 'complete')).toHaveLength(1)
    expect(audited.filter((action) => action === 'complete step')).toHaveLength(1)
  })

  it('begin one execution: it is begun once, with each step once', async () => {
    const id = await given.execution()
    expect(accepted(await twenty(() => runs.act(id, runs.event('start'))))).toBe(1)
    const { steps, actions } = await runs.read(id)
    expect(steps.map((step) => step.id)).toEqual(STEPS)
    expect(actions).toEqual(['start'])
  })

  it('complete different steps: all of them do, and it is done to the hundredth', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const answers = await Promise.all(STEPS.map((step) => runs.actOnStep(id, step, { action: 'complete' })))
    expect(accepted(answers)).toBe(STEPS.length)
    expect((await runs.read(id)).flags).toEqual({ snoozed: false, nextDue: null, percentage: 100 })
  })

  it('saw the same version: the first changes it, and the others are told to look again', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const { version } = (await runs.read(id)).run
    const answers = await Promise.all(STEPS.map((step) => runs.actOnStep(id, step, { action: 'complete' }, version)))
    expect(accepted(answers)).toBe(1)
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe('changed-meanwhile')
    expect((await runs.read(id)).run.version).toBe(version + 1)
  })
})

describe('an act', () => {
  it('on what was changed since it was looked at changes nothing', async () => {
    const id = await given.execution()
    const before = await runs.read(id)
    const answer = await runs.act(id, runs.event('start'), before.run.version + 1)
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'changed-meanwhile' } })
    expect(await runs.read(id)).toEqual(before)
    expect((await runs.act(id, runs.event('start'), before.run.version)).ok).toBe(true)
  })

  it('to complete with steps left changes nothing, and says what is left', async () => {
    const id = await runs.inState('in_progress', { started: true })
    await runs.actOnStep(id, 'assess-risk', { action: 'complete' })
    await runs.actOnStep(id, 'find-cause', runs.stepEvent('snooze'))
    const before = await runs.read(id)
    expect(await runs.act(id, runs.event('complete'))).toMatchObject({
      ok: true,
      value: { effects: [{ kind: 'left', stepIds: ['find-cause', 'draft-plan', 'draft-outreach'] }] },
    })
    expect(await runs.read(id)).toEqual(before)
  })

  it('is state, history and audit trail together or nothing of them', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const before = await runs.read(id)
    const work = inTx(async (tx) => {
      await actOnStep(tx, id, { stepId: 'find-cause', event: { action: 'complete' }, actor, at: db.clock.now() })
      await actOnExecution(tx, id, { event: runs.event('escalate'), actor })
      throw new Error('the server went away')
    })
    await expect(work).rejects.toThrow('the server went away')
    expect(await runs.read(id)).toEqual(before)
  })

  it.each([
    ['of an unknown execution', '01a2031c-56a4-7da7-87f5-14a9dd01d243', 'find-cause'],
    ['of an unknown step', undefined, 'no-such-step'],
  ])('%s is refused as unknown', async (_what, unknownId, stepId) => {
    const id = unknownId ?? (await runs.inState('in_progress', { started: true }))
    expect(await runs.actOnStep(id, stepId, { action: 'complete' })).toMatchObject({
      ok: false,
      refusal: { code: 'unknown' },
    })
    if (unknownId)
      expect(await runs.act(id, runs.event('start'))).toMatchObject({ ok: false, refusal: { code: 'unknown' } })
  })

  it('on another company’s execution is refused as one on an unknown one', async () => {
    const others = await givenExecutions(db)
    const id = await runs.inState('in_progress', { started: true })
    const before = await runs.read(id)
    const theirs = runsOf(others, db.clock)
    for (const answer of [
      await theirs.act(id, runs.event('cancel')),
      await theirs.actOnStep(id, 'find-cause', { action: 'complete' }),
    ])
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'unknown' } })
    expect(await runs.read(id)).toEqual(before)
  })

  it('keeps who did it, when, why, until when and to whom', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const until = new Date('2027-03-17T09:00:00Z')
    await runs.actOnStep(id, 'find-cause', { action: 'snooze', until, reason: 'finance decides' })
    await runs.actOnStep(id, 'draft-plan', { action: 'escalate', to: given.manager, reason: 'no answer' })
    await runs.act(id, { action: 'escalate', at: db.clock.now(), to: given.manager, reason: 'they want to leave' })
    const rows = await inTx((tx) =>
      tx.rows(
        `select step_index as step, action, reason, detail, performed_by as by, performed_by_name as name, performed_at as at
           from workflow_step_actions where execution_id = $1 and action <> 'start' order by step_index nulls last`,
        [id],
      ),
    )
    const act = { by: given.csm, name: 'Ida Nord', at: db.clock.now() }
    expect(rows).toEqual([
      { ...act, step: 1, action: 'snooze', reason: 'finance decides', detail: { until: until.toISOString() } },
      { ...act, step: 2, action: 'escalate', reason: 'no answer', detail: { to: given.manager } },
      { ...act, step: null, action: 'escalate', reason: 'they want to leave', detail: { to: given.manager } },
    ])
  })

  it('does not put a step off into the past', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const answer = await runs.actOnStep(id, 'find-cause', { action: 'snooze', until: db.clock.now(), reason: 'later' })
    expect(answer).toMatchObject({
      ok: false,
      refusal: {
        code: 'not-allowed-now',
        reason: 'The time to come back to it has already passed.',
      },
    })
  })

  it('that gives it to somebody else says by whom', async () => {
    const id = await given.execution()
    await runs.act(id, { action: 'reassign', at: db.clock.now(), to: given.manager })
    expect((await runs.read(id)).run).toMatchObject({
      assigned_to: given.manager,
      assigned_because: 'by Ida Nord',
      status: 'pending',
    })
  })

  it('that replaces it says by what', async () => {
    const [id, by] = [await given.execution(), await given.execution()]
    await runs.act(id, { action: 'supersede', at: db.clock.now(), by })
    expect((await runs.read(id)).run).toMatchObject({
      status: 'superseded',
      superseded_by: by,
      closed_because: 'superseded',
    })
  })

  it('that ends it keeps the outcome and its word', async () => {
    const [closed, cancelled] = [await given.execution(), await given.execution()]
    const outcome = { status: 'done elsewhere', note: 'by phone, "yes"; {{name}}' }
    await runs.act(closed, { action: 'close', at: db.clock.now(), outcome })
    await runs.act(cancelled, { action: 'cancel', at: db.clock.now(), reason: 'bad-data' })
    expect((await runs.read(closed)).run).toMatchObject({
      status: 'completed',
      outcome,
      closed_because: 'done elsewhere',
    })
    expect((await runs.read(cancelled)).run).toMatchObject({
      status: 'cancelled',
      outcome: { status: 'bad-data' },
      completed_at: null,
    })
  })
})

describe('the steps of an execution', () => {
  const define = (workflowId: string, version: number, steps: readonly string[]) =>
    inTx((tx) =>
      tx.run(
        `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, target_minutes, definition)
         values (app.company_id(), $1, $2, 'company', '', 'Ours', 'opportunity', 5, $3)`,
        [workflowId, version, JSON.stringify({ steps: steps.map((id) => ({ id, name: id })) })],
      ),
    )
  const stepsOfBegun = async (id: string): Promise<readonly string[]> => {
    await runs.act(id, runs.event('start'))
    return (await runs.read(id)).steps.map((step) => step.id)
  }
  const opportunity = { workflowId: 'in-band-opportunity', family: 'opportunity' } as const

  it('are those of the definition that it was opened with, also when there is a newer one when it is begun', async () => {
    await define(opportunity.workflowId, 1, ['first', 'second'])
    const older = await given.execution({ ...opportunity, leadingSteps: ['assess-risk', 'second'] })
    await define(opportunity.workflowId, 2, ['only'])
    const newer = await given.execution(opportunity)
    expect(await stepsOfBegun(older)).toEqual(['assess-risk', 'first', 'second'])
    expect(await stepsOfBegun(newer)).toEqual(['only'])
    expect((await runs.read(older)).run.total_steps).toBe(3)
    expect((await runs.read(newer)).run.total_steps).toBe(1)
  })

  it('are done already where the older execution that folds under it did them, with their results', async () => {
    const customerId = await given.customer()
    const older = await given.execution({ customerId })
    await runs.act(older, runs.event('start'))
    await runs.actOnStep(older, 'assess-risk', { action: 'complete' })
    await runs.actOnStep(older, 'draft-plan', { action: 'skip', reason: 'not now' })
    await inTx((tx) =>
      tx.run(`update workflow_step_states set result = '{"risk":"high"}' where execution_id = $1 and step_index = 0`, [
        older,
      ]),
    )
    const newer = await given.execution()
    await inTx((tx) => tx.run('update workflow_executions set folded_under = $2 where id = $1', [older, newer]))
    await runs.act(newer, runs.event('start'))
    const { steps, flags, flagsOfSteps } = await runs.read(newer)
    expect(steps.map(({ status, result }) => [status, result])).toEqual([
      ['completed', { risk: 'high' }],
      ['not_started', null],
      ['not_started', null],
      ['not_started', null],
    ])
    expect(flags).toEqual({ snoozed: false, nextDue: null, percentage: 25 })
    expect(flags).toEqual(flagsOfSteps)
  })
})
