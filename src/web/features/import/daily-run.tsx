import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { runQuery, startDailyRun, type RunState } from '../../calls/runs.ts'
import { figure } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useOnce } from '../../use-once.ts'
import styles from './daily-run.module.css'

const route = getRouteApi('/full/import/$importId')

/** Looks at every customer at once instead of tomorrow at six, and opens the queue when it is done. */
export function DailyRun() {
  const { run } = route.useSearch()
  const navigate = useNavigate({ from: '/import/$importId' })
  const starting = useOnce()
  const start = (): void =>
    void starting.run(async () => {
      const { id } = await startDailyRun(crypto.randomUUID())
      await navigate({ search: { run: id }, replace: true })
    })
  return (
    <div className={styles.run}>
      <Panel title="What does it mean for today?">
        {run === undefined ? (
          <div className={styles.ask}>
            <p>Every customer is looked at tomorrow at six. You need not wait, if this is all you have to bring in.</p>
            <Button look="filled" disabled={starting.busy} onClick={start}>
              Run the daily cycle now
            </Button>
            {starting.fault !== null && (
              <p className={styles.fault} role="alert">
                {starting.fault}
              </p>
            )}
          </div>
        ) : (
          <Watched id={run} onAgain={start} />
        )}
      </Panel>
    </div>
  )
}

function Watched({ id, onAgain }: { readonly id: string; readonly onAgain: () => void }) {
  const { data, error, refetch } = useQuery(runQuery(id))
  const client = useQueryClient()
  const navigate = useNavigate()
  // One that had ended before this page was opened leads nowhere by itself.
  const seenRunning = useRef(false)
  useEffect(() => {
    if (data?.status === 'running') seenRunning.current = true
    if (data?.status !== 'finished') return
    for (const page of ['today', 'queue', 'customers']) void client.invalidateQueries({ queryKey: [page] })
    if (seenRunning.current) void navigate({ to: '/queue', search: { whose: 'everybody' } })
  }, [client, navigate, data?.status])
  if (error && !data) return <LoadFailed title="The run did not load." error={error} onRetry={() => void refetch()} />
  if (data?.status === 'failed') {
    return (
      <div className={styles.ask}>
        <p role="alert">The daily cycle stopped: {data.error ?? 'nobody knows why'}.</p>
        <Button onClick={onAgain}>Run it again</Button>
      </div>
    )
  }
  if (data?.status === 'finished') {
    return (
      <div className={styles.ask}>
        <p>
          {figure(data.progress.done)} customers were looked at, {figure(data.counts.opened)} workflows were opened.
        </p>
        <Button look="filled" onClick={() => void navigate({ to: '/queue', search: { whose: 'everybody' } })}>
          Open the queue
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.ask}>
      <p role="status">{data ? phaseOf(data) : 'It begins in a moment.'}</p>
      <Progress
        label="The daily cycle"
        share={data && data.progress.total > 0 ? data.progress.done / data.progress.total : null}
      />
    </div>
  )
}

function phaseOf({ phase, progress }: RunState): string {
  if (phase === 'assignment') return 'The cards are being given out.'
  if (phase === 'summaries') return 'The day is being written down.'
  return `${figure(progress.done)} of ${figure(progress.total)} customers looked at. The queue opens when it is done.`
}
