import { userByEmail } from '../src/access/users.store.ts'
import type { Actor } from '../src/base/actor.ts'
import type { Day } from '../src/base/day.ts'
import type { Result } from '../src/base/result.ts'
import type { Database, Tx } from '../src/platform/postgres.ts'
import { actOnExecution, actOnStep, stepsOfExecution } from '../src/spine/execution-acts.store.ts'
import { cardsOf } from '../src/stages/queue/card.ts'
import { openEntriesOf } from '../src/stages/queue/queue.store.ts'
import { DEFAULT_PRIORITY } from '../src/stages/prioritize/prioritize.defaults.ts'
import { personNamed } from './people.ts'
import type { CompanyStory, UnderWay } from './story.ts'

const MS_PER_DAY = 86_400_000

export type WorkScene = {
  /** The day on which they did it. */
  readonly day: Day
  readonly database: Database
  readonly companyId: string
  /** When the people did it. */
  readonly at: Date
  readonly now: Date
}

/** People begin what the story says they were in the middle of: the card of that customer, by the real operations. */
export async function beginWork(company: CompanyStory, scene: WorkScene): Promise<void> {
  for (const work of company.underWay ?? []) {
    const { email } = personNamed(company, work.person)
    await scene.database.withCompany(scene.companyId, (tx) => beginOne(tx, work, { ...scene, email }))
  }
}

async function beginOne(
  tx: Tx,
  work: UnderWay,
  { at, day, now, email }: WorkScene & { readonly email: string },
): Promise<void> {
  const person = await userByEmail(tx, email)
  if (!person) throw new Error(`${email} is not a member yet`)
  const cards = cardsOf(await openEntriesOf(tx, person.id, day), DEFAULT_PRIORITY)
  const lead = cards.find((card) => card.lead.customerName === work.customer)?.lead
  if (!lead) throw new Error(`${work.person} has no card for ${work.customer}`)
  const actor: Actor = { kind: 'person', id: person.id, name: person.name }
  if (lead.status === 'in_progress') return
  granted(await actOnExecution(tx, lead.executionId, { event: { action: 'start', at }, actor }))
  const steps = await stepsOfExecution(tx, lead.executionId)
  for (const { id } of steps.slice(0, work.stepsDone)) {
    granted(await actOnStep(tx, lead.executionId, { stepId: id, event: { action: 'complete' }, actor, at }))
  }
  const waiting = steps[work.stepsDone]
  if (!work.snoozed || !waiting) return
  const until = new Date(now.getTime() + work.snoozed.inDays * MS_PER_DAY)
  const event = { action: 'snooze', until, reason: work.snoozed.reason } as const
  granted(await actOnStep(tx, lead.executionId, { stepId: waiting.id, event, actor, at }))
}

function granted(answer: Result<unknown, { readonly reason: string }>): void {
  if (!answer.ok) throw new Error(answer.refusal.reason)
}
