import { Check, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Contract, CustomerPage } from '../../../views/customer-page.contract.ts'
import { ageOf, dayWithDate, figure, money, plainDay } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import { WhyButton } from '../../why/why-button.tsx'
import { Said } from './said.tsx'
import styles from './side.module.css'

type SideProps = { readonly page: CustomerPage }

/** What is open, what was signed, and how fresh it all is. */
export function Side({ page }: SideProps) {
  return (
    <aside className={styles.side} aria-label="Open workflows, contracts and sources">
      <OpenNow page={page} />
      <Said page={page} />
      <Contracts page={page} />
      <Freshness page={page} />
    </aside>
  )
}

const STATES = { pending: null, in_progress: 'Begun', snoozed: 'Snoozed', escalated: 'Escalated' } as const

function OpenNow({ page: { open, day } }: SideProps) {
  return (
    <Panel title="Open now">
      {open.length === 0 && <p className="small dim">No workflow is due here. That is good news.</p>}
      <ul className={styles.runs}>
        {open.map((card) => (
          <li key={card.executionId} data-card={card.executionId}>
            <b>{card.workflow.title}</b>
            <span className="small dim">
              {[STATES[card.status], card.dueOn && `${card.late ? 'was due' : 'due'} ${dayWithDate(card.dueOn, day)}`]
                .filter(Boolean)
                .map((word) => `${String(word)} · `)}
              <WhyButton
                question={{ figure: 'score', executionId: card.executionId, against: 'first' }}
                label={`Why ${figure(Math.round(card.score))} points`}
                look="figure"
                day={day}
              >
                {figure(Math.round(card.score))} points
              </WhyButton>
            </span>
            <ol className={styles.steps}>
              {card.workflow.steps.map((step, index) => (
                <li key={step}>
                  <i aria-hidden="true">{index + 1}</i>
                  {step}
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Contracts({ page: { contracts, customer, day } }: SideProps) {
  return (
    <Panel title={contracts.length > 1 ? 'Contracts' : 'Contract'}>
      {contracts.length === 0 && <p className="small dim">No contract is known.</p>}
      {contracts.map((contract) => (
        <Rows
          key={contract.id}
          rows={[
            [ended(contract, day) ? 'Ended' : 'Ends', contract.end ? dayWithDate(contract.end, day) : 'No date known'],
            ['Value', contract.value.amount === null ? '–' : money(contract.value.amount, contract.value.currency)],
            ['Renews by itself', contract.autoRenew ? 'Yes' : 'No'],
            ...(contract.noticeDays === null ? [] : [['Notice', `${String(contract.noticeDays)} days`] as const]),
            ...(contract.noticeGivenOn === null
              ? []
              : [['Notice given', plainDay(contract.noticeGivenOn, day)] as const]),
          ]}
        />
      ))}
      {customer.seats !== null && <Rows rows={[['Seats', figure(customer.seats)]]} />}
    </Panel>
  )
}

const ended = ({ end }: Contract, day: string): boolean => end !== null && end < day

function Freshness({ page: { sources, day } }: SideProps) {
  return (
    <Panel title="How fresh this is">
      <Rows
        rows={sources.map(({ name, newestOn, stale }) => [
          name,
          <span key={name} className={styles.age} data-tone={stale ? 'warn' : 'fine'}>
            {stale ? (
              <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
            ) : (
              <Check size={14} strokeWidth={1.75} aria-hidden="true" />
            )}
            {ageOf(newestOn, day)}
          </span>,
        ])}
      />
    </Panel>
  )
}

function Rows({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.rows}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
