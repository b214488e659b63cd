import { Link } from '@tanstack/react-router'
import type { Queue, Queued } from '../../calls/queue.ts'
import { days, figure, money, points } from '../../format.ts'
import { Notice } from '../../ui/notice.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import table from '../../ui/table.module.css'
import { Tag } from '../../ui/tag.tsx'
import { WhyButton } from '../../why/why-button.tsx'
import { stageWord } from '../../words.ts'
import type { Placed } from './filter.ts'
import styles from './queue-table.module.css'

type QueueTableProps = {
  readonly rows: readonly Placed[]
  readonly queue: Queue
  readonly everybody: boolean
}

/** One row per customer, at the place it has in the whole queue. */
export function QueueTable({ rows, queue, everybody }: QueueTableProps) {
  const [first, second] = queue.workflows
  if (!first) return <Notice title="Nothing is open.">What becomes due stands here from the next morning on.</Notice>
  if (rows.length === 0)
    return <Notice title="Nothing fits.">No open workflow is of this kind with these words.</Notice>
  return (
    <table className={`${table.table ?? ''} ${styles.queue ?? ''}`}>
      <caption className="unseen">Open workflows, the most pressing first</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">Place</span>
          </th>
          <th scope="col">Customer</th>
          <th scope="col">Stage</th>
          <th scope="col" className={table.number}>
            Renews in
          </th>
          <th scope="col" className={table.number}>
            ARR
          </th>
          <th scope="col" className={table.number}>
            Health
          </th>
          <th scope="col" className={table.number}>
            Risk
          </th>
          {everybody && <th scope="col">Owner</th>}
          <th scope="col" className={table.number}>
            Points
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ place, item }) => (
          <Row
            key={item.id}
            place={place}
            item={item}
            beside={item.id === first.id ? second : first}
            day={queue.day}
            everybody={everybody}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = {
  readonly place: number
  readonly item: Queued
  /** What stands first, which its points are held beside; of the first itself that behind it. */
  readonly beside: Queued | undefined
  readonly day: string
  readonly everybody: boolean
}

function Row({ place, item, beside, day, everybody }: RowProps) {
  const { customer, workflow, daysUntilRenewal } = item
  const stage = stageWord(workflow.stage)
  const left = daysUntilRenewal === null ? '–' : days(daysUntilRenewal)
  const score = points(Math.round(item.priorityScore * 10) / 10, { digits: 1, signed: false })
  return (
    <tr data-card={item.id}>
      <td className={styles.place}>{place}</td>
      <th scope="row">
        <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={table.name}>
          {customer.name}
        </Link>
        <span className={table.about}>
          {workflow.title} <Status item={item} />
          <span className={table.onPhone}> · {left}</span>
        </span>
      </th>
      <td>{stage && <StageBadge {...stage} />}</td>
      <td className={table.number}>{left}</td>
      <td className={table.number}>{customer.arr === null ? '–' : money(customer.arr, customer.currency)}</td>
      <td className={table.number}>{item.healthScore === null ? '–' : figure(Math.round(item.healthScore))}</td>
      <td className={table.number}>{item.riskScore === null ? '–' : figure(Math.round(item.riskScore))}</td>
      {everybody && <td className={table.second}>{item.csm?.name ?? 'Nobody'}</td>}
      <td className={table.number}>
        <b>
          <WhyButton
            question={{
              figure: 'score',
              executionId: item.id,
              against: beside?.id,
              among: everybody ? 'everybody' : undefined,
            }}
            label={`Why ${score} points`}
            look="figure"
            day={day}
          >
            {score}
          </WhyButton>
        </b>
      </td>
    </tr>
  )
}

function Status({ item: { status, held } }: { readonly item: Queued }) {
  if (held) return <Tag tone="plain">Held</Tag>
  if (status === 'snoozed') return <Tag tone="snooze">Snoozed</Tag>
  if (status === 'escalated') return <Tag tone="info">Escalated</Tag>
  return status === 'in_progress' ? <Tag tone="accent">Begun</Tag> : null
}
