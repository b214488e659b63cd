import { askerOf } from '../../access/asker.store.ts'
import { can, may, type Asker, type Owned } from '../../access/policies.ts'
import type { Actor } from '../../base/actor.ts'
import type { Clock } from '../../base/clock.ts'
import { dayIn, type Day } from '../../base/day.ts'
import type { Result } from '../../base/result.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import { actorOf, type Caller } from '../../platform/http/route.ts'
import type { Database, Tx } from '../../platform/postgres.ts'
import type { ActRefusal } from '../../spine/execution-acts.store.ts'
import type { Effect, ExecutionEvent } from '../../spine/execution.ts'
import type { WorkflowKind } from '../../spine/workflow-kind.ts'
import type { ExecutionRecord } from './executions.contract.ts'
import { executionById } from './executions.store.ts'
import { subjectOf, type Subject } from './subject.store.ts'

export type EndingEvent = Extract<ExecutionEvent, { action: 'complete' | 'close' | 'cancel' }>

/** What the routes of executions are given: what ends and what opens an execution concerns several stages, so the pipeline does it. */
export type ExecutionDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly finish: (
    tx: Tx,
    executionId: string,
    ending: {
      readonly customerId: string
      readonly event: EndingEvent
      readonly actor: Actor
      readonly version?: number
      readonly today: Day
      readonly nextStep: string | null
    },
  ) => Promise<Result<{ readonly effects: readonly Effect[] }, ActRefusal>>
  readonly openByHand: (
    tx: Tx,
    opening: {
      readonly customerId: string
      readonly kind: WorkflowKind
      readonly renewalId: string | null
      readonly reason: string | null
      readonly actor: Actor
      readonly actorId: string | null
      readonly today: Day
    },
  ) => Promise<
    Result<string, { readonly code: 'open'; readonly executionId: string } | { readonly code: 'no-renewal' }>
  >
}

/** An execution with somebody before it: who, on which day, and what they may do. */
export type Desk = {
  readonly subject: Subject
  readonly asker: Asker
  readonly actor: Actor
  readonly owned: Owned
  readonly today: Day
  readonly now: Date
}

/** Undefined: the caller's company has no such execution. */
export async function deskOf(
  tx: Tx,
  id: string,
  { caller, clock }: { readonly caller: Caller; readonly clock: Clock },
): Promise<Desk | undefined> {
  const subject = await subjectOf(tx, id)
  if (!subject) return undefined
  const now = clock.now()
  const today = dayIn(subject.timeZone, now)
  return {
    subject,
    asker: await askerOf(tx, caller, today),
    actor: actorOf(caller),
    owned: { ownerId: subject.ownerId, ownerTeamId: subject.ownerTeamId },
    today,
    now,
  }
}

export type Permission = 'start' | 'act' | 'escalate' | 'reassign' | 'comment'

export const WHO_MAY_REASSIGN = 'Who leads the team gives workflows to others.'

/** Why somebody may not do this to it, in a sentence; null: they may. */
export function forbiddenTo({ asker, owned, subject }: Desk, permission: Permission): string | null {
  if (may(asker, permission, 'execution', owned)) return null
  if (asker.role === 'viewer') return 'Viewers read and comment.'
  if (permission === 'reassign') return WHO_MAY_REASSIGN
  return `It is ${subject.ownerName ?? 'somebody else'}’s. Its owner, whoever covers for them, and their manager may do this.`
}

/** The execution as it is now, with what the person may do to it. */
export async function recordOf(tx: Tx, { subject, asker, owned, today }: Desk): Promise<ExecutionRecord> {
  const record = await executionById(tx, subject.id, today)
  if (!record) throw new Error('An execution that was found is there')
  return { ...record, can: [...can(asker, 'execution', owned)] }
}

/** The refusal of an act in the words of HTTP; a conflict carries the execution as it is now. */
export async function refusalOf(tx: Tx, desk: Desk, { code, reason }: ActRefusal): Promise<Refusal> {
  switch (code) {
    case 'unknown':
      return UNKNOWN
    case 'no-such-person':
      return { kind: 'unprocessable', says: reason }
    case 'not-allowed-now':
    case 'changed-meanwhile':
      return { kind: 'conflict', says: reason, more: { current: await recordOf(tx, desk) } }
  }
}
