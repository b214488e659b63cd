import type { Field, Kind } from './field.ts'

/** A value as it is stored: days and instants in ISO form, lists and json as PostgreSQL writes them. */
export type Value = string | number | boolean | null

/** One record in canonical fields; a field that the source does not give at all is absent, one that it leaves empty is null. */
export type Draft = Record<string, Value | undefined>

export type Rejection = { readonly column: string | null; readonly reason: string }

/** What of the company decides how values are read. */
export type CompanyContext = {
  readonly timeZone: string
  readonly currency: string
  /** Today in the company's time zone, ISO. */
  readonly today: string
  /** Now, ISO. */
  readonly now: string
}

export type KindSpec = {
  readonly kind: Kind
  readonly table: string
  readonly fields: readonly Field[]
  /** Words by which sources repeat the kind in a header: `account_name` in a file of customers. */
  readonly own: readonly string[]
  /** Fields that together name a record which has no external id, the first complete set counts; without any, its whole content does. */
  readonly identity: readonly (readonly string[])[]
  /** The day or instant that a fact has of itself; what is known of it is taken to be known since then. */
  readonly ownTime?: readonly string[]
  /** Folds pseudo-fields into real ones and fills what follows from others. Changes the draft; may refuse it. */
  readonly finish?: (draft: Draft, company: CompanyContext) => Rejection | undefined
  /** Codes of what contradicts itself within the record. */
  readonly contradictions?: (draft: Draft, company: CompanyContext) => readonly string[]
}

/** Sets a field that the source left out or empty. */
export function fill(draft: Draft, name: string, value: Value | undefined): void {
  if ((draft[name] ?? null) === null && value !== undefined && value !== null) draft[name] = value
}

/** The field's text, when it is there. */
export const textOf = (draft: Draft, name: string): string | undefined => {
  const value = draft[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const numberOf = (draft: Draft, name: string): number | undefined => {
  const value = draft[name]
  return typeof value === 'number' ? value : undefined
}

/** True when both are given and the first comes after the second; days and instants in ISO form compare as text. */
export const isAfter = (draft: Draft, first: string, second: string): boolean => {
  const [left, right] = [textOf(draft, first), textOf(draft, second)]
  if (left === undefined || right === undefined) return false
  const length = Math.min(left.length, right.length)
  return left.slice(0, length) > right.slice(0, length)
}
