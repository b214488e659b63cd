import type { Column } from './column.ts'
import { specOf } from './fields/catalogue.ts'
import { KINDS, type Kind } from './fields/field.ts'
import { guessMapping } from './guess.ts'
import { headerForm } from './header-form.ts'

/** How files of a kind are called elsewhere, in normal form. */
const CALLED: Readonly<Record<Kind, readonly string[]>> = {
  customers: ['customer', 'account', 'compan', 'organization', 'organisation', 'client', 'kunden'],
  contacts: ['contact', 'ansprechpartner'],
  contracts: ['contract', 'subscription', 'vertrag', 'vertraege'],
  renewals: ['renewal'],
  opportunities: ['opportunit', 'deal', 'pipeline'],
  usage: ['usage', 'metric', 'nutzung'],
  tickets: ['ticket', 'case', 'incident'],
  engagements: ['engagement', 'meeting', 'activit', 'call'],
  events: ['event'],
  products: ['product', 'produkt', 'pricebook'],
  users: ['user', 'team', 'employee', 'owner'],
  invoices: ['invoice', 'rechnung'],
  surveys: ['survey', 'nps', 'csat', 'feedback'],
  rates: ['rate', 'currenc', 'fx'],
}

// The name of a file says less than its columns, but it decides between kinds whose columns say the same.
const BY_FILE_NAME = 0.15
const WITHOUT_NEEDED = 0.5

const NOTHING_KNOWN = () => 0

/** The kind whose fields explain most of a file's columns. Of two that explain as much the one with fewer fields left over. */
export function guessKind(columns: readonly Column[], fileName: string): Kind {
  const name = headerForm(fileName)
  const scored = KINDS.map((kind) => ({
    kind,
    score: score(kind, columns) + (isCalled(kind, name) ? BY_FILE_NAME : 0),
  }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).kind
}

const isCalled = (kind: Kind, name: string): boolean => CALLED[kind].some((word) => name.includes(word))

function score(kind: Kind, columns: readonly Column[]): number {
  const spec = specOf(kind)
  const { mapping, doubts } = guessMapping(spec, columns, { fixed: {}, knownShare: NOTHING_KNOWN })
  const doubtful = new Set(doubts.flatMap(({ code, field }) => (code === 'guess-ambiguous' ? [] : [field])))
  const sure = Object.keys(mapping).filter((field) => !doubtful.has(field))
  const given = spec.fields.filter(({ inputOnly }) => !inputOnly).length
  const lacks = spec.fields.some((field) => field.required && !(field.name in mapping))
  const explained = sure.length / Math.max(columns.length, 1)
  return (explained + 0.1 * (sure.length / given)) * (lacks ? WITHOUT_NEEDED : 1)
}
