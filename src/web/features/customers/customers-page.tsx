import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { customersQuery, type CustomerPage } from '../../calls/customers.ts'
import { figure } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { NoCustomers } from '../../no-customers.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { CustomerFilters } from './customer-filters.tsx'
import { CustomerTable } from './customer-table.tsx'
import styles from './customers-page.module.css'

const route = getRouteApi('/inside/customers')

/** Everybody whom the company looks after; what is asked stands in the address. */
export function CustomersPage() {
  const asked = route.useSearch()
  const found = useInfiniteQuery(customersQuery(asked))
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData } = found
  const next = (): void => void found.fetchNextPage({ cancelRefetch: false })
  useEffect(() => {
    document.title = 'Customers · Renubu'
  }, [])
  const [first] = data?.pages ?? []
  if (error && !data)
    return <LoadFailed title="The customers did not load." error={error} onRetry={() => void refetch()} />
  if (first?.isEmpty) return <NoCustomers />
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Customers</h1>
        {first && (
          <p className="small dim" role="status">
            {sentenceOf(first)}
          </p>
        )}
      </header>
      <CustomerFilters asked={asked} owners={first?.owners ?? []} />
      {!data && (
        <Loading>
          <Skeleton widths={[96, 92, 95, 90, 94, 88]} />
        </Loading>
      )}
      {data && rows.length === 0 && (
        <Notice title="Nobody fits.">No customer of yours is called so, or none is both.</Notice>
      )}
      {rows.length > 0 && <CustomerTable rows={rows} asked={asked} dim={isPlaceholderData} />}
      {/* The end would still be in sight, and the next page be asked for without end. */}
      {isFetchNextPageError && <LoadFailed title="The next customers did not load." error={error} onRetry={next} />}
      {hasNextPage && !isFetchNextPageError && <More busy={isFetchingNextPage} onMore={next} />}
    </div>
  )
}

const sentenceOf = ({ total }: CustomerPage): string =>
  total === 1 ? 'One customer.' : `${figure(total ?? 0)} customers.`

/** The next page comes when the end comes into sight; the button is for those who do not scroll. */
function More({ busy, onMore }: { readonly busy: boolean; readonly onMore: () => void }) {
  return (
    <div
      className={styles.more}
      ref={(element) => {
        if (!element || busy) return undefined
        const seen = new IntersectionObserver(
          ([entry]) => {
            if (entry?.isIntersecting) onMore()
          },
          { rootMargin: '600px' },
        )
        seen.observe(element)
        return () => seen.disconnect()
      }}
    >
      <Button size="small" disabled={busy} onClick={onMore}>
        {busy ? 'Loading' : 'More'}
      </Button>
    </div>
  )
}
