import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { CustomersAsked, Listed } from '../../calls/customers.ts'
import { days, figure, longDate, money } from '../../format.ts'
import { StageBadge } from '../../ui/stage-badge.tsx'
import table from '../../ui/table.module.css'
import { Tag } from '../../ui/tag.tsx'
import { PLAN_WORDS, stageWord } from '../../words.ts'
import styles from './customer-table.module.css'

type Sort = NonNullable<CustomersAsked['sort']>
type Column = {
  readonly sort: Sort | null
  readonly label: string
  readonly first?: 'asc' | 'desc'
  readonly number?: true
}

/** `first`: what one wants to see first of it: the nearest renewal, the most money, the worst health. */
const COLUMNS: readonly Column[] = [
  { sort: 'name', label: 'Customer', first: 'asc' },
  { sort: null, label: 'Stage' },
  { sort: 'renewal', label: 'Renews in', first: 'asc', number: true },
  { sort: 'arr', label: 'ARR', first: 'desc', number: true },
  { sort: 'health', label: 'Health', first: 'asc', number: true },
  { sort: 'risk', label: 'Risk', first: 'desc', number: true },
  { sort: null, label: 'Owner' },
]

type TableProps = {
  readonly rows: readonly Listed[]
  readonly asked: CustomersAsked
  /** What is shown answers an earlier question. */
  readonly dim: boolean
}

/** One row per customer; a click on a title sorts by it, a second one the other way round. */
export function CustomerTable({ rows, asked, dim }: TableProps) {
  return (
    <table className={`${table.table ?? ''} ${styles.customers ?? ''}`} data-dim={dim || undefined} aria-busy={dim}>
      <caption className="unseen">Customers</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <Title key={column.label} column={column} asked={asked} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Title({ column: { sort, label, first = 'asc', number }, asked }: { column: Column; asked: CustomersAsked }) {
  const navigate = useNavigate({ from: '/customers' })
  const name = number ? table.number : undefined
  if (sort === null)
    return (
      <th scope="col" className={name}>
        {label}
      </th>
    )
  const here = (asked.sort ?? 'name') === sort
  const order = asked.order ?? 'asc'
  const next = here ? (order === 'asc' ? 'desc' : 'asc') : first
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown
  return (
    <th scope="col" className={name} aria-sort={here ? (order === 'asc' ? 'ascending' : 'descending') : undefined}>
      <button
        type="button"
        onClick={() => void navigate({ search: (before) => ({ ...before, sort, order: next }), replace: true })}
      >
        {label}
        {here && <Arrow size={12} strokeWidth={2} aria-hidden="true" />}
      </button>
    </th>
  )
}

function Row({ row }: { readonly row: Listed }) {
  const stage = stageWord(row.stage)
  const left = row.daysUntilRenewal === null ? '–' : days(row.daysUntilRenewal)
  const whole = (value: number | null): string => (value === null ? '–' : figure(Math.round(value)))
  return (
    <tr>
      <th scope="row">
        <Link to="/customers/$customerId" params={{ customerId: row.id }} className={table.name}>
          {row.name}
        </Link>
        <span className={table.about}>
          {row.status === 'trial' && <Tag tone="info">Trial</Tag>}
          {row.status === 'churned' && <Tag tone="plain">Churned</Tag>}
          {row.plan && `${PLAN_WORDS[row.plan].charAt(0).toUpperCase()}${PLAN_WORDS[row.plan].slice(1)}`}
          <span className={table.onPhone}> · {left}</span>
        </span>
      </th>
      <td>{stage ? <StageBadge {...stage} /> : '–'}</td>
      <td className={table.number} title={row.renewalDate === null ? undefined : longDate(row.renewalDate)}>
        {left}
      </td>
      <td className={table.number}>{row.arr === null ? '–' : money(row.arr, row.currency)}</td>
      <td className={table.number}>{whole(row.health)}</td>
      <td className={table.number}>{whole(row.risk)}</td>
      <td className={table.second}>{row.owner?.name ?? <span className="quiet">Nobody</span>}</td>
    </tr>
  )
}
