import type { Field } from './fields/field.ts'
import type { Draft, KindSpec } from './fields/spec.ts'
import { COMPANY, foundId, foundMarks, joinFound, type Reference } from './links-sql.ts'
import { linkOf, type Link } from './references.ts'

/** One thing that a row may give: a stored field, a reference with its two columns, or the attributes. */
type Slot =
  | { readonly kind: 'column'; readonly field: Field; readonly column: string }
  | { readonly kind: 'link'; readonly field: Field; readonly link: Link }
  | { readonly kind: 'attributes'; readonly field: Field; readonly column: string }

/** Rows for a table of ours, given by a SELECT whose columns are called as the table's are and have their types. */
export type Addition = {
  readonly table: string
  readonly columns: readonly string[]
  /** Their values, in the same order. */
  readonly values: readonly string[]
  /** What follows FROM. */
  readonly from: string
}

/** The statements that merge a batch, worked out once per import. Columns and tables come from the catalogue, never from a file. */
export type MergePlan = {
  readonly table: string
  readonly slots: readonly Slot[]
  /** What its records refer to. */
  readonly links: readonly Reference[]
  /** They are found by their names as well. */
  readonly keyed: boolean
  /** Columns of the temporary table, in the order of its lines. */
  readonly columns: readonly string[]
  readonly createIncoming: string
  /** `$1`: the source of the import. */
  readonly createDecided: string
  readonly update: string
  readonly insert: Addition
  /** The records that `decided` found and that are not as it found them any more. */
  readonly findMoved: string
  /** Takes rows out of `decided` that were to be new and are not there: another row of the batch turned out to be the same record. */
  readonly forgetMissing: string
}

// Columns that cannot be empty, and what an empty cell means for them.
const DEFAULTS: Readonly<Record<string, string>> = {
  'customers.status': "'active'",
  'customers.competitors': "'{}'",
  'contacts.active': 'true',
  'contacts.opted_out': 'false',
  'contracts.auto_renew': 'false',
  'renewals.progress': "'none'",
  'renewals.contract_refs': "'{}'",
  'support_tickets.priority': "'normal'",
  'support_tickets.open': 'true',
  'support_tickets.reopened': 'false',
  'engagements.attendees': "'{}'",
  'engagements.two_way': 'false',
  'users.role': "'csm'",
  'users.experience': '1.0',
  'users.capacity': '15',
  'users.working_days': "'{1,2,3,4,5}'",
  'users.active': 'true',
  'events.data': "'{}'",
}

/** The source of people made by hand: they keep their rights, whatever a file says. */
export const BY_HAND = 'renubu'

const NAME_KEYED = new Set(['customers', 'users', 'products'])

/** Which other field a reference may be found by. */
const FALLBACKS: Readonly<Record<string, string>> = { customerExternalId: 'customerName' }

export function mergePlan(spec: KindSpec): MergePlan {
  const { table } = spec
  const slots = slotsOf(spec)
  const keyed = NAME_KEYED.has(table)
  const links = linksOf(slots)
  const told = slots.map((slot) => (slot.kind === 'link' ? slot.link.refColumn : slot.column))
  const extra = [...(keyed ? ['name_key'] : []), ...(table === 'users' ? ['team_id'] : [])]
  const stored = ['source', 'external_id', 'source_updated_at', 'known_at', ...told, ...extra]
  const beside = links.flatMap(({ fallback }) => fallback?.column ?? [])
  return {
    table,
    slots,
    links,
    keyed,
    columns: ['row_number', 'given', ...stored, ...beside],
    createIncoming:
      `create temp table incoming on commit drop as select 0::bigint as row_number, 0::bigint as given, ` +
      `${[...stored, ...beside.map((column) => `null::text as ${column}`)].join(', ')} from ${table} with no data`,
    createDecided: decidedSql(table, slots, links),
    update: updateSql({ table, slots, extra: links.length === 0 ? extra : [...extra, 'resolved_by'] }),
    insert: insertOf(table, {
      stored,
      found: links.length === 0 ? [] : [...links.map((link) => link.idColumn), 'resolved_by'],
    }),
    findMoved: `select from decided d where d.place is not null and not exists (select from ${table} t where t.ctid = d.place and t.xmin = d.version)`,
    forgetMissing: `delete from decided d where d.state = 'new' and not exists (select from ${table} t where t.company_id = app.company_id() and t.id = d.id)`,
  }
}

function slotsOf(spec: KindSpec): Slot[] {
  return spec.fields.flatMap((field): Slot[] => {
    const link = linkOf(field)
    if (link) return [{ kind: 'link', field, link }]
    const { column } = field
    if (column === undefined || column === 'external_id' || column === 'source_updated_at') return []
    const attributes = column === 'attributes' || (spec.table === 'events' && column === 'data')
    return [{ kind: attributes ? 'attributes' : 'column', field, column }]
  })
}

const linksOf = (slots: readonly Slot[]): Reference[] =>
  slots.flatMap((slot) => {
    if (slot.kind !== 'link') return []
    const { name, refersTo } = slot.field
    const fallback = FALLBACKS[name]
    if (refersTo === undefined) return []
    return [
      {
        ...slot.link,
        name,
        refersTo,
        fallback: fallback === undefined ? undefined : { name: fallback, column: `${slot.link.label}_beside` },
      },
    ]
  })

const bitOf = (index: number): string => `i.given & ${String(2 ** index)} <> 0`

function newValue(table: string, slot: Slot): string {
  if (slot.kind === 'link') return ''
  if (table === 'renewals' && slot.column === 'progress') return PROGRESS_TOLD
  const fallback = DEFAULTS[`${table}.${slot.column}`]
  return fallback === undefined ? `i.${slot.column}` : `coalesce(i.${slot.column}, ${fallback})`
}

// A renewal that the rules closed stays so while its source only repeats what it said before, as every nightly export does.
const PROGRESS_TOLD = `case when t.progress in ('signed', 'lost') and coalesce(i.progress, 'none') =
  (select case when v.superseded_by is null then v.record ->> 'progress' end from record_versions v
    where v.company_id = t.company_id and v.kind = 'renewals' and v.record_id = t.id and v.record ->> 'closed_at' is null
    order by v.seq desc limit 1) then t.progress else coalesce(i.progress, 'none') end`

const givenAs = (name: string, slots: readonly Slot[]): string =>
  bitOf(slots.findIndex(({ field }) => field.name === name))

const progressNow = (slots: readonly Slot[]): string =>
  `(case when ${givenAs('progress', slots)} then ${PROGRESS_TOLD} else t.progress end)`

// By silence it was signed until its source says that it is.
const autoSigned = (slots: readonly Slot[]): string =>
  `(t.auto_signed and ${progressNow(slots)} = 'signed' and (${givenAs('progress', slots)} and i.progress = 'signed') is not true)`

// Closed is who is signed or lost, and nobody else: whoever is opened again has no moment of closing, whatever the row says of it.
const closedAt = (slots: readonly Slot[]): string =>
  `(case when ${progressNow(slots)} in ('signed', 'lost')
    then coalesce(case when ${givenAs('closedAt', slots)} then i.closed_at end, t.closed_at, i.source_updated_at, app.now()) end)`

function changed(
  table: string,
  { slots, links }: { readonly slots: readonly Slot[]; readonly links: readonly Reference[] },
  index: number,
): string {
  const slot = slots[index]
  if (!slot) return 'false'
  if (slot.kind === 'attributes')
    return `(${bitOf(index)} and t.${slot.column} || i.${slot.column} is distinct from t.${slot.column})`
  if (slot.kind === 'column' && slot.column === 'closed_at')
    return `((${closedAt(slots)}, ${autoSigned(slots)}) is distinct from (t.closed_at, t.auto_signed))`
  if (slot.kind === 'column') return `(${bitOf(index)} and ${newValue(table, slot)} is distinct from t.${slot.column})`
  const { label, idColumn, refColumn } = slot.link
  const link = links.find((each) => each.label === label)
  const isFound = link ? `t.${idColumn} is null and ${foundId(link)} is not null` : 'false'
  return `(${bitOf(index)} and (i.${refColumn} is distinct from t.${refColumn} or ${isFound}))`
}

// Somebody worked with the record, so that taking its import back could only put it aside. The source has it again: it is back.
const TAKEN_BACK = `(not t.active and exists (select from imports m where m.company_id = t.company_id and m.id = t.import_id and m.status = 'undone'))`

// What becomes of each row: new, older than what is known, changed or the same. Ids are given here, so that an insert knows them.
// All of a batch are one question to the index, which finds neighbours where the one before was: a quarter of what it takes to look up each by itself.
// Joined without that list, the server reads all that is known, once a batch, as soon as that is some batches long, and an import of many batches takes
// a time that grows with their square.
function decidedSql(table: string, slots: readonly Slot[], links: readonly Reference[]): string {
  const anyChange = [
    ...slots.map((_, index) => changed(table, { slots, links }, index)),
    ...(table === 'users' ? ['i.team_id <> coalesce(t.team_id, app.company_id())', TAKEN_BACK] : []),
    ...(table === 'customers' ? ['t.archived_at is not null'] : []),
  ].join(' or ')
  const owning = slots.findIndex((slot) => slot.kind === 'link' && slot.link.label === 'customer')
  const owner = slots[owning]
  const ownerLink = links.find(({ label }) => label === 'customer')
  const before = table === 'customers' ? 't.id' : owner ? 't.customer_id' : 'null::uuid'
  const after =
    owner?.kind === 'link' && ownerLink
      ? `case when t.id is not null and ${linkStays(owner, bitOf(owning))} then t.customer_id else ${foundId(ownerLink)} end`
      : before
  const found =
    links.length === 0
      ? []
      : [...links.map((link) => `${foundId(link)} as ${link.idColumn}`), `${foundMarks(links)} as resolved_by`]
  return `
    create temp table decided on commit drop as
    select i.row_number, coalesce(t.id, app.nth_id((select app.new_id()), i.row_number)) as id,
           ${[`${before} as customer_before`, `${after} as customer_after`, ...found].join(', ')},
           t.ctid as place, t.xmin as version,
           case when t.id is null then 'new'
                when i.source_updated_at < t.source_updated_at then 'older'
                when ${anyChange} then 'changed'
                else 'same' end as state
      from incoming i
      left join ${table} t on t.company_id = ${COMPANY} and t.source = i.source and t.external_id = i.external_id
        and t.source = any(array[${table === 'users' ? `$1, '${BY_HAND}'` : '$1'}]) and t.external_id = any(array(select external_id from incoming))
      ${joinFound(links)}`
}

function updateSql({
  table,
  slots,
  extra,
}: {
  table: string
  slots: readonly Slot[]
  extra: readonly string[]
}): string {
  const sets = slots.flatMap((slot, index) => {
    const bit = bitOf(index)
    if (slot.kind === 'attributes')
      return [`${slot.column} = case when ${bit} then t.${slot.column} || i.${slot.column} else t.${slot.column} end`]
    if (slot.kind === 'column' && slot.column === 'left_on') return [leftOn(bit, slots)]
    if (slot.kind === 'column' && slot.column === 'closed_at')
      return [`closed_at = ${closedAt(slots)}`, `auto_signed = ${autoSigned(slots)}`]
    if (table === 'users' && slot.kind === 'column' && slot.column === 'active')
      return [`active = case when ${bit} then coalesce(i.active, true) else t.active or ${TAKEN_BACK} end`]
    if (slot.kind === 'column')
      return [`${slot.column} = case when ${bit} then ${newValue(table, slot)} else t.${slot.column} end`]
    const { idColumn, refColumn } = slot.link
    return [
      `${refColumn} = case when ${bit} then i.${refColumn} else t.${refColumn} end`,
      `${idColumn} = case when ${linkStays(slot, bit)} then t.${idColumn} else d.${idColumn} end`,
    ]
  })
  const more = extra.map((column) =>
    column === 'resolved_by' ? resolvedBy(slots) : `${column} = coalesce(i.${column}, t.${column})`,
  )
  return `
    update ${table} t set ${[...sets, ...more, ...(table === 'customers' ? ['archived_at = null'] : [])].join(',\n      ')},
      source_updated_at = greatest(t.source_updated_at, i.source_updated_at),
      known_at = greatest(t.known_at, coalesce(i.source_updated_at, app.now())), import_id = $1, updated_at = app.now()
    from incoming i join decided d on d.row_number = i.row_number
    where d.state = 'changed' and t.company_id = ${COMPANY} and t.id = d.id`
}

// A link that was found stays while the source still says the same.
const linkStays = ({ link: { idColumn, refColumn } }: Extract<Slot, { kind: 'link' }>, given: string): string =>
  `(not (${given}) or t.${refColumn} is not distinct from i.${refColumn} and t.${idColumn} is not null)`

// The form by which a link was found belongs to that link: it stays and goes with it.
function resolvedBy(slots: readonly Slot[]): string {
  const staying = slots.flatMap((slot, index) =>
    slot.kind === 'link' ? [`case when ${linkStays(slot, bitOf(index))} then '${slot.link.label}' end`] : [],
  )
  const labels = slots.flatMap((slot) => (slot.kind === 'link' ? [`'${slot.link.label}'`] : []))
  const kept = `array_remove(array[${staying.join(', ')}], null)`
  return `resolved_by = (t.resolved_by - array(select unnest(array[${labels.join(', ')}]) except select unnest(${kept})))
      || (coalesce(d.resolved_by, '{}') - ${kept})`
}

// A contact who is found inactive left when the source said so; one who is back has not left.
function leftOn(given: string, slots: readonly Slot[]): string {
  const activeGiven = givenAs('active', slots)
  return `left_on = case when ${given} and i.left_on is not null then i.left_on
      when ${activeGiven} and t.active and not coalesce(i.active, true) then coalesce(i.source_updated_at, app.now())::date
      when ${activeGiven} and not t.active and coalesce(i.active, true) then null
      else t.left_on end`
}

type Columns = { readonly stored: readonly string[]; readonly found: readonly string[] }

function insertOf(table: string, { stored, found }: Columns): Addition {
  const values = stored.map((column) => {
    if (column === 'known_at') return 'least(coalesce(i.source_updated_at, i.known_at, app.now()), app.now())'
    if (column === 'attributes') return `coalesce(i.attributes, '{}')`
    if (table === 'renewals' && column === 'closed_at')
      return `case when i.progress in ('signed', 'lost') then coalesce(i.closed_at, i.source_updated_at, app.now()) end`
    const fallback = DEFAULTS[`${table}.${column}`]
    return fallback === undefined ? `i.${column}` : `coalesce(i.${column}, ${fallback})`
  })
  return {
    table,
    // What they refer to comes first: it is asked for by itself, and to read a column the server walks over those before it.
    columns: ['company_id', 'id', 'import_id', ...found, ...stored],
    values: [
      'app.company_id()',
      'd.id',
      '$1::uuid',
      ...found.map((column) => (column === 'resolved_by' ? `coalesce(d.resolved_by, '{}')` : `d.${column}`)),
      ...values,
    ],
    from: `incoming i join decided d on d.row_number = i.row_number where d.state = 'new'`,
  }
}

/** Which slots a draft gives, as bits. */
export function givenBits(plan: MergePlan, draft: Draft): number {
  let bits = 0
  let bit = 1
  for (const { field } of plan.slots) {
    if (draft[field.name] !== undefined) bits += bit
    bit *= 2
  }
  return bits
}
