import { whyNoText } from '../../../base/other-programs.ts'

const MOST_BYTES = 500 * 1_048_576

/** Why a file cannot be one to import, as far as its beginning tells; undefined where it may be. */
export async function whyNoImport(file: File): Promise<string | undefined> {
  if (file.size === 0) return 'This file is empty.'
  if (file.size > MOST_BYTES) return 'This file is larger than 500 MB. Split it into several.'
  let head: Uint8Array
  try {
    head = new Uint8Array(await file.slice(0, 8).arrayBuffer())
  } catch {
    return 'This file cannot be opened. A folder, or a file that was moved meanwhile, cannot be read.'
  }
  return whyNoText(head)
}
