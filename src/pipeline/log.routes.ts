import type { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { day } from '../base/day.ts'
import { err, ok, type Result } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { ruleTaskId, takeBackRuleTask, writeRuleTasks } from '../spine/task.store.ts'
import { noteProgress } from '../stages/ingest/customer-progress.store.ts'
import { logEngagement, loggedEngagement, takeBackLogged } from '../stages/ingest/logged.store.ts'
import { LogEngagement, MOST_MINUTES_TO_UNDO, TakeBackLogged, type MOODS } from './log.contract.ts'
import { anew, beginning, heard, type Acting } from './on-customer.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

// On the scale of what is read from tickets: clearly one or the other, and not the extreme.
const SENTIMENT: Readonly<Record<(typeof MOODS)[number], number>> = { good: 0.6, mixed: 0, bad: -0.6 }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MOST_DAYS_BACK = 30

const NOT_THEN: Refusal = {
  kind: 'unprocessable',
  says: `What is logged was within the last ${String(MOST_DAYS_BACK)} days. An import takes what is older.`,
}
const NOT_YOURS: Refusal = { kind: 'forbidden', says: 'Only who logged it takes it back.' }
const TOO_LATE: Refusal = {
  kind: 'conflict',
  says: `What was logged more than ${String(MOST_MINUTES_TO_UNDO)} minutes ago stays. Log what is right beside it.`,
}

/** The unplanned half of the day: what was said is logged in a moment, looked at in the same transaction, and taken back as quickly. */
export const logRoutes = ({ database, clock }: Deps): readonly Route[] => [
  act(LogEngagement, database, async (tx, { params, body, caller }) => {
    const begun = await beginning(tx, { caller, clock, customerId: params.id, action: 'act' })
    if (!begun.ok) return begun
    const acting = begun.value
    const at = momentOf(body.at, acting)
    if (!at.ok) return at
    const logged = await log(tx, acting, { body, at: at.value, byId: caller.userId })
    return ok({ ...(await anew(tx, acting, 'logged')), ...logged })
  }),
  act(TakeBackLogged, database, async (tx, { params, caller }) => {
    const begun = await beginning(tx, { caller, clock, customerId: params.id, action: 'act' })
    if (!begun.ok) return begun
    const { actor, now, customerId } = begun.value
    const { engagementId: id } = params
    const logged = await loggedEngagement(tx, customerId, id)
    if (!logged) return err(UNKNOWN)
    if (logged.by !== (actor.id ?? actor.name)) return err(NOT_YOURS)
    if (now.getTime() - logged.loggedAt.getTime() > MOST_MINUTES_TO_UNDO * MINUTE_MS) return err(TOO_LATE)
    const promised = await takeBackRuleTask(tx, taskKey(id))
    await takeBackLogged(tx, { customerId, id, promised: promised ?? null })
    await heard(tx, begun.value, { action: 'take-back-log', detail: { engagement: id, kind: logged.kind } })
    return ok(await anew(tx, begun.value, 'logged'))
  }),
]

const taskKey = (engagementId: string): string => `logged:${engagementId}`

function momentOf(asked: string | undefined, { now }: Acting): Result<Date, Refusal> {
  const at = asked === undefined ? now : new Date(asked)
  const ago = now.getTime() - at.getTime()
  // A clock that goes a little ahead is no wish to log what has not been.
  if (ago < -5 * MINUTE_MS || ago > MOST_DAYS_BACK * DAY_MS) return err(NOT_THEN)
  return ok(at)
}

type Logging = { readonly body: z.output<typeof LogEngagement.body>; readonly at: Date; readonly byId: string | null }

async function log(tx: Tx, acting: Acting, { body, at, byId }: Logging) {
  const { customerId, ownerId, actor } = acting
  const { kind, line, mood, nextStep } = body
  const twoWay = kind !== 'note' && body.reached
  const sentiment = mood === undefined ? null : SENTIMENT[mood]
  const id = await logEngagement(tx, { customerId, kind, at, line, twoWay, sentiment, actor })
  await noteProgress(tx, customerId, { at, nextStep: nextStep?.title ?? null })
  if (nextStep) {
    const dueOn = nextStep.dueOn === undefined ? null : day(nextStep.dueOn)
    await writeRuleTasks(tx, [
      {
        ruleKey: taskKey(id),
        customerId,
        renewalId: null,
        executionId: null,
        title: nextStep.title,
        dueOn,
        assignedTo: byId ?? ownerId,
        createdBy: actor.name,
      },
    ])
  }
  const taskId = nextStep ? await ruleTaskId(tx, taskKey(id)) : null
  await heard(tx, acting, { action: 'log', detail: { engagement: id, kind, task: taskId } })
  return { engagement: { id, kind, at: at.toISOString() }, taskId }
}
