import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import type { CustomerPage, CustomersAsked } from '../../calls/customers.ts'
import { FindField } from '../../ui/find-field.tsx'
import { PLAN_WORDS, stageWord } from '../../words.ts'
import { BANDS, PLANS, STAGES, STATUSES } from './asked.ts'
import styles from './customer-filters.module.css'

type FiltersProps = { readonly asked: CustomersAsked; readonly owners: CustomerPage['owners'] }

const HEALTH_WORDS = { low: 'Below 40', middle: '40 to 70', good: '70 and more', unknown: 'Not known' } as const
const STATUS_WORDS = {
  active: 'Active',
  trial: 'Trial',
  churned: 'Churned',
  test: 'Test',
  internal: 'Internal',
  any: 'Every status',
} as const

/** What is shown stands in the address, so that it can be kept and sent. */
export function CustomerFilters({ asked, owners }: FiltersProps) {
  const navigate = useNavigate({ from: '/customers' })
  const set = (change: CustomersAsked): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const some = [asked.owner, asked.plan, asked.stage, asked.health, asked.status].some((value) => value !== undefined)
  return (
    <div className={styles.filters}>
      <FindField
        label="Name of a customer"
        placeholder="Find a customer"
        className={styles.find}
        text={asked.q ?? ''}
        onText={(text) => set({ q: text === '' ? undefined : text })}
      />
      <Choice
        label="Owner"
        value={asked.owner}
        options={[['nobody', 'Nobody'], ...owners.map(({ id, name }) => [id, name] as const)]}
        onChange={(owner) => set({ owner })}
      />
      <Choice
        label="Plan"
        value={asked.plan}
        options={PLANS.map((plan) => [plan, capital(PLAN_WORDS[plan])])}
        onChange={(plan) => set({ plan })}
      />
      <Choice
        label="Stage"
        value={asked.stage}
        options={STAGES.map((stage) => [stage, stageWord(stage)?.label ?? stage])}
        onChange={(stage) => set({ stage })}
      />
      <Choice
        label="Health"
        value={asked.health}
        options={BANDS.map((band) => [band, HEALTH_WORDS[band]])}
        onChange={(health) => set({ health })}
      />
      <Choice
        label="Status"
        value={asked.status}
        options={STATUSES.map((status) => [status, STATUS_WORDS[status]])}
        onChange={(status) => set({ status })}
      />
      {some && (
        <button
          type="button"
          className={styles.clear}
          onClick={() =>
            set({ owner: undefined, plan: undefined, stage: undefined, health: undefined, status: undefined })
          }
        >
          <X size={14} strokeWidth={1.75} aria-hidden="true" /> Clear
        </button>
      )}
    </div>
  )
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

type ChoiceProps<T extends string> = {
  readonly label: string
  readonly value: T | undefined
  readonly options: readonly (readonly [T, string])[]
  readonly onChange: (value: T | undefined) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      className={styles.choice}
      aria-label={label}
      data-set={value !== undefined || undefined}
      value={value ?? ''}
      onChange={({ target }) => onChange(options.find(([each]) => each === target.value)?.[0])}
    >
      <option value="">{label}</option>
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  )
}
