import { field, hint, referenceField, wordField } from './field.ts'
import { attributesField, currencyField, deletedHints, externalId, ownerReference, updatedAt } from './shared.ts'
import { fill, isAfter, numberOf, textOf, type Draft, type KindSpec } from './spec.ts'

const MONTHS = 12

export const customers: KindSpec = {
  kind: 'customers',
  table: 'customers',
  own: ['account', 'customer', 'company', 'client', 'organization', 'organisation', 'org', 'kunden', 'firmen', 'kunde'],
  identity: [['name']],
  ownTime: ['customerSince'],
  fields: [
    externalId(
      'account id, customer id, company id, organization id, account number, kundennummer, kunden nr, customer number, company id hubspot, debitorennummer, debitor nr, salesforce account id, sfdc account id, salesforce id, sfdc id, crm id, gsid, account no, ext id, organisation id, client id, client number, tenant id, case safe id',
    ),
    field(
      'text',
      'name',
      'account name, customer name, company name, company, account, customer, organization, organization name, organisation, client, client name, kundenname, kunde, firma, firmenname, unternehmen, legal name, display name, title, unternehmensname, tenant name, business name, customer account, company account, nom du client, raison sociale, razón social, nombre del cliente, nom de l entreprise',
      { required: true, most: 600 },
    ),
    field(
      'text',
      'domain',
      'website, web site, url, company domain, company domain name, domain name, web, webseite, homepage, website url, email domain, mail domain, domain names, domains, site web, sitio web',
      { first: true },
    ),
    field(
      'text',
      'industry',
      'sector, branch, vertical, branche, industrie, industry name, industry type, secteur, sector de actividad',
    ),
    field(
      'text',
      'segment',
      'market segment, customer segment, account segment, size segment, kundensegment, region segment',
    ),
    field(
      'text',
      'tier',
      'plan tier, account tier, customer tier, service tier, support tier, subscription tier, plan, plan name, package, stufe, subscription plan, pricing plan, product plan, edition, paket',
    ),
    wordField(
      'touch',
      {
        high: 'high touch, hightouch',
        mid: 'mid touch, medium, medium touch',
        low: 'low touch',
        digital: 'digital touch, tech touch, techtouch, tech, self serve, pooled',
      },
      {
        aliases:
          'touch model, touch level, service model, engagement model, coverage model, cs touch model, touch tier, touch type',
      },
    ),
    field(
      'amount',
      'arr',
      'current arr, annual recurring revenue, arr amount, acv, annual contract value, total arr, arr usd, jahresumsatz, annual revenue, annualrevenue, contract value, recurring revenue, yearly revenue, jährlicher umsatz, jahreswert, carr, net arr, subscription arr, contract arr, contracted annual recurring revenue, arr value, account arr, customer arr, chiffre d affaires annuel, ingresos anuales',
    ),
    currencyField,
    wordField(
      'accountPlan',
      { invest: '', expand: 'grow', manage: 'maintain, sustain', monitor: 'watch' },
      { aliases: 'account strategy, success plan, strategy, account plan type' },
    ),
    ownerReference(),
    field(
      'integer',
      'licensedUsers',
      'seats, licenses, licences, license count, licensed seats, purchased seats, seat count, user licenses, number of seats, contracted seats, lizenzen, anzahl lizenzen, nutzerlizenzen, license quantity, licence quantity, seats purchased, seats licensed, users licensed, purchased licenses, purchased licences, contracted users, paid seats, paid users, users purchased, licences count',
      { least: 0, most: 2_000_000_000 },
    ),
    field(
      'day',
      'renewalDate',
      'renewal, next renewal, next renewal date, contract renewal date, subscription renewal date, contract end date, contract end, subscription end date, renews on, renewal on, expiration date, expiry date, verlängerungsdatum, verlängerung, vertragsende, vertragsverlängerung, renewaldt, renews at, contract expiration date, contract expiration, contract expiry date, contract expiry, expires on, expiry, expiration, subscription end, subscription renewal, term end date, term end, current term end, current term end date, license end date, license expiry date, license expiration date, laufzeitende, verlängerung am, nächste verlängerung, contract renewal, renewal due, date de renouvellement, fecha de renovación',
    ),
    field(
      'day',
      'customerSince',
      'signup date, sign up date, signed up at, start date, customer since date, contract start date, became a customer date, closed won date, first purchase date, date joined, joined, onboarded at, kunde seit, kunde seit datum, create date, created date, created at, created, erstellt am, became a customer, client since, contract start, original contract date, subscription start date, subscription start, partner since, member since, vertragsbeginn, date de début, cliente desde, client depuis',
    ),
    field('day', 'goLiveDate', 'go live, golive, go live on, launch date, live since, live date, implementation date'),
    wordField(
      'status',
      {
        active:
          'live, customer, current, aktiv, paying, paid, true, yes, open, enabled, subscribed, healthy, at risk, customer channel, customer direct',
        trial: 'trialing, trialling, poc, pilot, evaluation, test phase, demo, freemium',
        churned:
          'churn, cancelled, canceled, lost, inactive, closed, former, former customer, ex customer, gekündigt, inaktiv, terminated, expired, deactivated, no',
        test: 'sandbox, testing',
        internal: 'employee, own, partner internal',
      },
      {
        aliases:
          'customer status, account status, state?, subscription status, kundenstatus, account state?, lifecycle status?, active?, is active?, client status, statut, estado?',
        otherwise: 'active',
      },
    ),
    wordField(
      'lifecycleStage',
      {
        onboarding: 'implementation, new, implementing, launch',
        adopting: 'adoption, adopt, ramping',
        mature: 'live, established, steady, value realization',
        renewing: 'renewal, renew',
        churned: 'churn, lost, offboarding',
        'won-back': 'won back, winback, reactivated',
      },
      {
        aliases:
          'lifecycle, customer lifecycle stage, customer journey stage, journey stage, phase, customer stage, cs stage, cs lifecycle stage, account stage',
      },
    ),
    field(
      'day',
      'churnedAt',
      'churn date, churned on, churned date, cancellation date, cancelled at, canceled at, lost date, kündigungsdatum, date of churn, cancelled on, canceled on, termination date, churn effective date, gekündigt am',
    ),
    field(
      'text',
      'churnReason',
      'reason for churn, cancellation reason, churn reason code, lost reason, kündigungsgrund, churn reason detail, reason churned, why churned',
    ),
    referenceField(
      'customers',
      'parentExternalId',
      'parent, parent id, parent account, parent account id, parent company, parent company id, parent customer, subsidiary of, parent name, parent account name, ultimate parent, muttergesellschaft, konzern, hs parent company id, ultimate parent account, parent organization, parent organization id, holding',
    ),
    field(
      'list',
      'competitors',
      'competitor, competing vendors, wettbewerber, main competitors, main competitor, mitbewerber, konkurrenten',
    ),
    attributesField,
    updatedAt,
    hint(
      'amount',
      'mrr',
      'mrr amount, monthly recurring revenue, monthly charges, monthly revenue, monthlycharges, monatlicher umsatz',
    ),
    hint('boolean', 'isChurned', 'churn, churned, is churned, churn flag, has churned, churn label, churn value'),
    hint('boolean', 'isTrial', 'trial, is trial, in trial, trial flag, on trial'),
    ...deletedHints,
  ],
  finish: (draft) => {
    // A source that knows its customers by number alone gives them no other name.
    if (!('name' in draft)) fill(draft, 'name', draft['externalId'])
    const monthly = numberOf(draft, 'mrr')
    if (monthly !== undefined) fill(draft, 'arr', Math.round(monthly * MONTHS * 100) / 100)
    takeStatus(draft)
    return undefined
  },
  contradictions: (draft) => [
    ...(draft['status'] === 'churned' && 'churnedAt' in draft && draft['churnedAt'] === null
      ? ['churned-without-date']
      : []),
    ...(draft['isChurned'] === true && !('churnedAt' in draft) ? ['churned-without-date'] : []),
    ...(draft['isChurned'] === true && draft['isTrial'] === true ? ['churned-while-on-trial'] : []),
    ...(textOf(draft, 'churnedAt') !== undefined && draft['status'] !== undefined && draft['status'] !== 'churned'
      ? ['churn-date-but-not-churned']
      : []),
    ...(isAfter(draft, 'customerSince', 'churnedAt') ? ['churned-before-customer-since'] : []),
    ...(isAfter(draft, 'customerSince', 'renewalDate') ? ['renewal-before-customer-since'] : []),
    ...((numberOf(draft, 'arr') ?? 0) < 0 ? ['negative-arr'] : []),
  ],
}

// Flags decide only where the source has no status of its own.
function takeStatus(draft: Draft): void {
  if (textOf(draft, 'status') !== undefined) return
  if (draft['isChurned'] === true) draft['status'] = 'churned'
  else if (draft['isTrial'] === true) draft['status'] = 'trial'
  else if (draft['isChurned'] === false || draft['isTrial'] === false) draft['status'] = 'active'
  else if (textOf(draft, 'churnedAt') !== undefined) draft['status'] = 'churned'
}
