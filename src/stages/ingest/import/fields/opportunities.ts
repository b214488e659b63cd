import { wordForm } from '../header-form.ts'
import { field, hint, referenceField, wordField } from './field.ts'
import {
  attributesField,
  currencyField,
  customerReferences,
  deletedHints,
  externalId,
  ownerReference,
  updatedAt,
} from './shared.ts'
import { isAfter, numberOf, textOf, type KindSpec } from './spec.ts'

const OUTCOMES: Readonly<Record<string, string>> = {
  won: 'closed won, closedwon, gewonnen, abgeschlossen gewonnen, win, 7 closed won, contract signed',
  lost: 'closed lost, closedlost, verloren, abgeschlossen verloren, loss, dead, disqualified, rejected, abandoned',
  open: 'prospecting, engaging, qualification, qualified, discovery, proposal, negotiation',
}

export const opportunities: KindSpec = {
  kind: 'opportunities',
  table: 'opportunities',
  own: ['opportunity', 'deal', 'opp', 'verkaufschance'],
  identity: [],
  ownTime: ['openedOn'],
  fields: [
    externalId('opportunity id, deal id, opp id, opportunity number'),
    ...customerReferences,
    field(
      'text',
      'name',
      'opportunity name, deal name, dealname, opportunity, deal, title, bezeichnung, verkaufschance',
    ),
    field(
      'text',
      'stage',
      'deal stage, stage name, opportunity stage, dealstage, sales stage, pipeline stage, status, phase, deal status, verkaufsphase',
    ),
    wordField('outcome', OUTCOMES, { aliases: 'result, deal outcome, ergebnis' }),
    field(
      'amount',
      'amount',
      'close value, deal amount, value, opportunity amount, deal value, amount in company currency, total amount, expected amount, betrag, wert, volumen, auftragswert, deal size, revenue, acv, arr, new arr, net new arr, tcv, grand total, potential value',
    ),
    currencyField,
    field(
      'day',
      'openedOn',
      'engage date, created date, create date, created at, created on, createdate, open date, opened at, start date, erstellt am, anlagedatum',
    ),
    field(
      'day',
      'closeDate',
      'close date, closed date, closedate, expected close date, close on, closed at, closing date, abschlussdatum, schlussdatum, estimated close date, expected close, forecast close date, target close date, est close date, won date',
    ),
    field('text', 'type', 'opportunity type, deal type, dealtype, record type, art, typ'),
    field(
      'number',
      'probability',
      'win probability, deal probability, hs deal stage probability, chance, likelihood, wahrscheinlichkeit, win likelihood, close probability, confidence',
      { least: -99_999, most: 99_999 },
    ),
    ownerReference(),
    referenceField(
      'products',
      'product',
      'product name, product id, product code, produkt, product external id, sku, artikel',
    ),
    attributesField,
    updatedAt,
    hint('boolean', 'isWon', 'is won, won, hs is closed won, is closed won'),
    hint('boolean', 'isClosed', 'is closed, closed, hs is closed'),
    ...deletedHints,
  ],
  finish: (draft) => {
    if (textOf(draft, 'outcome') !== undefined) return undefined
    if (draft['isWon'] === true) draft['outcome'] = 'won'
    else if (draft['isClosed'] === true) draft['outcome'] = 'lost'
    else if (draft['isClosed'] === false) draft['outcome'] = 'open'
    else draft['outcome'] = outcomeOf(textOf(draft, 'stage'))
    return undefined
  },
  contradictions: (draft, company) => [
    ...(isAfter(draft, 'openedOn', 'closeDate') ? ['closed-before-opened'] : []),
    ...(draft['outcome'] === 'won' && 'closeDate' in draft && draft['closeDate'] === null
      ? ['won-without-close-date']
      : []),
    ...((draft['outcome'] === 'won' || draft['outcome'] === 'lost') &&
    (textOf(draft, 'closeDate') ?? '') > company.today
      ? ['closed-in-the-future']
      : []),
    ...((numberOf(draft, 'amount') ?? 0) < 0 ? ['negative-amount'] : []),
  ],
}

/** Won, lost or open, concluded from the word for the stage; null where there is none. */
export function outcomeOf(stage: string | undefined): 'open' | 'won' | 'lost' | null {
  if (stage === undefined) return null
  const form = wordForm(stage)
  if (/(closedwon|^won|won$|gewonnen|^win$)/.test(form)) return 'won'
  if (/(closedlost|^lost|lost$|verloren|^dead$|disqualified|abandoned|rejected)/.test(form)) return 'lost'
  return 'open'
}
