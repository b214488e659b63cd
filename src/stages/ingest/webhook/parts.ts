import { metricName } from '../import/fields/usage.ts'
import type { CustomerUpdate } from './update.contract.ts'

type Row = Readonly<Record<string, unknown>>

/** One update as it was told. */
export type Told = { readonly id: string; readonly webhookId: string; readonly body: CustomerUpdate }

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
  /** False for what was applied already and stands in the line because it is newer than something that was not. */
  readonly isNew: (told: Told) => boolean
  /** By external id. */
  readonly knownTickets: ReadonlyMap<string, KnownTicket>
}

/**
 * What the new updates in one customer's line come to, where newer ones may have been heard before them: field by field the newest wins,
 * so that five updates leave the same behind in whatever order, and however many at a time, they come.
 * @param line the updates from the oldest new one on, in the order of their time
 */
export function partsOf(line: readonly Told[], { isNew, knownTickets }: Against): Parts {
  const merged = (rowsOf: RowsOf): readonly Merged[] => mergedRows(line, isNew, rowsOf)
  return {
    usage: merged(usageRows).map(({ fields, customerExternalId }) => ({ ...fields, customerExternalId })),
    events: merged(signalRows).map(signalRecord),
    tickets: merged(ticketRows).map((row) => ticketRecord(row, knownTickets.get(row.externalId))),
    attributes: attributesOf(line, isNew),
  }
}

/** External ids of the tickets that updates speak of. */
export const ticketIdsOf = (line: readonly Told[]): readonly string[] => [
  ...new Set(line.flatMap((told) => ticketRows(told).map(({ externalId }) => externalId))),
]

type KeyedRow = { readonly key: string; readonly externalId: string; readonly fields: Row }
type RowsOf = (told: Told) => readonly KeyedRow[]
type Merged = KeyedRow & {
  readonly customerExternalId: string
  /** When the oldest of what is in it was true, and when the newest. */
  readonly since: string
  readonly upTo: string
}

function mergedRows(line: readonly Told[], isNew: Against['isNew'], rowsOf: RowsOf): readonly Merged[] {
  const merged = new Map<string, Merged>()
  for (const told of line) {
    const { customerId: customerExternalId, occurredAt } = told.body
    for (const row of rowsOf(told)) {
      const before = merged.get(row.key)
      if (before) merged.set(row.key, { ...before, fields: { ...before.fields, ...row.fields }, upTo: occurredAt })
      else if (isNew(told)) merged.set(row.key, { ...row, customerExternalId, since: occurredAt, upTo: occurredAt })
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

function signalRecord({ externalId, customerExternalId, fields, upTo }: Merged): Row {
  const { at = upTo, kind, ...more } = fields
  const data = { ...more, kind: typeof kind === 'string' && kind !== '' ? kind : 'other' }
  return {
    externalId,
    customerExternalId,
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
function ticketRecord(
  { externalId, customerExternalId, fields, since, upTo }: Merged,
  known: KnownTicket | undefined,
): Row {
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !OURS.has(name)))
  const opened = own['createdAt'] ?? earlier(known?.openedAt, since)
  const standing = known ? { status: known.status, resolvedAt: known.resolvedAt } : {}
  return { ...standing, ...own, externalId, customerExternalId, createdAt: opened, updatedAt: upTo }
}

const earlier = (known: string | undefined, told: string): string =>
  known !== undefined && Date.parse(known) <= Date.parse(told) ? known : told

const scoreOf = ({ engagementScore, attributes = {} }: CustomerUpdate): Row =>
  engagementScore === undefined ? attributes : { ...attributes, engagementScore }

function attributesOf(line: readonly Told[], isNew: Against['isNew']): Row {
  const found: Record<string, unknown> = {}
  const started = new Set<string>()
  for (const told of line) {
    for (const [name, value] of Object.entries(scoreOf(told.body))) {
      if (isNew(told)) started.add(name)
      if (started.has(name)) found[name] = value
    }
  }
  return found
}
