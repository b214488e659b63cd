import { CloudOff } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { clockTime } from '../format.ts'
import styles from './live.module.css'
import { useLive } from './use-live.ts'

// A stream that comes back within a few seconds is nobody's concern. That there is no line at all, a browser says only when it is so.
const QUIET_MS = 5_000

/** Keeps the app up to date, and says so quietly where it cannot. */
export function Live() {
  const state = useLive()
  const online = useSyncExternalStore(listenToLine, () => navigator.onLine)
  const broken = state === 'broken' || !online
  const since = useBrokenSince(broken, online ? QUIET_MS : 0)
  return (
    <div className={styles.place} aria-live="polite">
      {since !== null && (
        <p className={styles.notice}>
          <CloudOff size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>
            <b>{online ? 'The server cannot be reached.' : 'You are offline.'}</b> This is as of{' '}
            {clockTime(since.toISOString())}.
          </span>
        </p>
      )}
    </div>
  )
}

/** Since when nothing is heard, once that has lasted a moment; null while all is well. */
function useBrokenSince(broken: boolean, quietMs: number): Date | null {
  const [since, setSince] = useState<Date | null>(null)
  useEffect(() => {
    if (!broken) return undefined
    const at = new Date()
    const timer = setTimeout(() => setSince(at), quietMs)
    return () => {
      clearTimeout(timer)
      setSince(null)
    }
  }, [broken, quietMs])
  return since
}

function listenToLine(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
