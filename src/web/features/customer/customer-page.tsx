import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import type { CustomerPage as Page } from '../../../views/customer-page.contract.ts'
import { useRecent } from '../../at-hand/recent.ts'
import { useAsCurrent } from '../../at-hand/state.ts'
import { CallFailed } from '../../api.ts'
import { customerQuery } from '../../calls/customer.ts'
import { useSignedIn } from '../../calls/session.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { askWhy } from '../../why/ask-why.ts'
import styles from './customer-page.module.css'
import { Head } from './head.tsx'
import { InShort } from './in-short.tsx'
import { Ledgers } from './ledgers.tsx'
import { People } from './people.tsx'
import { Side } from './side.tsx'
import { LoadFailed } from '../../load-failed.tsx'
import { Timeline } from './timeline.tsx'

const route = getRouteApi('/inside/customers/$customerId')
// The chart library is larger than the page; it comes once the words are there.
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

/** A customer at a glance: what is to be said, why each figure is what it is, what is open, who decides, what happened. */
export function CustomerPage() {
  const { customerId } = route.useParams()
  const { data, error, refetch } = useQuery(customerQuery(customerId))
  useEffect(() => {
    document.title = `${data?.customer.name ?? 'Customer'} · Renubu`
  }, [data?.customer.name])
  if (data) return <Customer page={data} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <Loading>
      <Skeleton widths={[34, 52, 90, 84, 88, 40, 76, 80]} />
    </Loading>
  )
}

function Customer({ page }: { readonly page: Page }) {
  const { id, name } = page.customer
  const company = useSignedIn()?.company.id
  const can = page.can.join(' ')
  useRecent(company, { id, name })
  useKeys(KEYS)
  useAsCurrent(useMemo(() => ({ subject: { id, name, can: can.split(' ') }, acts: [] }), [id, name, can]))
  return (
    <div className={styles.page}>
      <Head page={page} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <InShort page={page} />
          <Suspense fallback={<div className={styles.chartsToCome} />}>
            <Charts page={page} />
          </Suspense>
          <Ledgers page={page} />
          <People people={page.people} day={page.day} />
          <Timeline moments={page.timeline} day={page.day} />
        </div>
        <Side page={page} />
      </div>
    </div>
  )
}

const KEYS = { w: askWhy }

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = error instanceof CallFailed ? error.problem : null
  if (problem?.status === 404 || problem?.status === 400) {
    return (
      <Notice icon={<SearchX size={16} strokeWidth={1.75} />} title="There is no such customer.">
        It may have been archived since, or the address is not complete.
      </Notice>
    )
  }
  return <LoadFailed title="The customer did not load." error={error} onRetry={onRetry} />
}
