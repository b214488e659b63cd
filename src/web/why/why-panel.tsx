import { useQuery } from '@tanstack/react-query'
import { CircleX, TriangleAlert, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Why, WhyRow } from '../../views/why.contract.ts'
import { whyQuery, type WhyQuestion } from '../calls/why.ts'
import { ageOf, clockTime, dayOfInstant, digitsOf, figure, money, points } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Ledger } from '../ui/ledger.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { valueText } from './value-text.ts'
import styles from './why.module.css'

const Comparison = lazy(async () => ({ default: (await import('./comparison.tsx')).Comparison }))
const TryWeights = lazy(async () => ({ default: (await import('./try-weights.tsx')).TryWeights }))

type WhyPanelProps = {
  readonly question: WhyQuestion
  readonly title: string
  /** Today by the company's calendar. */
  readonly day: string
  readonly onClose: () => void
}

export function WhyPanel({ question, title, day, onClose }: WhyPanelProps) {
  const { data, error, refetch } = useQuery(whyQuery(question))
  const among = question.figure === 'score' ? question.among : undefined
  // Of a score: whose queue would be another one; what is nobody's stands in everybody's alone.
  const whose = data?.figure !== 'score' ? null : (among ?? data.csm?.id ?? null)
  return (
    <div className={styles.panel}>
      <header>
        <div>
          <h2>{title}</h2>
          <p className="small quiet">{data ? readLine(data) : '\u00a0'}</p>
        </div>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </button>
      </header>
      {!data && !error && (
        <Loading>
          <Skeleton widths={[62, 84, 70, 78, 54, 90]} />
        </Loading>
      )}
      {error && (
        <div role="alert" className={styles.failed}>
          <p>
            <CircleX size={16} strokeWidth={1.75} /> The reasons did not load. Everything else on this page is right.
          </p>
          <Button size="small" onClick={() => void refetch()}>
            Retry
          </Button>
        </div>
      )}
      {data && <Reasons why={data} day={day} />}
      <Suspense>
        {data?.against && <Comparison why={data} against={data.against} />}
        {data && whose !== null && <TryWeights rows={data.rows} csm={whose} />}
      </Suspense>
    </div>
  )
}

function readLine(why: Why): string {
  const read = why.readAt
    ? `${why.figure === 'score' ? 'Counted' : 'Read'} at ${clockTime(why.readAt)} ${dayOfInstant(why.readAt, new Date())}`
    : why.customer
  const weights =
    why.figure === 'score' && why.configurationVersion !== null
      ? `, weights version ${String(why.configurationVersion)}`
      : ''
  return `${read}${weights}`
}

function Reasons({ why, day }: { readonly why: Why; readonly day: string }) {
  const digits = digitsOf([why.total, ...why.rows.map((row) => row.contribution)])
  const currency = why.currency
  const text = (value: number, signed: boolean): string =>
    why.unit === 'money' && currency !== null ? money(value, currency) : points(value, { digits, signed })
  return (
    <>
      {why.rows.length > 0 && (
        <Ledger
          caption={`What makes ${why.totalLabel} ${figure(why.total)}`}
          rows={why.rows.map((row, index) => ({
            key: `${row.code} ${String(index)}`,
            label: row.label,
            note: <Note row={row} day={day} />,
            value: row.contribution,
            text: text(row.contribution, index > 0),
          }))}
          total={{ label: why.totalLabel, value: why.total, text: text(why.total, false) }}
        />
      )}
      {why.facts.length > 0 && (
        <dl className={styles.facts}>
          {why.facts.map((fact) => (
            <div key={fact.label}>
              <dt>
                {fact.label}
                <span>{sourceLine(fact, day)}</span>
              </dt>
              <dd className="tabular">{valueText(fact.value, day)}</dd>
            </div>
          ))}
        </dl>
      )}
      {why.remark && <p className={styles.remark}>{why.remark}</p>}
    </>
  )
}

function sourceLine(
  { source, on }: { readonly source: string | null; readonly on: string | null },
  day: string,
): string {
  return [source, on === null ? null : ageOf(on, day)].filter((part) => part !== null).join(', ')
}

function Note({ row, day }: { readonly row: WhyRow; readonly day: string }) {
  const source = sourceLine(row, day)
  const said = [row.value && valueText(row.value, day), row.note]
    .filter((part) => part !== null && part !== '')
    .join(' ')
  return (
    <>
      {said}
      {said && source && ' · '}
      {row.stale ? (
        <em className={styles.stale}>
          <TriangleAlert size={13} strokeWidth={1.75} aria-hidden="true" /> {source}
        </em>
      ) : (
        source
      )}
    </>
  )
}
