import { actorOf, type Caller } from '../../../platform/http/route.ts'
import { enqueue } from '../../../platform/jobs/enqueue.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { IMPORT_ATTEMPTS } from './uploaded-import.job.ts'

type Work = {
  readonly task: 'import' | 'rehearse-import' | 'undo-import'
  readonly importId: string
  readonly caller: Caller
}

/** Leaves something to do with an import to the worker. */
export async function putToWork(tx: Tx, { task, importId, caller }: Work): Promise<void> {
  const payload = { companyId: caller.companyId, importId, actor: actorOf(caller) }
  await enqueue(tx, task, payload, { key: `${task}:${importId}`, maxAttempts: IMPORT_ATTEMPTS })
}
