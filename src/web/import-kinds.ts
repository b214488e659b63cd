// What can be imported, in words; apart from the other words of imports, as every page's addresses know the kinds.

type KindWord = { readonly one: string; readonly many: string }

const KINDS = {
  customers: { one: 'customer', many: 'customers' },
  contacts: { one: 'contact', many: 'contacts' },
  contracts: { one: 'contract', many: 'contracts' },
  renewals: { one: 'renewal', many: 'renewals' },
  opportunities: { one: 'opportunity', many: 'opportunities' },
  usage: { one: 'day of usage', many: 'days of usage' },
  tickets: { one: 'ticket', many: 'tickets' },
  engagements: { one: 'engagement', many: 'engagements' },
  events: { one: 'event', many: 'events' },
  products: { one: 'product', many: 'products' },
  users: { one: 'person', many: 'people of yours' },
  invoices: { one: 'invoice', many: 'invoices' },
  surveys: { one: 'survey answer', many: 'survey answers' },
  rates: { one: 'exchange rate', many: 'exchange rates' },
} as const satisfies Readonly<Record<string, KindWord>>

export type ImportKind = keyof typeof KINDS

/** In the order in which a company brings them in. */
export const IMPORT_KINDS = Object.keys(KINDS) as readonly ImportKind[]

export const kindWords = (kind: ImportKind): string => KINDS[kind].many

/** `1 customer`, `1,204 customers`; the number is written by the caller. */
export const countedKind = (kind: ImportKind, count: number): string =>
  count === 1 ? KINDS[kind].one : KINDS[kind].many
