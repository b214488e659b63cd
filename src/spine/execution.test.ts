import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transition } from './execution.ts'
import type { Execution, ExecutionEvent, ExecutionState } from './execution.ts'
import { transitionVector } from './execution-vector.ts'
import type { TransitionVector } from './execution-vector.ts'
import type { StepState } from './step.ts'

const vectors = JSON.parse(readFileSync(new URL('vectors/execution-states.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly TransitionVector[]
}

const AT = new Date('2027-03-15T09:00:00Z')
const LATER = new Date('2027-03-17T09:00:00Z')

const step = (id: string, status: StepState['status']): StepState => ({
  id,
  required: true,
  status,
  snoozedUntil: null,
})

const running = (...steps: readonly StepState[]): Execution => ({
  state: { status: 'in_progress', startedAt: AT },
  steps,
})

const waiting: Execution = { state: { status: 'pending', startedAt: null }, steps: [] }

const nextOf = (run: Execution, event: ExecutionEvent): Execution => {
  const answer = transition(run, event)
  if (!answer.ok) throw new Error(answer.refusal.reason)
  return answer.value.next
}

describe('the states of executions and steps', () => {
  it.each(vectors.cases)('$kind $state (started $started, in $execution): $action gives $next', (row) => {
    expect(transitionVector(row)).toBe(row.next)
  })
})

describe('an execution', () => {
  it('completes when every required step is completed or skipped', () => {
    const run = running(step('a', 'completed'), step('b', 'skipped'), { ...step('c', 'not_started'), required: false })
    expect(nextOf(run, { action: 'complete', at: LATER, outcome: { status: 'success' } }).state.status).toBe(
      'completed',
    )
  })

  it('stays in progress with a snoozed step, and says what is left', () => {
    const answer = transition(running(step('a', 'completed'), step('b', 'snoozed')), {
      action: 'complete',
      at: LATER,
      outcome: { status: 'success' },
    })
    expect(answer).toMatchObject({
      ok: true,
      value: { next: { state: { status: 'in_progress' } }, effects: [{ kind: 'left', stepIds: ['b'] }] },
    })
  })

  it('is closed by the rules even when nobody began it, with the outcome and a rest', () => {
    const answer = transition(waiting, { action: 'close', at: LATER, outcome: { status: 'signed' } })
    expect(answer).toMatchObject({
      ok: true,
      value: { next: { state: { status: 'completed', completedAt: LATER, outcome: { status: 'signed' } } } },
    })
    expect(answer.ok && answer.value.effects).toContainEqual({ kind: 'rest', reason: 'completed' })
  })

  it('is withdrawn only while nobody began it', () => {
    expect(nextOf(waiting, { action: 'withdraw', at: LATER }).state).toMatchObject({
      status: 'cancelled',
      reason: 'withdrawn',
    })
    expect(transition(running(), { action: 'withdraw', at: LATER })).toMatchObject({ ok: false })
  })

  it('keeps when it was begun through snoozing, escalating and resuming', () => {
    const snoozed = nextOf(running(), { action: 'snooze', at: AT, until: LATER, reason: 'finance decides' })
    const escalated = nextOf(snoozed, { action: 'escalate', at: AT, to: null, reason: 'no answer' })
    expect(nextOf(escalated, { action: 'resume', at: LATER }).state).toEqual({ status: 'in_progress', startedAt: AT })
  })

  it('is not snoozed into the past', () => {
    expect(transition(waiting, { action: 'snooze', at: LATER, until: AT, reason: '' })).toMatchObject({ ok: false })
  })

  it.each([
    ['not-relevant', 'not-relevant'],
    ['bad-data', 'bad-data'],
    ['duplicate', 'cancelled'],
  ] as const)('cancelled as %s rests as %s', (reason, rests) => {
    const answer = transition(waiting, { action: 'cancel', at: LATER, reason })
    expect(answer.ok && answer.value.effects).toContainEqual({ kind: 'rest', reason: rests })
  })
})

const event = fc.constantFrom<ExecutionEvent>(
  { action: 'start', at: AT },
  { action: 'snooze', at: AT, until: LATER, reason: 'later' },
  { action: 'resume', at: AT },
  { action: 'escalate', at: AT, to: 'm1', reason: 'help' },
  { action: 'reassign', at: AT, to: 'u2' },
  { action: 'cancel', at: AT, reason: 'other' },
  { action: 'complete', at: AT, outcome: { status: 'success' } },
  { action: 'supersede', at: AT, by: 'e2' },
  { action: 'close', at: AT, outcome: { status: 'signed' } },
  { action: 'withdraw', at: AT },
)

const isOver = (state: ExecutionState): boolean => ['completed', 'cancelled', 'superseded'].includes(state.status)

describe('whatever happens to an execution', () => {
  it('what is over stays over, what was begun stays begun, and a superseded one never was', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let run = waiting
        for (const happens of events) {
          const answer = transition(run, happens)
          if (isOver(run.state)) expect(answer.ok).toBe(false)
          if (!answer.ok) {
            expect(answer.refusal.reason).toMatch(/\.$/)
            continue
          }
          const { next } = answer.value
          if (run.state.startedAt !== null) expect(next.state.startedAt).toEqual(run.state.startedAt)
          if (next.state.status === 'superseded') expect(run.state.startedAt).toBeNull()
          run = next
        }
      }),
    )
  })
})
