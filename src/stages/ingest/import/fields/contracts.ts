import { parseDay } from '../../../../base/day.ts'
import { field, hint } from './field.ts'
import { attributesField, currencyField, customerReferences, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, isAfter, numberOf, textOf, type Draft, type KindSpec } from './spec.ts'

const MONTHS = 12

export const contracts: KindSpec = {
  kind: 'contracts',
  table: 'contracts',
  own: ['contract', 'subscription', 'agreement', 'vertrag', 'vertrags', 'abo'],
  identity: [],
  ownTime: ['startDate'],
  fields: [
    externalId(
      'contract id, contract number, subscription id, agreement id, vertragsnummer, vertrag, order number, subscription, contract, order id, agreement number, contract no, vertrag nr, subscription number, deal id',
    ),
    ...customerReferences,
    field(
      'day',
      'startDate',
      'start, contract start date, contract start, start on, begin, begin date, effective date, subscription start date, term start, start datum, vertragsbeginn, beginn, startdatum, current period start, activated date, valid from, starts at, starts on, commencement date, laufzeitbeginn, gültig ab, service start date, billing start date, period start',
    ),
    field(
      'day',
      'endDate',
      'end, contract end date, contract end, expiration date, expiry date, expires on, renewal date, subscription end date, term end, term end date, enddatum, vertragsende, ende, laufzeitende, current period end, expires at, valid until, valid to, valid through, ends at, ends on, expires, expiry, expiration, subscription end, gültig bis, service end date, billing end date, period end, contract expiration date, contract expiration',
    ),
    field(
      'integer',
      'termMonths',
      'term, contract term, term in months, term length, length months, laufzeit, laufzeit monate, subscription term, contract length, duration, contract duration, vertragslaufzeit',
      { least: 0, most: 1200 },
    ),
    field(
      'amount',
      'value',
      'contract value, arr amount, arr, acv, annual value, amount, total contract value, tcv, annual contract value, total value, annual recurring revenue, vertragswert, jahreswert, betrag, wert, subscription value, contract amount, contract price, order amount, grand total, total, total amount, net amount',
    ),
    currencyField,
    field(
      'boolean',
      'autoRenew',
      'auto renew flag, auto renewal, autorenew, autorenewal, automatic renewal, auto renews, renews automatically, automatische verlängerung, evergreen, autorenewalflag',
    ),
    field(
      'integer',
      'noticeDays',
      'notice period, notice period days, cancellation notice days, notice, kündigungsfrist, kündigungsfrist tage, renewal notice days, owner expiration notice, cancellation notice, renewal notice, notice period in days',
      { least: 0, most: 36_500 },
    ),
    field(
      'day',
      'noticeGivenOn',
      'notice given, notice date, notice given at, cancellation notice date, gekündigt am, kündigung am',
    ),
    field('text', 'status', 'contract status, subscription status, state, vertragsstatus'),
    field('json', 'terms', 'contract terms, clauses', { column: null }),
    attributesField,
    updatedAt,
    hint('amount', 'mrr', 'mrr amount, monthly recurring revenue, monthly amount, monthly price, monatlicher betrag'),
    hint('boolean', 'isChurned', 'churn flag, churned, is churned, cancelled, canceled'),
    hint('boolean', 'isTrial', 'is trial, trial'),
    ...deletedHints,
  ],
  finish: (draft) => {
    const monthly = numberOf(draft, 'mrr')
    if (monthly !== undefined) fill(draft, 'value', Math.round(monthly * MONTHS * 100) / 100)
    if (!('status' in draft)) {
      if (draft['isChurned'] === true) draft['status'] = 'churned'
      else if (draft['isTrial'] === true) draft['status'] = 'trial'
    }
    return undefined
  },
  contradictions,
}

function contradictions(draft: Draft): string[] {
  const ended = textOf(draft, 'endDate')
  const [monthly, yearly] = [numberOf(draft, 'mrr'), numberOf(draft, 'value')]
  return [
    ...(isAfter(draft, 'startDate', 'endDate') ? ['ends-before-it-starts'] : []),
    ...(draft['isChurned'] === true && 'endDate' in draft && ended === undefined ? ['churned-without-end'] : []),
    ...(draft['isChurned'] === false && ended !== undefined && draft['isTrial'] !== undefined
      ? ['ended-but-not-churned']
      : []),
    ...(monthly !== undefined && yearly !== undefined && Math.abs(monthly * MONTHS - yearly) > 1
      ? ['arr-is-not-twelve-mrr']
      : []),
    ...(termDisagrees(draft) ? ['term-disagrees-with-dates'] : []),
    ...((yearly ?? 0) < 0 ? ['negative-value'] : []),
    ...(isAfter(draft, 'startDate', 'noticeGivenOn') ? ['notice-before-start'] : []),
  ]
}

function termDisagrees(draft: Draft): boolean {
  const months = numberOf(draft, 'termMonths')
  const [start, end] = [parseDay(textOf(draft, 'startDate') ?? ''), parseDay(textOf(draft, 'endDate') ?? '')]
  if (months === undefined || start === undefined || end === undefined) return false
  return Math.abs((end - start) / 30.44 - months) > 1.5
}
