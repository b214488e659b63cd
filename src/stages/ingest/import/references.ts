import { matchName, type NameForm } from '../../../base/names.ts'
import type { Field } from './fields/field.ts'
import type { Kind } from './fields/field.ts'

/** Where a reference is stored: its own columns, and how it is called among the forms by which names were found. */
export type Link = { readonly label: string; readonly idColumn: string; readonly refColumn: string }

const LINKS: Readonly<Record<string, Link>> = {
  customerExternalId: { label: 'customer', idColumn: 'customer_id', refColumn: 'customer_ref' },
  ownerEmail: { label: 'owner', idColumn: 'owner_id', refColumn: 'owner_ref' },
  parentExternalId: { label: 'parent', idColumn: 'parent_id', refColumn: 'parent_ref' },
  product: { label: 'product', idColumn: 'product_id', refColumn: 'product_ref' },
  leadEmail: { label: 'lead', idColumn: 'lead_id', refColumn: 'lead_ref' },
  contactExternalId: { label: 'contact', idColumn: 'contact_id', refColumn: 'contact_ref' },
}

/** Undefined for references that only help to find another one. */
export const linkOf = (field: Field): Link | undefined => LINKS[field.name]

/** Kinds whose rows belong to a customer, with their tables. */
export const BELONGING: readonly (readonly [Kind, string])[] = [
  ['contacts', 'contacts'],
  ['contracts', 'contracts'],
  ['renewals', 'renewals'],
  ['opportunities', 'opportunities'],
  ['tickets', 'support_tickets'],
  ['engagements', 'engagements'],
  ['events', 'events'],
  ['invoices', 'invoices'],
  ['surveys', 'survey_responses'],
]

export type Referable = {
  readonly id: string
  readonly externalId: string
  readonly source: string
  readonly name: string
  readonly email: string | null
}

export type Found =
  | { readonly id: string; readonly form: 'id' | 'email' | NameForm; readonly name: string }
  | { readonly id: undefined; readonly several: readonly string[] }

/** The one record that a reference means: by external id (of the same source first), by e-mail address, then by name in its forms. */
export function findReferred(reference: string, source: string, candidates: readonly Referable[]): Found {
  const byId = candidates.filter((candidate) => candidate.externalId === reference)
  const [own] = byId.filter((candidate) => candidate.source === source)
  const [any] = byId
  if (own) return { id: own.id, form: 'id', name: own.name }
  if (any && byId.length === 1) return { id: any.id, form: 'id', name: any.name }
  const address = reference.trim().toLowerCase()
  const [mailed] = candidates.filter(({ email }) => email?.toLowerCase() === address)
  if (mailed) return { id: mailed.id, form: 'email', name: mailed.name }
  const named = matchName(reference, candidates)
  if (named.found) return { id: named.found.id, form: named.form, name: named.found.name }
  return { id: undefined, several: named.candidates.map(({ name }) => name) }
}
