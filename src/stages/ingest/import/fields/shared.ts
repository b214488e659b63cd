import { field, hint, referenceField, type Field } from './field.ts'

/** The record's own id at its source. The kind's own names ("account id" in a file of accounts) are added by `more`. */
export const externalId = (more = ''): Field =>
  field(
    'id',
    'externalId',
    `id, external id, record id, uuid, guid, key, object id, hs object id, vid, record number, datensatz id, nummer, nr, reference id, attributes reference id${more === '' ? '' : `, ${more}`}`,
  )

/** When the source last changed the record: decides which of two versions is the newer. */
export const updatedAt: Field = field(
  'instant',
  'updatedAt',
  'updated at, last modified date, modified at, last modified, last updated, modified date, modified on, updated on, last modified at, last modified time, lastmodifieddate, systemmodstamp, system modstamp, hs lastmodifieddate, zuletzt geändert, geändert am',
  { column: 'source_updated_at', inputOnly: true },
)

export const customerReferences: readonly Field[] = [
  referenceField(
    'customers',
    'customerExternalId',
    'customer external id, customer id, account id, company id, organization id, organisation id, org id, client id, customer, account, company, organization, organisation, client, tenant id, tenant, workspace id, associated company id, associated company ids, associatedcompanyid, account number, kunden id, kundennummer, kunden nr, kunde, firma, client account, company account, company ids, companies id, companies ids, company associations id, associations company ids, associated company company id, associatedcompanyids, group id, group key, account id c, organization ids, bill to, ticket organization id, requester organization id, salesforce account id, sfdc account id, hubspot company id, account no, tenant key',
  ),
  referenceField(
    'customers',
    'customerName',
    'customer name, account name, company name, organization name, organisation name, org name, client name, associated company, primary company, primary associated company, associated company name, kundenname, firmenname, customer, account, company, organization, client, kunde, firma, requester organization, ticket organization, ticket organization name, bill to, bill to name, sold to, tenant name, end customer, account full name',
    { inputOnly: true },
  ),
]

const OWNER_NAMES =
  'owner email, owner, owner id, owner name, csm, csm email, csm name, customer success manager, customer success owner, account manager, account owner, account executive, account owner email, company owner, deal owner, contact owner, opportunity owner, hubspot owner, hubspot owner id, sales agent, sales rep, salesperson, rep, agent, assigned to, assignee, betreuer, kundenbetreuer, verantwortlich, zuständig, cs owner, csm owner, success manager, success owner, cs manager, customer success manager email, customer success manager name, customer success rep, relationship manager, relationship owner, sales owner, responsible, account rep, csm id, csm user id, zuständiger csm, verantwortlicher, kundenverantwortlicher, propriétaire, responsable'

export const ownerReference = (more = ''): Field =>
  referenceField('users', 'ownerEmail', more === '' ? OWNER_NAMES : `${OWNER_NAMES}, ${more}`)

export const currencyField: Field = field(
  'currency',
  'currency',
  'currency code, currency iso code, deal currency code, deal currency, währung, waehrung, ccy, transaction currency',
)

export const attributesField: Field = field('json', 'attributes', 'custom fields, custom attributes')

/** Rows that the source has deleted are not rows: it says so by a flag or by when. */
export const deletedHints: readonly Field[] = [
  hint('boolean', 'isDeleted', 'is deleted, deleted, hs is deleted, fivetran deleted, is removed, gelöscht'),
  hint(
    'instant',
    'deletedAt',
    'deleted at, deleted on, deleted date, date deleted, sdc deleted at, removed at, gelöscht am',
  ),
]
