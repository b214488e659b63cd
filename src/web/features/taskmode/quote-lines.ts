import type { ArtifactOf } from '../../../stages/compose/artifacts.contract.ts'
import type { PanelDraft } from './draft.ts'

export type QuoteLine = {
  readonly label: string
  readonly note: string
  readonly quantity: number
  readonly each: number
  /** Its amount is the price of the run, whatever that becomes. */
  readonly follows: boolean
}

export const PAYMENTS = [
  { times: 1, label: 'Once a year' },
  { times: 2, label: 'Twice a year' },
  { times: 4, label: 'Quarterly' },
  { times: 12, label: 'Monthly' },
] as const

export type QuoteAsIs = {
  readonly lines: readonly QuoteLine[]
  readonly total: number
  readonly months: number
  readonly payments: number
}

type Told = { readonly draft: PanelDraft | undefined; readonly price: number }

/** A quote as it stands; the line that follows the price carries it at this moment. */
export function quoteOf(artifact: ArtifactOf<'quote'>, { draft, price }: Told): QuoteAsIs {
  const lines = linesIn(draft) ?? [{ ...artifact.line, quantity: 1, each: price, follows: true }]
  const priced = lines.map((line) => (line.follows ? { ...line, each: price } : line))
  return {
    lines: priced,
    total: priced.reduce((sum, { quantity, each }) => sum + quantity * each, 0),
    months: numberIn(draft, 'months') ?? artifact.months,
    payments: numberIn(draft, 'payments') ?? 1,
  }
}

const numberIn = (draft: PanelDraft | undefined, key: string): number | undefined => {
  const value = draft?.[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function linesIn(draft: PanelDraft | undefined): readonly QuoteLine[] | undefined {
  const kept = draft?.['lines']
  if (!Array.isArray(kept)) return undefined
  const lines = kept.filter(isLine)
  return lines.length > 0 ? lines : undefined
}

const isLine = (value: unknown): value is QuoteLine =>
  typeof value === 'object' &&
  value !== null &&
  'label' in value &&
  'quantity' in value &&
  typeof value.quantity === 'number' &&
  'each' in value &&
  typeof value.each === 'number'
