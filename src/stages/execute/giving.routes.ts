import { askerAt } from '../../access/asker.store.ts'
import { may } from '../../access/policies.ts'
import { err, ok } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../../platform/http/route.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { ActRefusal } from '../../spine/execution-acts.store.ts'
import { giveExecutions, lastGiven, takeBackExecutions, type LastGiven } from '../../spine/execution-giving.store.ts'
import { GiveBackMany, ReassignMany } from './acts.contract.ts'
import { WHO_MAY_REASSIGN, type ExecutionDeps } from './desk.store.ts'
import { ownedExecutions } from './subject.store.ts'

/** Whoever leads gives many executions to somebody, and takes that back. */
export function givingRoutes(deps: Pick<ExecutionDeps, 'database' | 'clock'>): readonly Route[] {
  return [
    act(ReassignMany, deps.database, (tx, { body, caller }) => reassignMany(tx, deps, { ...body, caller })),
    act(GiveBackMany, deps.database, (tx, { body, caller }) => giveBackMany(tx, deps, { ...body, caller })),
  ]
}

type Deps = Pick<ExecutionDeps, 'clock'>
type Many = { readonly ids: readonly string[]; readonly caller: Caller }

/** Gives all of them or none, whoever has them now. */
async function reassignMany(tx: Tx, { clock }: Deps, { ids, to, caller }: Many & { readonly to: string }) {
  const unique = [...new Set(ids)]
  const owned = await ownedExecutions(tx, unique)
  if (owned.size < unique.length) return err(UNKNOWN)
  const now = clock.now()
  const { asker } = await askerAt(tx, caller, now)
  for (const execution of owned.values()) {
    if (may(asker, 'reassign', 'execution', execution)) continue
    const says = `${execution.title}: ${WHO_MAY_REASSIGN}`
    return err({ kind: 'forbidden' as const, says })
  }
  const answer = await giveExecutions(tx, unique, { to, actor: actorOf(caller), at: now })
  return answer.ok ? ok({ reassigned: answer.value }) : err(refusalFor(answer.refusal, owned))
}

const NOT_YOURS_TO_TAKE_BACK = 'It was not you who gave it to whom it is with. Give it to somebody instead.'

/** Takes all of them back or none. Whoever may have given it away, from whom it was with, may take it back. */
async function giveBackMany(tx: Tx, { clock }: Deps, { ids, caller }: Many) {
  const unique = [...new Set(ids)]
  const owned = await ownedExecutions(tx, unique)
  if (owned.size < unique.length) return err(UNKNOWN)
  const now = clock.now()
  const { asker } = await askerAt(tx, caller, now)
  const given = await lastGiven(tx, unique)
  const own = given.filter((each) => isBy(each, caller))
  if (own.length < unique.length) return err({ kind: 'conflict' as const, says: NOT_YOURS_TO_TAKE_BACK })
  const refused = own.some(
    ({ from, fromTeamId }) => !may(asker, 'reassign', 'execution', { ownerId: from, ownerTeamId: fromTeamId }),
  )
  if (refused) return err({ kind: 'forbidden' as const, says: WHO_MAY_REASSIGN })
  const answer = await takeBackExecutions(tx, own, { actor: actorOf(caller), at: now })
  return answer.ok ? ok({ givenBack: answer.value }) : err(refusalFor(answer.refusal, owned))
}

const isBy = ({ byId, byName }: LastGiven, { userId, name }: Caller): boolean =>
  userId === null ? byId === null && byName === name : byId === userId

type Named = Awaited<ReturnType<typeof ownedExecutions>>

function refusalFor(
  { code, reason, executionId }: ActRefusal & { readonly executionId?: string },
  owned: Named,
): Refusal {
  if (code === 'unknown') return UNKNOWN
  if (code === 'no-such-person') return { kind: 'unprocessable', says: reason }
  const inTheWay = owned.get(executionId ?? '')
  return { kind: 'conflict', says: inTheWay ? `${inTheWay.title} for ${inTheWay.customer}: ${reason}` : reason }
}
