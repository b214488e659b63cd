import type { ExecutionContext } from './context.contract.ts'

/** The records that a sentence can rest on. */
export type SourceKey = 'analysis' | 'contract' | 'customer' | 'contacts' | 'usage' | 'tickets' | 'talks' | 'invoices'

type Source = { readonly label: string; readonly on: string | null }

const latest = (days: readonly (string | null)[]): string | null =>
  days.filter((each) => each !== null).sort((a, b) => (a < b ? 1 : -1))[0] ?? null

const dayOf = (instant: string): string => instant.slice(0, 10)

/** What a footnote says: the kind of record, and the day of the newest one. */
export function sourceOf(key: SourceKey, { intelligence, data, takenAt }: ExecutionContext): Source {
  switch (key) {
    case 'analysis':
      return { label: 'The analysis of this customer', on: intelligence.asOf }
    case 'contract':
      return { label: 'Contract and renewal', on: dayOf(takenAt) }
    case 'customer':
      return { label: 'Customer record', on: dayOf(takenAt) }
    case 'contacts':
      return { label: 'Contacts', on: dayOf(takenAt) }
    case 'usage':
      return { label: 'Product usage', on: data.usage.lastDay }
    case 'tickets':
      return { label: 'Support tickets', on: latest(data.salesforce.cases.map(({ openedAt }) => dayOf(openedAt))) }
    case 'talks':
      return { label: 'Calls, meetings and mail', on: latest(data.engagement.last.map(({ on }) => on)) }
    case 'invoices':
      return { label: 'Invoices', on: latest(data.financials.paymentHistory.map(({ date }) => date)) }
  }
}
