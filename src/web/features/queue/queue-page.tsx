import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { MOST_QUEUED, queueQuery, type Queue } from '../../calls/queue.ts'
import { sessionQuery } from '../../calls/session.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { askWhy } from '../../why/ask-why.ts'
import { countWord } from '../../words.ts'
import { counted, filtered } from './filter.ts'
import { Filters } from './filters.tsx'
import { QueueTable } from './queue-table.tsx'
import { LoadFailed } from '../../load-failed.tsx'
import { NoCustomers } from '../../no-customers.tsx'
import styles from './queue-page.module.css'

const route = getRouteApi('/inside/queue')

/** All that is open, in its order: one's own, or everybody's by the matter alone. */
export function QueuePage() {
  useKeys(KEYS)
  const { whose, kind, text } = route.useSearch()
  const { data: session } = useQuery(sessionQuery)
  const me = session?.signedIn?.person
  // Those who lead or read have no queue of their own to begin with.
  const chosen = whose ?? (me?.role === 'csm' ? 'mine' : 'everybody')
  const { data, error, refetch } = useQuery({
    ...queueQuery(chosen === 'mine' ? me?.id : undefined),
    enabled: me !== undefined,
  })
  useEffect(() => {
    document.title = 'Queue · Renubu'
  }, [])
  if (error && !data) return <LoadFailed title="The queue did not load." error={error} onRetry={() => void refetch()} />
  if (data?.isEmpty) return <NoCustomers />
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Queue</h1>
        {data && <p className="small dim">{sentenceOf(data)}</p>}
      </header>
      <Filters asked={{ kind, text }} whose={chosen} counts={counted(data?.workflows ?? [])} />
      {data ? (
        <QueueTable rows={filtered(data.workflows, { kind, text })} queue={data} everybody={chosen === 'everybody'} />
      ) : (
        <Loading>
          <Skeleton widths={[96, 92, 95, 90, 94, 88]} />
        </Loading>
      )}
      {data?.workflows.length === MOST_QUEUED && (
        <p className={styles.more}>The first {MOST_QUEUED} are shown. A name in the field above finds among these.</p>
      )}
    </div>
  )
}

const KEYS = { w: askWhy }

function sentenceOf({ stats, workflows }: Queue): string {
  const customers = `${countWord(workflows.length)} ${workflows.length === 1 ? 'customer' : 'customers'}`
  const parts = [
    [stats.inProgress, 'begun'],
    [stats.snoozed, 'snoozed'],
    [stats.escalated, 'escalated'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${String(count)} ${word}`)
  const done = stats.completedToday > 0 ? ` ${countWord(stats.completedToday)} done today.` : ''
  return `${customers}, ${String(stats.totalWorkflows)} open${said.length > 0 ? `, ${said.join(', ')}` : ''}.${done}`
}
