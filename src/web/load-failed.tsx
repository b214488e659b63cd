import { CircleX, CloudOff } from 'lucide-react'
import { CallFailed } from './api.ts'
import styles from './load-failed.module.css'
import { Button } from './ui/button.tsx'
import { Notice } from './ui/notice.tsx'

type LoadFailedProps = {
  /** Where it is not the line that is down: "Today did not load." */
  readonly title: string
  readonly error: unknown
  readonly onRetry: () => void
}

/** What could not be shown: whether the line is why or the server, and a way to try again. */
export function LoadFailed({ title, error, onRetry }: LoadFailedProps) {
  const offline = error instanceof CallFailed && error.problem === null
  const said = error instanceof CallFailed ? error.message : 'Try again in a moment.'
  return (
    <Notice
      role="alert"
      icon={offline ? <CloudOff size={16} /> : <CircleX size={16} className={styles.fault} />}
      title={offline ? 'The server cannot be reached.' : title}
      act={
        <Button size="small" onClick={onRetry}>
          Retry
        </Button>
      }
    >
      {offline ? 'It may be starting, or the line is down.' : said}
    </Notice>
  )
}
