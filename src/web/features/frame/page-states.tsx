import { Link } from '@tanstack/react-router'
import { CircleX, CloudOff } from 'lucide-react'
import { CallFailed } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './page-states.module.css'

export function NotFound() {
  return (
    <main className={styles.page}>
      <Notice
        title="There is nothing at this address."
        act={
          <Link className={styles.link} to="/">
            Go to Today
          </Link>
        }
      >
        The link may be old, or it leads to something that you may not see.
      </Notice>
    </main>
  )
}

/** The whole page failed, before there was anything to keep. */
export function PageFailed({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const offline = error instanceof CallFailed && error.problem === null
  return (
    <main className={styles.page}>
      <Notice
        role="alert"
        icon={offline ? <CloudOff size={16} /> : <CircleX size={16} className={styles.fault} />}
        title={offline ? 'The server cannot be reached.' : 'This page did not load.'}
        act={
          <Button size="small" onClick={reset}>
            Retry
          </Button>
        }
      >
        {offline ? 'It may be starting, or the line is down.' : messageOf(error)}
      </Notice>
    </main>
  )
}

const messageOf = (error: unknown): string => (error instanceof CallFailed ? error.message : 'Try again in a moment.')
