import { TriangleAlert } from 'lucide-react'
import type { CustomerPage, Ledger as Shape } from '../../../views/customer-page.contract.ts'
import { ageOf, digitsOf, figure, points } from '../../format.ts'
import { Ledger } from '../../ui/ledger.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './ledgers.module.css'

/** Health and risk as sums: the rows add up to the figure exactly. */
export function Ledgers({ page }: { readonly page: CustomerPage }) {
  const { health, risk, day } = page
  if (!health || !risk) return null
  return (
    <div className={styles.ledgers}>
      <Figure title="Health" ledger={health} day={day} />
      <Figure title="Risk" ledger={risk} day={day} />
    </div>
  )
}

function Figure({ title, ledger, day }: { readonly title: string; readonly ledger: Shape; readonly day: string }) {
  const digits = digitsOf([ledger.value, ...ledger.rows.map(({ contribution }) => contribution)])
  const text = (value: number, signed: boolean) => points(value, { digits, signed })
  return (
    <Panel title={`${title} ${figure(Math.round(ledger.override ?? ledger.value))}`}>
      <Ledger
        caption={`What makes ${title.toLowerCase()} ${figure(ledger.value)}`}
        rows={ledger.rows.map((row, index) => ({
          key: `${row.code} ${String(index)}`,
          label: row.label,
          note: (
            <>
              {row.note}
              {row.note && row.source && ' · '}
              {row.stale && <TriangleAlert size={13} strokeWidth={1.75} aria-hidden="true" />}
              {row.source && [row.source, row.on && ageOf(row.on, day)].filter(Boolean).join(', ')}
            </>
          ),
          value: row.contribution,
          text: text(row.contribution, index > 0),
        }))}
        total={{ label: title, value: ledger.value, text: text(ledger.value, false) }}
      />
      {ledger.remark && <p className={styles.remark}>{ledger.remark}</p>}
    </Panel>
  )
}
