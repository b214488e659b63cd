import type { Tx } from '../postgres.ts'

export type JobOptions = {
  /** A waiting job of the same key is replaced by this one. */
  readonly key?: string
  /** Nothing is put there while a job of the same key runs, or was given up. Default: one that runs is followed by another. */
  readonly once?: boolean
  /** Not before this instant. */
  readonly runAt?: Date
  /** Tries before it is given up; default 5. A worker that was killed counts as a try. */
  readonly maxAttempts?: number
}

/** Puts a job into the queue in the caller's transaction: it exists exactly when what was written beside it does. */
export async function enqueue(tx: Tx, task: string, payload: object, options: JobOptions = {}): Promise<void> {
  await tx.run('select app.enqueue($1, $2, $3, $4, $5, $6)', [
    task,
    JSON.stringify(payload),
    options.key ?? null,
    options.runAt ?? null,
    options.maxAttempts ?? null,
    options.once ?? false,
  ])
}
