import { useQuery } from '@tanstack/react-query'
import { sessionsQuery, useSessionEnd } from '../../calls/me.ts'
import { doneWords } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { deviceWords } from './device.ts'
import styles from './profile-page.module.css'

/** Where one is signed in; one that is ended opens nothing any more. */
export function SessionsPanel() {
  const { data, error, refetch } = useQuery(sessionsQuery)
  const end = useSessionEnd()
  return (
    <Panel title="Where you are signed in">
      {error && !data ? (
        <LoadFailed title="Your sessions did not load." error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ul className={styles.rows}>
          {data.items.map(({ id, device, startedAt, current }) => (
            <li key={id}>
              <span className={styles.what}>
                <b>{deviceWords(device)}</b>
                <span className="small quiet">since {doneWords(startedAt, new Date())}</span>
              </span>
              {current ? (
                <Tag tone="accent">This one</Tag>
              ) : (
                <Button
                  size="small"
                  aria-label={`End ${deviceWords(device)}`}
                  disabled={end.isPending}
                  onClick={() => end.mutate(id)}
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Loading>
          <Skeleton widths={[80, 70]} />
        </Loading>
      )}
      {end.error && (
        <p role="alert" className={styles.fault}>
          {end.error.message}
        </p>
      )}
    </Panel>
  )
}
