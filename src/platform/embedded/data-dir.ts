import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const PROBE = Buffer.alloc(65_536)

/** Makes the data directory where it is missing, and answers its real path. Throws with what to do when nothing can be written there. */
export function prepareDataDir(wanted: string): string {
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o755 })
    const dataDir = realpathSync(wanted)
    const probe = join(dataDir, `probe.${String(process.pid)}`)
    try {
      writeFileSync(probe, PROBE)
    } finally {
      rmSync(probe, { force: true })
    }
    return dataDir
  } catch (error) {
    const { code, message } =
      error instanceof Error
        ? Object.assign({ code: '' }, error, { message: error.message })
        : { code: '', message: String(error) }
    throw new Error(
      FULL.has(code)
        ? `The disk of the data directory ${wanted} is full. Make room, or choose another with RENUBU_DATA_DIR.`
        : `The data directory ${wanted} cannot be written (${message}). Let this account write there, or choose another with RENUBU_DATA_DIR.`,
      { cause: error },
    )
  }
}
