import { setTimeout as sleep } from 'node:timers/promises'
import { runIsSilent, tryRunLock } from '../operate/runs.store.ts'
import type { CycleDeps } from './cycle.ts'

const LOOK_AGAIN_MS = 250
// A page takes a few seconds; whoever has saved none for this long hangs, or is cut off.
const SILENT_SECONDS = 30

/**
 * Does a company's run while nobody else does. Whoever comes second waits until the first is done, or gone: a killed process gives its
 * place up at once, a hanging one is passed over after 30 seconds and finds, when it wakes, that the run is not its own any more.
 */
export async function whileAlone<T>(deps: CycleDeps, companyId: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const turn = await deps.database.withCompany(companyId, async (tx) => {
      const free = (await tryRunLock(tx)) || (await runIsSilent(tx, SILENT_SECONDS))
      return free ? { answer: await work() } : undefined
    })
    if (turn) return turn.answer
    await sleep(LOOK_AGAIN_MS)
  }
}
