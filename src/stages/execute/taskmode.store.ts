import { dayIn, isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { beginningOf } from './beginning.store.ts'
import { recordOf, type Desk } from './desk.store.ts'
import { draftsOf } from './drafts.store.ts'
import { historyOf } from './executions.store.ts'
import { morningOf, returnsOn, SNOOZES } from './snooze.ts'
import type { TaskMode } from './taskmode.contract.ts'

const MOST_HISTORY = 500
const MOST_COLLEAGUES = 200

/** Everything that the full screen needs. */
export async function taskModeOf(tx: Tx, desk: Desk): Promise<TaskMode> {
  const { subject, today } = desk
  const { context, composition } = await beginningOf(tx, desk)
  const colleagues = await colleaguesOf(tx)
  return {
    execution: await recordOf(tx, desk),
    today: isoDay(today),
    minutes: subject.minutes,
    stage: context.workflow.stage,
    arr: { amount: context.customer.arr, currency: context.customer.currency },
    renewal: clockOf(desk),
    takenAt: context.takenAt,
    composition,
    drafts: await draftsOf(tx, subject.id),
    ...(await saidAndDone(tx, subject.id, new Map(colleagues.map(({ id, name }) => [id, name])))),
    snoozes: snoozesOf(desk),
    lead: subject.leadId === null ? null : { id: subject.leadId, name: subject.leadName ?? '' },
    colleagues: colleagues.filter(({ id }) => id !== desk.asker.id),
  }
}

/** The date that counts today: the last day to give notice while it is to come, else the renewal's. */
function clockOf({ subject: { decisionDate, renewalDate }, today }: Desk): TaskMode['renewal'] {
  const told = (date: Day, kind: 'renewal' | 'decision') => ({ date: isoDay(date), days: date - today, kind })
  if (decisionDate !== null && decisionDate >= today && decisionDate !== renewalDate)
    return told(decisionDate, 'decision')
  return renewalDate === null ? null : told(renewalDate, 'renewal')
}

const MOVING = new Set(['begin', 'complete', 'snooze', 'skip', 'escalate', 'resume', 'reopen'])

/** Of each step the last act that moved it, and all comments in their order. */
async function saidAndDone(
  tx: Tx,
  executionId: string,
  names: ReadonlyMap<string, string>,
): Promise<Pick<TaskMode, 'lastActs' | 'comments'>> {
  const entries = await historyOf(tx, executionId, { before: null, limit: MOST_HISTORY })
  const lastActs = new Map<string, TaskMode['lastActs'][number]>()
  const comments: TaskMode['comments'] = []
  for (const { id, action, stepId, reason, detail, by, at } of entries) {
    if (stepId === null) continue
    if (action === 'comment') comments.unshift({ id, stepId, text: reason ?? '', by: by.name, at })
    if (!MOVING.has(action) || lastActs.has(stepId)) continue
    const to = typeof detail['to'] === 'string' ? (names.get(detail['to']) ?? null) : null
    lastActs.set(stepId, { stepId, action, at, by: by.name, to, reason })
  }
  return { lastActs: [...lastActs.values()], comments }
}

/** Everybody active: to be told of something needs no right to work on it. */
const colleaguesOf = (tx: Tx): Promise<TaskMode['colleagues']> =>
  tx.rows(`select id, name from users where active order by name, id limit $1`, [MOST_COLLEAGUES])

function snoozesOf({ subject, now }: Desk): TaskMode['snoozes'] {
  const { ownerTimeZone: zone, ownerWorkingDays: working } = subject
  const here = dayIn(zone, now)
  return SNOOZES.map((choice) => ({
    for: choice,
    returnsAt: morningOf(returnsOn(choice, here, working), zone).toISOString(),
  }))
}
