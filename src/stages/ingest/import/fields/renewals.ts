import { field, wordField } from './field.ts'
import { attributesField, currencyField, customerReferences, externalId, ownerReference, updatedAt } from './shared.ts'
import { fill, isAfter, textOf, type KindSpec } from './spec.ts'

export const renewals: KindSpec = {
  kind: 'renewals',
  table: 'renewals',
  own: ['renewal', 'verlängerung', 'verlängerungs'],
  identity: [['customerExternalId', 'customerName', 'date']],
  ownTime: [],
  fields: [
    externalId('renewal id'),
    ...customerReferences,
    field(
      'list',
      'contractExternalIds',
      'contract external id, contract id, contract ids, contracts, contract, subscription id, vertrag, contract number',
      { column: 'contract_refs' },
    ),
    field(
      'day',
      'date',
      'renewal date, renews on, due date, close date, next renewal date, expiration date, end date, verlängerungsdatum, renewal on, renewal due date, renewal due',
    ),
    field(
      'day',
      'decisionDate',
      'notice date, notice deadline, decision day, notice by, decide by, cancellation deadline',
    ),
    field(
      'amount',
      'arrAtStake',
      'arr, renewal arr, amount, arr up for renewal, renewal amount, value, current arr, available to renew, atr, betrag, arr at stake, arr for renewal, renewable arr, up for renewal',
    ),
    field('amount', 'targetAmount', 'target, target arr, target value, zielbetrag'),
    field('amount', 'proposedAmount', 'proposed, proposed arr, quote amount, quoted amount, offer amount'),
    field('amount', 'closedAmount', 'closed, closed arr, renewed amount, renewed arr, final amount'),
    currencyField,
    wordField(
      'progress',
      {
        none: 'not started, open, new, upcoming, pending, todo',
        contacted: 'in contact, contact made, outreach, in progress, engaged',
        proposed: 'proposal, proposal sent, quote sent, quoted, negotiation, negotiating',
        verbal: 'verbal commit, verbal yes, verbally agreed, committed',
        signed: 'renewed, won, closed won, closed, complete, completed, verlängert, unterschrieben',
        lost: 'churned, closed lost, cancelled, canceled, not renewed, gekündigt',
      },
      { aliases: 'renewal progress, stage, renewal stage, status, renewal status, phase', otherwise: 'none' },
    ),
    wordField(
      'category',
      {
        commit: 'committed',
        'best case': 'bestcase, upside',
        'at risk': 'atrisk, risk',
        lost: 'omitted',
        closed: 'won',
      },
      { aliases: 'forecast category, forecast, forecast category name, renewal forecast, renewal forecast category' },
    ),
    field('amount', 'csmCall', 'csm forecast, csm call amount'),
    field('amount', 'managerCall', 'manager forecast, manager call amount'),
    field('text', 'churnReason', 'loss reason, lost reason, reason'),
    field('text', 'nextStep', 'next step description, next action, nächster schritt'),
    field('day', 'nextStepDate', 'next step due, next action date'),
    ownerReference('renewal owner, renewal manager'),
    field('instant', 'closedAt', 'closed at, closed date, closed on, signed at, signed on'),
    attributesField,
    updatedAt,
  ],
  finish: (draft, { today }) => {
    const closed = draft['progress'] === 'signed' || draft['progress'] === 'lost'
    // A closed renewal has a moment of closing; the source's own last change is the nearest when it gives none, then its date. Of one that
    // is signed before its date it is when it was first heard of, which only the merge knows.
    if (closed) fill(draft, 'closedAt', textOf(draft, 'updatedAt') ?? closingOf(textOf(draft, 'date'), today))
    return undefined
  },
  contradictions: (draft) => [
    ...(isAfter(draft, 'decisionDate', 'date') ? ['decision-after-renewal'] : []),
    ...(textOf(draft, 'closedAt') !== undefined && draft['progress'] !== 'signed' && draft['progress'] !== 'lost'
      ? ['closed-but-open']
      : []),
  ],
}

const closingOf = (date: string | undefined, today: string): string | undefined =>
  date === undefined || date > today ? undefined : `${date}T00:00:00.000Z`
