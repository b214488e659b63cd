import { dayIn, isoDay } from '../../base/day.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Refusal } from '../../platform/http/problem.contract.ts'
import type { Tx } from '../../platform/postgres.ts'
import { writeRuleTasks } from '../../spine/task.store.ts'
import type { SnoozeBody } from './acts.contract.ts'
import type { Desk } from './desk.store.ts'
import { morningOf, passedBy, returnsOn } from './snooze.ts'

// Beyond that it is no putting off any more.
const LONGEST_MS = 731 * 86_400_000

export type PutOff = { readonly until: Date; readonly reason: string; readonly passes?: string }

const no = (says: string): Result<PutOff, Refusal> => err({ kind: 'unprocessable', says })

/** Until when something is put off, and which date of the renewal that passes; refused where it passes one without saying so. */
export function putOff({ subject, now, today }: Desk, body: SnoozeBody): Result<PutOff, Refusal> {
  if ((body.until === undefined) === (body.for === undefined))
    return no('Say when it returns: either `until` an instant, or `for` so many days.')
  const { ownerTimeZone: zone, ownerWorkingDays: working } = subject
  const until =
    body.for === undefined
      ? new Date(body.until ?? '')
      : morningOf(returnsOn(body.for, dayIn(zone, now), working), zone)
  if (until.getTime() - now.getTime() > LONGEST_MS) return no('Nothing is put off for more than two years.')
  if (until <= now) return ok({ until, reason: body.reason })
  const dates = [subject.decisionDate, subject.renewalDate]
  const passes = passedBy(dayIn(subject.timeZone, until), { today, dates })
  if (passes === null) return ok({ until, reason: body.reason })
  if (!body.pastRenewal) {
    const what = passes === subject.renewalDate ? 'the renewal' : 'the last day to decide'
    return no(
      `It would return after ${what} on ${isoDay(passes)}. If that is meant, say so with \`pastRenewal\`; the manager will see the reason.`,
    )
  }
  return ok({ until, reason: body.reason, passes: isoDay(passes) })
}

/** Tells whoever leads the owner that something was put off beyond the renewal, and why. */
export async function tellManager(
  tx: Tx,
  { subject, actor, today }: Desk,
  { until, reason, passes }: PutOff,
): Promise<void> {
  if (passes === undefined) return
  await writeRuleTasks(tx, [
    {
      ruleKey: `past-renewal:${subject.id}:${until.toISOString()}`,
      customerId: subject.customerId,
      renewalId: subject.renewalId,
      executionId: subject.id,
      title: `${subject.title} for ${subject.customer} was put off beyond ${passes}: ${reason}`,
      dueOn: today,
      assignedTo: subject.leadId,
      createdBy: actor.name,
    },
  ])
}
