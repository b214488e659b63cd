import { LONGEST_METRIC, metricName } from './fields/usage.ts'
import { numberOf, textOf, type Draft } from './fields/spec.ts'
import { isLonger, readValue, type ColumnReading } from './values/read-value.ts'
import type { Field } from './fields/field.ts'

/** One value of one metric on one day, as a row gives it. */
export type UsageValue = {
  readonly rowNumber: number
  readonly customerRef: string | null
  readonly contractRef: string | null
  readonly metric: string
  readonly day: string
  readonly feature: string
  readonly externalId: string
  readonly value: number
}

const VALUE: Field = { name: 'value', type: 'number', aliases: [] }

type Wide = {
  readonly columns: readonly { readonly place: number; readonly metric: string }[]
  readonly row: readonly unknown[]
  readonly reading: ColumnReading
}

export type UsageReading =
  { readonly values: readonly UsageValue[] } | { readonly column: string | null; readonly reason: string }

/**
 * The values of one row: its `value`, or one for each of its metric columns.
 * `metric` is what a row without a metric of its own counts: the name of the column that the values are in.
 */
export function usageValues(
  draft: Draft,
  { rowNumber, externalId, metric, wide }: { rowNumber: number; externalId: string; metric: string; wide: Wide },
): UsageReading {
  const day = textOf(draft, 'date')
  if (day === undefined) return { column: 'date', reason: 'date is empty' }
  const customerRef = textOf(draft, 'customerExternalId') ?? textOf(draft, 'customerName') ?? null
  const contractRef = textOf(draft, 'contractExternalId') ?? null
  if (customerRef === null && contractRef === null)
    return { column: 'customerExternalId', reason: 'The row says neither whose usage it is nor under which contract' }
  const common = { rowNumber, customerRef, contractRef, day, feature: textOf(draft, 'feature') ?? '', externalId }
  if (wide.columns.length === 0) {
    const value = numberOf(draft, 'value')
    if (value === undefined) return { column: 'value', reason: 'value is empty' }
    const counted = metricName(textOf(draft, 'metric') ?? metric)
    if (isLonger(counted, LONGEST_METRIC))
      return { column: 'metric', reason: `The name of a metric has at most ${String(LONGEST_METRIC)} characters` }
    return { values: [{ ...common, metric: counted, value }] }
  }
  const values: UsageValue[] = []
  for (const column of wide.columns) {
    const read = readValue(VALUE, wide.row[column.place], wide.reading)
    if (!('value' in read)) return { column: column.metric, reason: 'reason' in read ? read.reason : 'not a number' }
    if (typeof read.value === 'number') values.push({ ...common, metric: column.metric, value: read.value })
  }
  return { values }
}
