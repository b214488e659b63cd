/** What an export of another system would hold: canonical names, plain values. These and nothing else go into the import. */
export type SampleRecord = Readonly<Record<string, unknown>>

/** In this order every reference finds what it refers to. */
export const RECORD_KINDS = [
  'users',
  'rates',
  'products',
  'customers',
  'contacts',
  'contracts',
  'renewals',
  'opportunities',
  'usage',
  'tickets',
  'engagements',
  'events',
  'invoices',
  'surveys',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export type Records = Readonly<Record<RecordKind, readonly SampleRecord[]>>

/** The parts of many stories as one export per kind. */
export function together(parts: readonly Partial<Records>[]): Records {
  const all = new Map<RecordKind, SampleRecord[]>(RECORD_KINDS.map((kind) => [kind, []]))
  for (const part of parts) for (const kind of RECORD_KINDS) all.get(kind)?.push(...(part[kind] ?? []))
  const of = (kind: RecordKind): readonly SampleRecord[] => all.get(kind) ?? []
  return {
    users: of('users'),
    rates: of('rates'),
    products: of('products'),
    customers: of('customers'),
    contacts: of('contacts'),
    contracts: of('contracts'),
    renewals: of('renewals'),
    opportunities: of('opportunities'),
    usage: of('usage'),
    tickets: of('tickets'),
    engagements: of('engagements'),
    events: of('events'),
    invoices: of('invoices'),
    surveys: of('surveys'),
  }
}

/** Leaves out what is not told: an absent value is unknown, an empty one would be a statement. */
export function told(record: Record<string, unknown>): SampleRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

/** `Fjord & Sons Ltd` → `fjord-sons-ltd`: the id that the other system gave. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
