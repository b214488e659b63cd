import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Account, giveTo } from './account.ts'
import type { Binaries } from './binaries.ts'

type NewCluster = {
  readonly clusterDir: string
  readonly binaries: Binaries
  readonly account: Account
  readonly superuserPassword: string
  readonly durable: boolean
}

/** Makes the cluster's files unless they are there. Made aside and renamed, so an interrupted one is never taken for a whole one. */
export function ensureCluster(wanted: NewCluster): void {
  if (existsSync(join(wanted.clusterDir, 'PG_VERSION'))) return
  const workshop = `${wanted.clusterDir}.new`
  rmSync(workshop, { recursive: true, force: true })
  mkdirSync(workshop, { recursive: true, mode: 0o700 })
  giveTo(wanted.account, workshop)
  const passwordFile = join(workshop, 'password')
  writeFileSync(passwordFile, wanted.superuserPassword, { mode: 0o600 })
  giveTo(wanted.account, passwordFile)
  initialize(wanted, join(workshop, 'data'), passwordFile)
  rmSync(wanted.clusterDir, { recursive: true, force: true })
  renameSync(join(workshop, 'data'), wanted.clusterDir)
  rmSync(workshop, { recursive: true, force: true })
}

function initialize(wanted: NewCluster, data: string, passwordFile: string): void {
  const made = spawnSync(
    wanted.binaries.initdb,
    [
      ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
      // The builtin provider sorts and folds the same on every system and in every later version of its libraries.
      ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
      ...(wanted.durable ? [] : ['--no-sync']),
    ],
    { encoding: 'utf8', cwd: dirname(data), env: serverVariables(), ...wanted.account },
  )
  if (made.status === 0) return
  const reason = (made.stderr || String(made.error ?? 'no reason given')).trim()
  const advice = reason.includes('No space left')
    ? 'Make room, or choose another data directory with RENUBU_DATA_DIR.\n'
    : ''
  throw new Error(`PostgreSQL could not make its files in ${wanted.clusterDir}. ${advice}${reason}`)
}

/** The variables that the server's programs get: none of this process's, so that no PGPORT or LANG of a shell leaks in. */
export function serverVariables(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
