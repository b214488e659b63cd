import { nameKey } from '../../../base/names.ts'
import type { Tx } from '../../../platform/postgres.ts'
import type { Referred } from './fields/field.ts'
import { findReferred, type Found, type Referable } from './references.ts'

const NAMED = (table: string, email: string): string => `
  select id, source, external_id as "externalId", name, ${email} as email, name_key as key from ${table}
   where external_id = any($1) or name_key = any($2)`

const CANDIDATES: Readonly<Record<Referred, string>> = {
  customers: NAMED('customers', 'null::text'),
  products: NAMED('products', 'null::text'),
  users: `${NAMED('users', 'email')} or lower(email) = any($3)`,
  contracts: `select id, source, external_id as "externalId", '' as name, null::text as email, '' as key,
                     customer_id as "customerId" from contracts where external_id = any($1)`,
  contacts: `select id, source, external_id as "externalId", coalesce(name, '') as name, email, '' as key from contacts
              where external_id = any($1) or name = any($1) or lower(email) = any($3)`,
}

const WITH_ID = (table: string, customer = 'null::uuid'): string =>
  `select id, external_id as "externalId", ${customer} as "customerId" from ${table} where source = $2 and external_id = any($1)`

const BY_ID: Readonly<Record<Referred, string>> = {
  customers: WITH_ID('customers'),
  products: WITH_ID('products'),
  users: WITH_ID('users'),
  contracts: WITH_ID('contracts', 'customer_id'),
  contacts: WITH_ID('contacts'),
}

// A few cost less in one question for everything that they may mean.
const WORTH_ASKING_TWICE = 50

type CandidateRow = Referable & { readonly key: string; readonly customerId?: string | null }

// A batch asks for fewer, so what it asked for first is still there when it has asked for everything.
const REMEMBERED = 60_000

/** Resolves references of one import; remembers what it found. Ask for whole batches at once. */
export type Resolver = {
  /** Looks up what is not known yet, and again what was not here. */
  learn(tx: Tx, referred: Referred, references: Iterable<string>): Promise<void>
  find(referred: Referred, reference: string): Found | undefined
  /** The customer of a contract; undefined when either is not here. */
  customerOfContract(reference: string): string | undefined
}

export function createResolver(source: string): Resolver {
  const known = new Map<Referred, Remembered>()
  return {
    learn: async (tx, referred, references) => {
      const memory: Remembered = known.get(referred) ?? { fresh: new Map(), old: new Map() }
      known.set(referred, memory)
      if (memory.fresh.size > REMEMBERED) {
        memory.old = memory.fresh
        memory.fresh = new Map()
      }
      const wanted = new Set<string>()
      for (const reference of references) {
        const before = memory.fresh.get(reference) ?? memory.old.get(reference)
        // What was not here may be by now.
        if (isHere(before)) memory.fresh.set(reference, before)
        else wanted.add(reference)
      }
      const keep = (reference: string, { id, customerId }: CandidateRow): void => {
        memory.fresh.set(reference, customerId ? { id, form: 'id', name: '', customerId } : id)
      }
      const open = wanted.size === 0 ? [] : await learnIds(tx, { referred, source, keep }, [...wanted])
      if (open.length === 0) return
      const rows = await candidatesOf(tx, referred, open)
      const index = indexOf(rows)
      const customers = new Map(rows.map(({ id, customerId }) => [id, customerId]))
      for (const reference of open) {
        const found = findReferred(reference, source, index(reference))
        const customerId = found.id === undefined ? undefined : customers.get(found.id)
        memory.fresh.set(reference, { ...found, customerId: customerId ?? undefined })
      }
    },
    find: (referred, reference) => remembered(known.get(referred), reference),
    customerOfContract: (reference) => remembered(known.get('contracts'), reference)?.customerId,
  }
}

type FoundRow = Found & { readonly customerId: string | undefined }

/** What was asked lately and before: forgetting goes by halves, never in the middle of a batch. Of most only the id is to be remembered. */
type Remembered = { fresh: Map<string, FoundRow | string>; old: Map<string, FoundRow | string> }

const isHere = (found: FoundRow | string | undefined): found is FoundRow | string =>
  typeof found === 'string' || found?.id !== undefined

function remembered(memory: Remembered | undefined, reference: string): FoundRow | undefined {
  const found = memory?.fresh.get(reference) ?? memory?.old.get(reference)
  return typeof found === 'string' ? { id: found, form: 'id', name: '', customerId: undefined } : found
}

type ById = {
  readonly referred: Referred
  readonly source: string
  readonly keep: (reference: string, found: CandidateRow) => void
}

/** Most references are ids of their own source, and no other record comes before that one. Gives the references that are not. */
async function learnIds(
  tx: Tx,
  { referred, source, keep }: ById,
  wanted: readonly string[],
): Promise<readonly string[]> {
  if (wanted.length < WORTH_ASKING_TWICE) return wanted
  const rows = await tx.rows<CandidateRow>(BY_ID[referred], [wanted, source])
  const known = new Map(rows.map((row) => [row.externalId, row]))
  return wanted.filter((reference) => {
    const found = known.get(reference)
    if (found) keep(reference, found)
    return found === undefined
  })
}

async function candidatesOf(tx: Tx, referred: Referred, wanted: readonly string[]): Promise<CandidateRow[]> {
  const keys = [...new Set(wanted.map(nameKey))]
  const addresses = wanted
    .filter((reference) => reference.includes('@'))
    .map((reference) => reference.trim().toLowerCase())
  switch (referred) {
    case 'contracts':
      return tx.rows(CANDIDATES.contracts, [wanted])
    case 'contacts':
      // $2 is not in the statement; PostgreSQL wants to know its type all the same.
      return tx.rows(CANDIDATES.contacts.replace('$3', '$2'), [wanted, addresses])
    case 'users':
      return tx.rows(CANDIDATES.users, [wanted, keys, addresses])
    default:
      return tx.rows(CANDIDATES[referred], [wanted, keys])
  }
}

function indexOf(rows: readonly CandidateRow[]): (reference: string) => CandidateRow[] {
  const places = new Map<string, CandidateRow[]>()
  const put = (key: string, row: CandidateRow): void => {
    const there = places.get(key)
    if (there) there.push(row)
    else places.set(key, [row])
  }
  for (const row of rows) {
    put(`id ${row.externalId}`, row)
    put(`key ${row.key === '' ? nameKey(row.name) : row.key}`, row)
    if (row.email) put(`mail ${row.email.toLowerCase()}`, row)
  }
  return (reference) => [
    ...new Set([
      ...(places.get(`id ${reference}`) ?? []),
      ...(places.get(`mail ${reference.trim().toLowerCase()}`) ?? []),
      ...(places.get(`key ${nameKey(reference)}`) ?? []),
    ]),
  ]
}
