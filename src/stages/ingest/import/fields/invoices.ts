import { field } from './field.ts'
import { attributesField, currencyField, customerReferences, deletedHints, externalId, updatedAt } from './shared.ts'
import { isAfter, numberOf, textOf, type KindSpec } from './spec.ts'

export const invoices: KindSpec = {
  kind: 'invoices',
  table: 'invoices',
  own: ['invoice', 'bill', 'rechnung', 'rechnungs'],
  identity: [],
  ownTime: ['date'],
  fields: [
    externalId(
      'invoice id, invoice number, invoice no, rechnungsnummer, rechnung nr, rechnung, number, bill number, invoice, document number, belegnummer, beleg nr',
    ),
    ...customerReferences,
    field(
      'day',
      'date',
      'invoice date, issued on, issue date, created, created at, billing date, rechnungsdatum, datum, issued at, invoiced on, posting date, document date, bill date',
    ),
    field(
      'day',
      'dueDate',
      'due, due on, due at, payment due, payment due date, fällig am, fälligkeit, fälligkeitsdatum, zahlbar bis',
    ),
    field(
      'amount',
      'amount',
      'total, invoice amount, amount due, total amount, gross amount, sum, invoice total, betrag, rechnungsbetrag, summe, bruttobetrag, gesamtbetrag, subtotal, grand total, invoice value',
    ),
    currencyField,
    field('text', 'status', 'invoice status, payment status, state, zahlungsstatus'),
    field('day', 'paidAt', 'paid on, paid date, payment date, date paid, settled on, bezahlt am, zahlungsdatum, paid'),
    attributesField,
    updatedAt,
    ...deletedHints,
  ],
  contradictions: (draft) => [
    ...(isAfter(draft, 'date', 'dueDate') ? ['due-before-issued'] : []),
    ...(isAfter(draft, 'date', 'paidAt') ? ['paid-before-issued'] : []),
    ...(/^(paid|bezahlt)$/i.test(textOf(draft, 'status') ?? '') && 'paidAt' in draft && draft['paidAt'] === null
      ? ['paid-without-date']
      : []),
    ...(/^(open|unpaid|overdue|offen)$/i.test(textOf(draft, 'status') ?? '') && textOf(draft, 'paidAt') !== undefined
      ? ['unpaid-with-date']
      : []),
    ...((numberOf(draft, 'amount') ?? 0) < 0 ? ['negative-amount'] : []),
  ],
}
