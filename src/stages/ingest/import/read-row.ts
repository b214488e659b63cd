import { whyBroken } from './read/broken-row.ts'
import { cellText } from './column.ts'
import type { Field } from './fields/field.ts'
import { textOf, type CompanyContext, type Draft, type KindSpec, type Rejection } from './fields/spec.ts'
import { type ColumnReading, currencyOf, readValue, unstorable } from './values/read-value.ts'

/** How one file is read: which column each field comes from, and how its cells are written. */
export type Plan = {
  readonly spec: KindSpec
  readonly company: CompanyContext
  readonly fields: readonly {
    readonly field: Field
    readonly place: number
    readonly column: string
    readonly reading: ColumnReading
  }[]
  /** Columns that no field is read from: kept as attributes. */
  readonly rest: readonly { readonly place: number; readonly column: string }[]
}

export type ReadRow =
  | {
      readonly ok: true
      readonly draft: Draft
      readonly unknown: readonly { readonly field: string; readonly text: string }[]
      readonly contradictions: readonly string[]
    }
  | { readonly ok: false; readonly rejection: Rejection }

const refused = (column: string | null, reason: string): ReadRow => ({ ok: false, rejection: { column, reason } })

/** Reads one row into canonical fields. What no field takes is in `attributes` (events: `data`). */
export function readRow(plan: Plan, row: readonly unknown[]): ReadRow {
  const unreadable = whyBroken(row)
  if (unreadable !== undefined) return refused(null, unreadable)
  const draft: Draft = {}
  const attributes: Record<string, unknown> = {}
  const unknown: { field: string; text: string }[] = []
  for (const { field, place, column, reading } of plan.fields) {
    const cell = row[place]
    // A record that says nothing of a field leaves it as it was; an empty cell empties it.
    if (cell === undefined) continue
    const read = readValue(field, cell, reading)
    if ('reason' in read) return refused(column, read.reason)
    if ('value' in read) {
      draft[field.name] = read.value
      if (field.type === 'amount') namedCurrency(draft, cell)
    } else {
      draft[field.name] = field.otherwise ?? null
      attributes[column] = read.unknownWord
      unknown.push({ field: field.name, text: read.unknownWord })
    }
  }
  const broken = keepRest(plan, row, attributes)
  if (broken) return { ok: false, rejection: broken }
  if (draft['isDeleted'] === true || textOf(draft, 'deletedAt') !== undefined)
    return refused(null, 'The source says that this record is deleted')
  putAttributes(draft, attributes, plan.spec.kind === 'events' ? 'data' : 'attributes')
  const rejection = plan.spec.finish?.(draft, plan.company) ?? missing(plan.spec, draft)
  if (rejection) return { ok: false, rejection: { ...rejection, column: columnOf(plan, rejection.column) } }
  return { ok: true, draft, unknown, contradictions: plan.spec.contradictions?.(draft, plan.company) ?? [] }
}

function namedCurrency(draft: Draft, cell: unknown): void {
  const named = typeof cell === 'string' ? currencyOf(cell) : undefined
  if (named !== undefined && draft['currency'] === undefined) draft['currency'] = named
}

function keepRest(plan: Plan, row: readonly unknown[], attributes: Record<string, unknown>): Rejection | undefined {
  for (const { place, column } of plan.rest) {
    const cell = row[place]
    const text = cellText(cell)
    if (text === undefined) continue
    const reason =
      unstorable(text) ?? (text.includes('\\u0000') && typeof cell === 'object' ? unstorable('\0') : undefined)
    if (reason !== undefined) return { column, reason }
    attributes[column] = cell
  }
  return undefined
}

function putAttributes(draft: Draft, attributes: Record<string, unknown>, name: string): void {
  const given = textOf(draft, name)
  if (Object.keys(attributes).length === 0) {
    if (given === undefined) delete draft[name]
    return
  }
  const whole: unknown = given === undefined ? {} : JSON.parse(given)
  draft[name] = JSON.stringify({ ...(typeof whole === 'object' ? whole : {}), ...attributes })
}

const required = new WeakMap<KindSpec, readonly Field[]>()

function requiredOf(spec: KindSpec): readonly Field[] {
  const known = required.get(spec)
  if (known) return known
  const fields = spec.fields.filter((field) => field.required)
  required.set(spec, fields)
  return fields
}

function missing(spec: KindSpec, draft: Draft): Rejection | undefined {
  for (const field of requiredOf(spec)) {
    const value = draft[field.name]
    if (value === undefined)
      return { column: field.name, reason: `${field.name} is missing: no column was found for it` }
    if (value === null) return { column: field.name, reason: `${field.name} is empty` }
    if (field.type === 'text' && typeof value === 'string' && isBlank(value))
      return { column: field.name, reason: `${field.name} is blank` }
  }
  return undefined
}

/** Nothing but the white space that people type; stranger characters are somebody's name. */
const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

const columnOf = (plan: Plan, name: string | null): string | null =>
  plan.fields.find(({ field }) => field.name === name)?.column ?? name
