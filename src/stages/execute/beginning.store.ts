import { hourIn } from '../../base/hour.ts'
import type { Tx } from '../../platform/postgres.ts'
import { keepBeginning } from '../../spine/execution-notes.store.ts'
import { compose } from '../compose/compose.ts'
import type { Composition } from '../compose/composition.contract.ts'
import type { ExecutionContext } from '../compose/context.contract.ts'
import { contextOf } from './context.store.ts'
import type { Desk } from './desk.store.ts'

type Beginning = { readonly context: ExecutionContext; readonly composition: Composition }

/** Takes the snapshot of the facts and composes the steps from it; an execution that runs keeps both to its end. */
export async function begin(tx: Tx, desk: Desk): Promise<void> {
  await keepBeginning(tx, desk.subject.id, await beginningNow(tx, desk))
}

/** What the execution was begun with; of one that was begun without (or not yet), as it would be begun now. */
export async function beginningOf(tx: Tx, desk: Desk): Promise<Beginning> {
  const kept = await tx.row<{ context: ExecutionContext | null; composition: Composition | null }>(
    'select context_data as context, composition from workflow_executions where id = $1',
    [desk.subject.id],
  )
  if (kept?.context && kept.composition) return { context: kept.context, composition: kept.composition }
  return beginningNow(tx, desk)
}

async function beginningNow(tx: Tx, desk: Desk): Promise<Beginning> {
  const { subject, actor, today, now } = desk
  const context = await contextOf(tx, subject.id, desk)
  if (!context) throw new Error('An execution that was found has its facts')
  const composition = compose(subject.steps, {
    context,
    // A program speaks for whoever has the execution.
    reader: { name: actor.kind === 'person' ? actor.name : (subject.ownerName ?? actor.name) },
    today,
    reading: { locale: subject.locale, currency: subject.currency, hour: hourIn(subject.ownerTimeZone, now) },
  })
  return { context, composition }
}
