import { vi } from 'vitest'

/**
 * How long a test waits for what another process or a job is to do: far longer than that takes anywhere, because only a test
 * that fails waits it out.
 */
export const PATIENCE_MS = 90_000

/** What `check` answers as soon as it no longer throws; its last error after `PATIENCE_MS`. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 5 })
