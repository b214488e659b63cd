import type { ReactNode } from 'react'
import styles from './ledger.module.css'

export type LedgerRow = {
  readonly key: string
  readonly label: ReactNode
  readonly note: ReactNode
  readonly value: number
  /** As it is written in the column. */
  readonly text: string
}

type LedgerProps = {
  readonly caption: string
  readonly rows: readonly LedgerRow[]
  readonly total: { readonly label: string; readonly value: number; readonly text: string }
}

/** Rows in words whose bars begin where the last one ended, a rule, and a double-underlined total. */
export function Ledger({ caption, rows, total }: LedgerProps) {
  const { bars, scale } = barsOf(rows, total.value)
  return (
    <table className={styles.ledger}>
      <caption className="unseen">{caption}</caption>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.key}>
            <th scope="row">
              {row.label}
              <span>{row.note}</span>
            </th>
            <td className={styles.bar} aria-hidden="true">
              <Bar bar={bars[index]} scale={scale} />
            </td>
            <td className={styles.number}>{row.text}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total.label}</th>
          <td className={styles.bar} aria-hidden="true">
            <Bar bar={{ kind: 'total', from: Math.min(0, total.value), to: Math.max(0, total.value) }} scale={scale} />
          </td>
          <td className={styles.number}>
            <span className={styles.double}>{total.text}</span>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

type BarShape = {
  readonly kind: 'base' | 'adds' | 'takes' | 'none' | 'total'
  readonly from: number
  readonly to: number
}
type Scale = { readonly low: number; readonly high: number }

function barsOf(
  rows: readonly LedgerRow[],
  total: number,
): { readonly bars: readonly BarShape[]; readonly scale: Scale } {
  let reached = 0
  const bars = rows.map((row, index): BarShape => {
    const from = reached
    reached += row.value
    const kind = row.value === 0 ? 'none' : row.value < 0 ? 'takes' : index === 0 ? 'base' : 'adds'
    return { kind, from: Math.min(from, reached), to: Math.max(from, reached) }
  })
  const low = Math.min(0, total, ...bars.map((bar) => bar.from))
  const high = Math.max(0, total, ...bars.map((bar) => bar.to))
  return { bars, scale: { low, high: high > low ? high : low + 1 } }
}

function Bar({ bar, scale }: { readonly bar: BarShape | undefined; readonly scale: Scale }) {
  if (!bar) return null
  const width = scale.high - scale.low
  const left = (100 * (bar.from - scale.low)) / width
  const length = (100 * (bar.to - bar.from)) / width
  return <i data-kind={bar.kind} style={{ left: `${left.toFixed(2)}%`, width: `${length.toFixed(2)}%` }} />
}
