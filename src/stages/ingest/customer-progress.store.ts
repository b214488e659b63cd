import type { Tx } from '../../platform/postgres.ts'

type Progress = {
  readonly at: Date
  /** What comes next; null: what was noted before stays. */
  readonly nextStep: string | null
}

/** Notes on a customer's record that somebody worked on it. It is no news of a source, so it is no version to go back to. */
export async function noteProgress(tx: Tx, customerId: string, { at, nextStep }: Progress): Promise<void> {
  await tx.run(`set local app.versions = 'off'`)
  await tx.run(
    `update customers set last_touch_at = greatest(last_touch_at, $2), next_step = coalesce($3, next_step), updated_at = app.now() where id = $1`,
    [customerId, at, nextStep],
  )
  await tx.run(`set local app.versions = 'on'`)
}
