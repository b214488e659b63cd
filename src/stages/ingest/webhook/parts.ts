import { metricName } from '../import/fields/usage.ts'
import type { CustomerUpdate } from './update.contract.ts'

type Row = Readonly<Record<string, unknown>>

/** One update as it was told. */
export type Told = { readonly webhookId: string; readonly body: CustomerUpdate }

/** What is known of a ticket already. */
export type KnownTicket = {
  readonly openedAt: string
  readonly status: string | null
  readonly resolvedAt: string | null
}

/** What an update comes to: records for the import, and attributes of the customer. */
export type Parts = {
  readonly usage: readonly Row[]
  readonly events: readonly Row[]
  readonly tickets: readonly Row[]
  readonly attributes: Row
}

type Against = {
  /** Updates of the same customer that were applied already and are newer than this one, the oldest first. */
  readonly newer: readonly Told[]
  /** By external id. */
  readonly knownTickets: ReadonlyMap<string, KnownTicket>
}

/**
 * What an update still has to say where newer ones were heard before it: field by field the newest wins, so that five updates leave the
 * same behind in whatever order they come.
 */
export function partsOf(told: Told, { newer, knownTickets }: Against): Parts {
  const ref = { customerExternalId: told.body.customerId }
  const merged = (rowsOf: RowsOf): readonly Merged[] => mergedRows(told, newer, rowsOf)
  return {
    usage: merged(usageRows).map(({ fields }) => ({ ...fields, ...ref })),
    events: merged(signalRows).map((row) => signalRecord(row, told.body.customerId)),
    tickets: merged(ticketRows).map((row) => ({
      ...ticketRecord(row, knownTickets.get(row.externalId)),
      ...ref,
    })),
    attributes: attributesOf(told.body, newer),
  }
}

/** External ids of the tickets that an update speaks of. */
export const ticketIdsOf = (told: Told): readonly string[] => ticketRows(told).map(({ externalId }) => externalId)

/** What the updates of one customer, the oldest first, say of it altogether. */
export const attributesTogether = (told: readonly Told[]): Row =>
  Object.assign({}, ...told.map(({ body }) => attributesOf(body, []))) as Row

type KeyedRow = { readonly key: string; readonly externalId: string; readonly fields: Row }
type RowsOf = (told: Told) => readonly KeyedRow[]
type Merged = KeyedRow & {
  /** When the update itself was true, and the newest that is in it. */
  readonly since: string
  readonly upTo: string
}

function mergedRows(told: Told, newer: readonly Told[], rowsOf: RowsOf): readonly Merged[] {
  const since = told.body.occurredAt
  const merged = new Map<string, Merged>()
  for (const row of rowsOf(told)) merged.set(row.key, { ...row, since, upTo: since })
  if (merged.size === 0) return []
  for (const later of newer) {
    for (const row of rowsOf(later)) {
      const before = merged.get(row.key)
      if (before)
        merged.set(row.key, { ...before, fields: { ...before.fields, ...row.fields }, upTo: later.body.occurredAt })
    }
  }
  return [...merged.values()]
}

const usageRows: RowsOf = ({ body: { usage = [] } }) =>
  usage.map((row) => {
    const { metric, date, value, feature } = row
    const externalId = idIn(row) ?? ''
    const named = typeof metric === 'string' ? metricName(metric) : metric
    return {
      key: JSON.stringify([named, date, feature ?? '', externalId]),
      externalId,
      fields: { ...given({ metric: named, date, value, feature }), ...(externalId === '' ? {} : { externalId }) },
    }
  })

const signalRows: RowsOf = ({ webhookId, body: { riskSignals = [] } }) =>
  riskSignals.map((fields, index) => keyed(idIn(fields) ?? `${webhookId}#signal-${String(index + 1)}`, fields))

const ticketRows: RowsOf = ({ webhookId, body: { tickets = [] } }) =>
  tickets.map((fields, index) => keyed(idIn(fields) ?? `${webhookId}#ticket-${String(index + 1)}`, fields))

const keyed = (externalId: string, fields: Row): KeyedRow => ({ key: externalId, externalId, fields })

const IDS = ['externalId', 'id'] as const

function idIn(row: Row): string | undefined {
  for (const name of IDS) {
    const id = row[name]
    if (typeof id === 'string' && id.trim() !== '') return id
    if (typeof id === 'number') return String(id)
  }
  return undefined
}

const given = (fields: Row): Row =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

function signalRecord({ externalId, fields, upTo }: Merged, customerId: string): Row {
  const { at = upTo, kind, ...more } = fields
  const data = { ...more, kind: typeof kind === 'string' && kind !== '' ? kind : 'other' }
  return {
    externalId,
    customerExternalId: customerId,
    kind: 'risk-signal',
    at,
    // As text: the import would take an object apart and look for columns in it.
    data: JSON.stringify(data),
    updatedAt: upTo,
  }
}

/** Whose a ticket is and when it was told is the update's to say, not the row's. */
const OURS = new Set<string>([...IDS, 'customerName', 'customerExternalId', 'updatedAt'])

/**
 * A ticket as the import takes it, which reads whole records: what this update does not say of its status stays as it is known, and the
 * beginning that nobody named is the first that was heard of it.
 */
function ticketRecord({ externalId, fields, since, upTo }: Merged, known: KnownTicket | undefined): Row {
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !OURS.has(name)))
  const opened = own['createdAt'] ?? earlier(known?.openedAt, since)
  const standing = known ? { status: known.status, resolvedAt: known.resolvedAt } : {}
  return { ...standing, ...own, externalId, createdAt: opened, updatedAt: upTo }
}

const earlier = (known: string | undefined, told: string): string =>
  known !== undefined && Date.parse(known) <= Date.parse(told) ? known : told

const scoreOf = ({ engagementScore, attributes = {} }: CustomerUpdate): Row =>
  engagementScore === undefined ? attributes : { ...attributes, engagementScore }

function attributesOf(body: CustomerUpdate, newer: readonly Told[]): Row {
  const overtaken = new Set(newer.flatMap((later) => Object.keys(scoreOf(later.body))))
  return Object.fromEntries(Object.entries(scoreOf(body)).filter(([name]) => !overtaken.has(name)))
}
