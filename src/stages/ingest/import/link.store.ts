import type { Tx } from '../../../platform/postgres.ts'
import type { Kind, Referred } from './fields/field.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { BELONGING } from './references.ts'
import { createResolver, type Resolver } from './references.store.ts'
import { linkUsage, waitingUsage, type WaitingUsage } from './waiting-usage.store.ts'

/** A reference that waits for the record it means. */
type Waiting = { readonly table: string; readonly label: string; readonly refersTo: Referred }

const TO_CUSTOMERS: readonly Waiting[] = [
  ...BELONGING.map(([, table]): Waiting => ({ table, label: 'customer', refersTo: 'customers' })),
  { table: 'customers', label: 'parent', refersTo: 'customers' },
]
const TO_USERS: readonly Waiting[] = [
  ...['customers', 'renewals', 'opportunities'].map((table): Waiting => ({ table, label: 'owner', refersTo: 'users' })),
  { table: 'users', label: 'lead', refersTo: 'users' },
]
const TO_PRODUCTS: readonly Waiting[] = [{ table: 'opportunities', label: 'product', refersTo: 'products' }]
const TO_CONTACTS: readonly Waiting[] = [{ table: 'survey_responses', label: 'contact', refersTo: 'contacts' }]

const WAITING: Readonly<Partial<Record<Kind, readonly Waiting[]>>> = {
  customers: TO_CUSTOMERS,
  users: TO_USERS,
  products: TO_PRODUCTS,
  contacts: TO_CONTACTS,
}

/** Every reference that may wait. */
export const WAITING_REFERENCES: readonly Waiting[] = Object.values(WAITING).flat()

const PAGE = 10_000

/** Whose ids come first, and the import that taking back shall let go of the links again; undefined when nothing shall. */
export type Linking = { readonly source: string; readonly importId: string | undefined }

/** Links rows that waited for records of a kind which has just been imported. Gives the number of rows. */
export async function linkWaiting(tx: Tx, kind: Kind, { source, importId }: Linking): Promise<number> {
  const resolver = createResolver(source)
  let linked = 0
  await tx.run(`set local app.versions = 'off'`)
  for (const waiting of WAITING[kind] ?? []) linked += await linkTable(tx, waiting, { resolver, importId })
  await tx.run(`set local app.versions = 'on'`)
  return linked
}

/** Every kind of reference: after an import was taken back. */
export async function linkEverything(tx: Tx, source: string): Promise<void> {
  for (const kind of ['customers', 'users', 'products', 'contacts'] as const)
    await linkWaiting(tx, kind, { source, importId: undefined })
}

type By = { readonly resolver: Resolver; readonly importId: string | undefined }

async function linkTable(tx: Tx, { table, label, refersTo }: Waiting, by: By): Promise<number> {
  let linked = 0
  let after = ''
  for (;;) {
    const page = await tx.rows<{ ref: string }>(
      `select distinct ${label}_ref collate "C" as ref from ${table}
        where company_id = app.company_id() and ${label}_id is null and ${label}_ref collate "C" > $1 order by ref limit ${PAGE}`,
      [after],
    )
    const last = page.at(-1)
    if (!last) return linked
    after = last.ref
    linked += await linkPage(tx, { table, label, refersTo }, { ...by, references: page.map(({ ref }) => ref) })
  }
}

async function linkPage(
  tx: Tx,
  { table, label, refersTo }: Waiting,
  { resolver, importId, references }: By & { references: readonly string[] },
): Promise<number> {
  await resolver.learn(tx, refersTo, references)
  const found = references.flatMap((reference) => {
    const match = resolver.find(refersTo, reference)
    return match?.id === undefined ? [] : [{ reference, id: match.id, form: match.form }]
  })
  if (found.length === 0) return 0
  const customer = table === 'customers' ? 't.id' : table === 'users' ? 'null::uuid' : 't.customer_id'
  const params = [
    found.map(({ reference }) => reference),
    found.map(({ id }) => id),
    found.map(({ form }) => form),
    importId ?? null,
    table,
    label,
  ]
  const rows = await tx.rows<{ customer: string | null }>(
    `with linked as (
       update ${table} t set ${label}_id = found.id,
            resolved_by = case found.form when 'id' then t.resolved_by else t.resolved_by || jsonb_build_object('${label}', found.form) end
       from unnest($1::text[], $2::uuid[], $3::text[]) as found(reference, id, form)
      where t.company_id = app.company_id() and t.${label}_id is null and t.${label}_ref = found.reference
        ${table === 'users' || label === 'parent' ? 'and t.id <> found.id' : ''}
      returning t.id, ${customer} as customer
     ), noted as (
       insert into import_links (company_id, import_id, kind, record_id, label)
       select app.company_id(), $4::uuid, $5, id, $6 from linked where $4::uuid is not null on conflict do nothing
     )
     select customer from linked`,
    params,
  )
  const touched = [...new Set(rows.flatMap((row) => row.customer ?? []))]
  if (touched.length > 0) await raiseFacts(tx, 'select unnest($1::uuid[]) as customer_id', [touched])
  return rows.length
}

/** Gives waiting usage to its customers, found by themselves or by the contract. */
export async function linkWaitingUsage(
  tx: Tx,
  { source, importId, today }: Linking & { readonly today: string },
): Promise<number> {
  const resolver = createResolver(source)
  let linked = 0
  let after: WaitingUsage | undefined
  for (;;) {
    const page = await waitingUsage(tx, after, PAGE)
    after = page.at(-1)
    if (!after) return linked
    await resolver.learn(
      tx,
      'customers',
      page.flatMap(({ customerRef }) => customerRef || []),
    )
    await resolver.learn(
      tx,
      'contracts',
      page.flatMap(({ contractRef }) => contractRef || []),
    )
    const found = page.flatMap(({ customerRef, contractRef }) => {
      const customerId = usageCustomer(resolver, { customerRef, contractRef })
      return customerId === undefined
        ? []
        : [{ customerRef: customerRef ?? '', contractRef: contractRef ?? '', customerId }]
    })
    linked += await linkUsage(tx, found, { importId, today })
  }
}

/** Whose usage it is: the customer's it names, else the contract's. */
export function usageCustomer(resolver: Resolver, { customerRef, contractRef }: WaitingUsage): string | undefined {
  const named = customerRef ? resolver.find('customers', customerRef)?.id : undefined
  return named ?? (contractRef ? resolver.customerOfContract(contractRef) : undefined)
}
