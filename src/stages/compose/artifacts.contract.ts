import { z } from 'zod'
import { CONTACT_ROLES } from '../../spine/words.ts'
import { Value } from '../../spine/value.contract.ts'

// Characters that no keyboard types and no record holds, so that nothing of a customer's is taken for them.
/** In a text: the price of the run, as it is when it is read. */
export const PRICE_SIGN = '\uE001'
/** In a text: the step of the price, in percent. */
export const PERCENT_SIGN = '\uE002'

/** Number of a footnote of the step; null: nothing to point to. */
const Source = z.int().nullable()
const day = z.iso.date().nullable()

/** A figure that answers “why?” with the page behind its name; null: it is explained where it stands. */
const Figure = z.object({
  key: z.string(),
  label: z.string(),
  value: Value.nullable(),
  note: z.string(),
  tone: z.enum(['good', 'bad', 'neutral']),
  why: z.enum(['health', 'risk', 'opportunity', 'usage', 'arr', 'renewal']).nullable(),
})

/** Rows in words that add up to a total exactly. */
const Ledger = z.object({
  total: z.number(),
  totalLabel: z.string(),
  rows: z.array(
    z.object({ key: z.string(), label: z.string(), note: z.string(), value: z.number(), source: z.string(), on: day }),
  ),
})

const panel = <const T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), id: z.string(), title: z.string(), ...shape })

/** Where a customer stands: figures, and one of them explained. */
const Assessment = panel('assessment', {
  figures: z.array(Figure),
  ledger: Ledger.nullable(),
  remark: z.string().nullable(),
})

/** Records as they are, the newest first: tickets, talks. */
const Records = panel('records', {
  rows: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      tag: z.object({ label: z.string(), tone: z.enum(['risk', 'warn', 'plain']) }).nullable(),
      on: day,
      note: z.string(),
    }),
  ),
  source: Source,
})

const ContractCard = panel('contract', {
  contracts: z.array(
    z.object({
      id: z.uuid(),
      startDate: day,
      endDate: day,
      termMonths: z.int().nullable(),
      value: z.number().nullable(),
      currency: z.string(),
      autoRenew: z.boolean(),
      noticeDays: z.int().nullable(),
      terms: z.array(z.object({ kind: z.string(), text: z.string() })),
    }),
  ),
  decisionDate: day,
  source: Source,
})

const Person = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  role: z.enum(CONTACT_ROLES).nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  optedOut: z.boolean(),
})

const People = panel('people', { people: z.array(Person), missing: z.array(z.string()), source: Source })

/** A working day in each of twelve weeks, the oldest first. */
const Usage = panel('usage', {
  weekly: z.array(z.number().nullable()),
  lastDay: day,
  licensed: z.int().nullable(),
  changePercent: z.number().nullable(),
  source: Source,
})

const History = panel('history', {
  points: z.array(z.object({ asOf: z.iso.date(), health: z.number(), risk: z.number() })),
  source: Source,
})

/** Where the price of a run is decided, and from what it starts. */
const PriceFrom = z.object({
  stepId: z.string(),
  artifactId: z.string(),
  recommended: z.number(),
  current: z.number(),
})

/** A new price as a step up from the one of today, with the reasons that add up to it. Percents. */
const Pricing = panel('pricing', {
  currency: z.string(),
  current: z.number(),
  recommended: z.number(),
  most: z.number(),
  limit: z.object({ percent: z.number(), text: z.string(), source: Source }).nullable(),
  reasons: z.array(
    z.object({ key: z.string(), label: z.string(), note: z.string(), value: z.number(), source: Source }),
  ),
  scenarios: z.array(z.number()),
  seats: z.object({ used: z.number().nullable(), licensed: z.number().nullable() }),
})

/** What a customer gets back for the price, by figures of its own. */
const Worth = panel('worth', { users: z.number().nullable(), currency: z.string(), priceFrom: PriceFrom.nullable() })

/** A quote whose first line is the price of the run; a placeholder until that is settled. */
const Quote = panel('quote', {
  currency: z.string(),
  today: z.number(),
  priceFrom: PriceFrom,
  line: z.object({ label: z.string(), note: z.string() }),
  startsOn: day,
  months: z.int(),
  from: z.string(),
  to: z.object({ customer: z.string(), person: z.string().nullable() }),
})

/** What a person finds out or decides in a step; the answers are its outcome. */
const Form = panel('form', {
  note: z.string(),
  fields: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      kind: z.enum(['choice', 'text', 'line', 'date']),
      options: z.array(z.object({ value: z.string(), label: z.string() })),
      hint: z.string(),
    }),
  ),
})

/** All ticked: the step may be completed. */
const Checklist = panel('checklist', { items: z.array(z.object({ key: z.string(), label: z.string() })) })

const Points = panel('points', { points: z.array(z.string()), writtenBy: z.string() })

/** What is to be done, in order; words and days may be changed, and what is open at the end becomes a task. */
const Plan = panel('plan', {
  items: z.array(z.object({ key: z.string(), title: z.string(), dueOn: day, because: z.string() })),
})

/** A mail to one person. `PRICE_SIGN` in a text stands for the price of the run, as it is when it is read. */
const Email = panel('email', {
  people: z.array(Person),
  to: z.uuid().nullable(),
  from: z.string(),
  subject: z.string(),
  versions: z.array(z.object({ key: z.string(), label: z.string(), body: z.string() })).min(1),
  priceFrom: PriceFrom.nullable(),
  currency: z.string(),
  traced: z.array(z.object({ text: z.string(), source: Source })),
})

/** What goes on record: written from the steps as they stand. */
const Summary = panel('summary', {
  suggestions: z.array(z.object({ key: z.string(), title: z.string(), dueOn: day })),
  outcomes: z.array(z.object({ value: z.string(), label: z.string() })).min(1),
})

/** A panel beside the conversation. */
export const Artifact = z.discriminatedUnion('type', [
  Assessment,
  Records,
  ContractCard,
  People,
  Usage,
  History,
  Pricing,
  Worth,
  Quote,
  Form,
  Checklist,
  Points,
  Plan,
  Email,
  Summary,
])
export type Artifact = z.output<typeof Artifact>
export type ArtifactOf<T extends Artifact['type']> = Extract<Artifact, { readonly type: T }>
