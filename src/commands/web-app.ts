import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PROJECT_ROOT } from '../platform/environment.ts'
import { refuse } from './refusal.ts'

/**
 * Builds the web app into dist/web, unless it is there and none of its sources is newer. An installation without the build tools serves
 * what it came with.
 */
export function buildWebApp(say: (line: string) => void): void {
  const place = join(PROJECT_ROOT, 'dist', 'web')
  if (isUpToDate(place, ['src', 'package-lock.json'])) return
  const vite = programOfVite()
  if (vite === undefined) {
    if (existsSync(join(place, 'index.html'))) return
    refuse('The web app is not built, and what builds it is not installed', 'Run npm ci without --omit=dev.')
  }
  say('Building the web app …')
  const startedAt = new Date()
  // Built aside and renamed: a server that runs already never misses its files, and an interrupted build is never taken for a whole one.
  const aside = `${place}.${String(process.pid)}`
  const config = join(PROJECT_ROOT, 'src', 'web', 'vite.config.ts')
  const words = ['build', '--config', config, '--outDir', aside, '--emptyOutDir', '--logLevel', 'warn']
  const { status } = spawnSync(process.execPath, [vite, ...words], { cwd: PROJECT_ROOT, stdio: ['ignore', 2, 2] })
  if (status !== 0) {
    rmSync(aside, { recursive: true, force: true })
    refuse('The web app could not be built; the reason stands above', 'npm run build:web shows it alone.')
  }
  utimesSync(join(aside, 'index.html'), startedAt, startedAt)
  rmSync(place, { recursive: true, force: true })
  renameSync(aside, place)
}

/** Whether a built page is younger than everything that it may have been made of. */
export function isUpToDate(built: string, sources: readonly string[], root = PROJECT_ROOT): boolean {
  const page = statSync(join(built, 'index.html'), { throwIfNoEntry: false })
  return page !== undefined && sources.every((source) => newest(join(root, source)) <= page.mtimeMs)
}

function newest(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return 0
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function programOfVite(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  } catch {
    return undefined
  }
}
