import { chownSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The operating-system account that PostgreSQL runs under; undefined: the account of this process. */
export type Account = { readonly uid: number; readonly gid: number } | undefined

const NOBODY = 65_534

/**
 * PostgreSQL refuses to run as root, so root hands it to the owner of the existing files, else to `nobody`.
 * An ordinary user runs it as itself.
 */
export function accountFor(clusterDir: string): Account {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return nobody()
}

function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? NOBODY), gid: Number(gid ?? NOBODY) }
}

/** Whether the account can enter a folder: every folder on the way must let it pass. */
export function canReach(account: Account, folder: string): boolean {
  if (!account) return true
  for (let current = folder; ; current = dirname(current)) {
    const entry = statSync(current, { throwIfNoEntry: false })
    if (entry && !mayEnter(account, entry)) return false
    if (current === dirname(current)) return true
  }
}

function mayEnter(account: { uid: number; gid: number }, entry: { uid: number; gid: number; mode: number }): boolean {
  if (entry.uid === account.uid) return (entry.mode & 0o100) !== 0
  if (entry.gid === account.gid) return (entry.mode & 0o010) !== 0
  return (entry.mode & 0o001) !== 0
}

/** Gives a file or folder to the account. */
export function giveTo(account: Account, path: string): void {
  if (account) chownSync(path, account.uid, account.gid)
}
