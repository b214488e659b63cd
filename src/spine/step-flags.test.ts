import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runsOf } from '../../test/given-acts.ts'
import { givenExecutions } from '../../test/given-executions.ts'
import type { ExecutionEvent } from './execution.ts'
import type { StepEvent } from './step.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const runs = runsOf(given, db.clock)
const { inTx } = given

const STEPS = ['assess-risk', 'find-cause', 'draft-plan', 'draft-outreach'] as const

type Act =
  | { readonly on: 'execution'; readonly event: ExecutionEvent }
  | { readonly on: (typeof STEPS)[number]; readonly event: StepEvent }

const later = fc.integer({ min: -1, max: 90 }).map((days) => new Date(db.clock.now().getTime() + days * 86_400_000))
const stepEvent = fc.oneof(
  fc
    .constantFrom('begin', 'complete', 'complete', 'resume', 'reopen', 'skip', 'escalate')
    .map((action) => runs.stepEvent(action)),
  later.map((until): StepEvent => ({ action: 'snooze', until, reason: 'waits' })),
)
const executionEvent = fc
  .constantFrom('start', 'snooze', 'resume', 'resume', 'escalate', 'reassign', 'complete', 'cancel')
  .map((action) => runs.event(action))
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ on: fc.constantFrom(...STEPS), event: stepEvent }) },
  { weight: 1, arbitrary: fc.record({ on: fc.constant('execution' as const), event: executionEvent }) },
)

const perform = (id: string, act: Act) =>
  act.on === 'execution' ? runs.act(id, act.event) : runs.actOnStep(id, act.on, act.event)

describe('the flags of an execution', () => {
  it('are those of its steps after any sequence of acts, and a refused act changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { minLength: 4, maxLength: 16 }), async (acts) => {
        const id = await runs.inState('in_progress', { started: true })
        let before = await runs.read(id)
        for (const act of acts) {
          const answer = await perform(id, act)
          const after = await runs.read(id)
          expect(after.flags).toEqual(after.flagsOfSteps)
          if (!answer.ok) expect(after).toEqual(before)
          else if (after.run.version === before.run.version) expect(act.event.action).toBe('complete')
          else expect(after.actions).toHaveLength(before.actions.length + 1)
          if (after.run.status === 'completed') expect(after.flags).toMatchObject({ snoozed: false, percentage: 100 })
          if (before.run.status === 'completed' || before.run.status === 'cancelled') expect(answer.ok).toBe(false)
          before = after
        }
      }),
      { numRuns: 30 },
    )
  })

  const write = (sql: string, id: string): Promise<unknown> => db.owner.query(sql, [id])
  const begun = () => runs.inState('in_progress', { started: true })
  const told = async (id: string) => {
    const { flags, flagsOfSteps } = await runs.read(id)
    expect(flags).toEqual(flagsOfSteps)
    return flags
  }

  it.each([
    [
      'several steps at once',
      `update workflow_step_states set status = 'completed' where execution_id = $1 and step_index < 3`,
      { percentage: 75 },
    ],
    [
      'a step that is not required',
      `update workflow_step_states set required = false, status = 'completed' where execution_id = $1 and step_index = 0`,
      { percentage: 0 },
    ],
    [
      'no step that is required',
      `update workflow_step_states set required = false where execution_id = $1`,
      { percentage: 100 },
    ],
    [
      'the earliest of several that are put off',
      `update workflow_step_states set status = 'snoozed', snoozed_until = timestamptz '2027-04-01T00:00:00Z' - step_index * interval '1 day' where execution_id = $1`,
      { snoozed: true, nextDue: '2027-03-29T00:00:00+00:00' },
    ],
    [
      'one of three done: never rounded up',
      `update workflow_step_states set required = step_index < 3, status = case step_index when 0 then 'skipped' else status end where execution_id = $1`,
      { percentage: 33 },
    ],
  ])('follow %s, whoever writes it', async (_what, sql, expected) => {
    const id = await begun()
    await write(sql, id)
    expect(await told(id)).toMatchObject(expected)
  })

  it('follow steps that go, down to the last', async () => {
    const id = await begun()
    await write(
      `update workflow_step_states set status = 'snoozed', snoozed_until = now() where execution_id = $1 and step_index = 0`,
      id,
    )
    await write('delete from workflow_step_states where execution_id = $1 and step_index > 0', id)
    expect(await told(id)).toMatchObject({ snoozed: true, percentage: 0 })
    await write('delete from workflow_step_states where execution_id = $1', id)
    expect(await told(id)).toEqual({ snoozed: false, nextDue: null, percentage: 0 })
  })

  it('follow a step that is moved, on both sides', async () => {
    const [from, to] = [await begun(), await given.execution()]
    await write(`update workflow_step_states set status = 'completed' where execution_id = $1 and step_index = 0`, from)
    await db.owner.query(
      'update workflow_step_states set execution_id = $2 where execution_id = $1 and step_index = 0',
      [from, to],
    )
    expect(await told(from)).toMatchObject({ percentage: 0 })
    expect(await told(to)).toMatchObject({ percentage: 100 })
  })

  it('are of each execution alone when one statement writes the steps of several', async () => {
    const [one, other] = [await begun(), await begun()]
    await inTx((tx) =>
      tx.run(
        `update workflow_step_states set status = case execution_id when $1 then 'completed' else 'skipped' end where execution_id in ($1, $2) and (execution_id = $1 or step_index = 0)`,
        [one, other],
      ),
    )
    expect(await told(one)).toMatchObject({ percentage: 100 })
    expect(await told(other)).toMatchObject({ percentage: 25 })
  })

  it('are not written when nothing about them has changed', async () => {
    const id = await begun()
    const written = () =>
      db.owner.query<{ xmin: string }>('select xmin::text from workflow_executions where id = $1', [id])
    const before = (await written()).rows
    await write(`update workflow_step_states set result = '{"typed":"something"}' where execution_id = $1`, id)
    expect((await written()).rows).toEqual(before)
  })
})
