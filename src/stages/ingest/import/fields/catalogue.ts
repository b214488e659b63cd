import { contacts } from './contacts.ts'
import { contracts } from './contracts.ts'
import { customers } from './customers.ts'
import { engagements } from './engagements.ts'
import { events } from './events.ts'
import type { Kind } from './field.ts'
import { invoices } from './invoices.ts'
import { opportunities } from './opportunities.ts'
import { products } from './products.ts'
import { rates } from './rates.ts'
import { renewals } from './renewals.ts'
import type { KindSpec } from './spec.ts'
import { surveys } from './surveys.ts'
import { tickets } from './tickets.ts'
import { usage } from './usage.ts'
import { users } from './users.ts'

const SPECS: Readonly<Record<Kind, KindSpec>> = {
  customers,
  contacts,
  contracts,
  renewals,
  opportunities,
  usage,
  tickets,
  engagements,
  events,
  products,
  users,
  invoices,
  surveys,
  rates,
}

/** The fields of a kind and what is particular to it. */
export const specOf = (kind: Kind): KindSpec => SPECS[kind]
