import type { CustomersAsked } from '../../calls/customers.ts'

type Words<Name extends keyof CustomersAsked> = readonly NonNullable<CustomersAsked[Name]>[]

// Written out, because the page's address is read before anything of the server's shapes has come.
export const PLANS: Words<'plan'> = ['invest', 'expand', 'manage', 'monitor']
export const STAGES: Words<'stage'> = [
  'emergency',
  'critical',
  'urgent',
  'finalize',
  'negotiate',
  'active',
  'prepare',
  'strategic',
  'monitor',
]
export const BANDS: Words<'health'> = ['low', 'middle', 'good', 'unknown']
export const STATUSES: Words<'status'> = ['active', 'trial', 'churned', 'test', 'internal', 'any']
const SORTS: Words<'sort'> = ['name', 'renewal', 'arr', 'health', 'risk']
const ORDERS: Words<'order'> = ['asc', 'desc']

const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value)

/** What the address asks for; what it says wrongly is as if it were not there. */
export function askedOf(search: Readonly<Record<string, unknown>>): CustomersAsked {
  const text = (name: string): string | undefined => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
  }
  const owner = text('owner')
  return {
    q: text('q'),
    owner: owner === 'nobody' || /^[0-9a-f-]{36}$/i.test(owner ?? '') ? owner : undefined,
    plan: oneOf(PLANS, search['plan']),
    stage: oneOf(STAGES, search['stage']),
    health: oneOf(BANDS, search['health']),
    status: oneOf(STATUSES, search['status']),
    sort: oneOf(SORTS, search['sort']),
    order: oneOf(ORDERS, search['order']),
  }
}
