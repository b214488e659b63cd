import { describe, expect, test } from 'vitest'
import {
  COUNTS,
  DAYS,
  FLAGS,
  IDS,
  MAILS,
  MOMENTS,
  MONEY,
  NAMES,
  PEOPLE,
  SITES,
  TEXTS,
  guess,
  proves,
} from '../../../../test/given-columns.ts'

describe('a customer’s name', () => {
  const headers =
    'Account Name | accountName | account_name | Company name | Company Name | Customer | Client | Organization | Organization Name | Legal Name | Kundenname | Firma | Kunde | Unternehmen | Firmenname | Unternehmensname | Account | Name | NAME | Company / Account | Nom du client | Razón social | Business Name | Customer Account | Account: Account Name | Tenant Name'
  test.each(headers.split(' | '))('%s', (header) => {
    expect(guess('customers', { [header]: NAMES, Notes: TEXTS })).toMatchObject({ name: header })
  })
})

proves('customers', [
  [
    'externalId',
    IDS,
    'Account ID | AccountId | account_id | Company ID | Record ID | Record Id | Id | ID | _id | Account ID (18) | Account 18 Digit ID | Salesforce ID | Salesforce Account ID | SFDC ID | sfdc_account_id | CRM ID | GSID | Company ID (HubSpot) | HubSpot Company ID | hs_object_id | Kundennummer | Kunden-Nr. | Debitorennummer | customer_id | CustomerID | Organization ID | Customer Number | External ID | Ext. ID | Account No. | Customer #',
  ],
  [
    'domain',
    SITES,
    'Domain | Website | Website URL | Company Domain Name | Web | Primary Domain | web_site | Webseite | Email Domain | Company website',
  ],
  [
    'industry',
    ['Software', 'Retail', 'Retail'],
    'Industry | Sector | Branche | Vertical | Industry Type | industry_name | Company Industry',
  ],
  [
    'segment',
    ['SMB', 'Enterprise', 'SMB'],
    'Segment | Customer Segment | Market Segment | Kundensegment | Account Segment | Size Segment',
  ],
  [
    'tier',
    ['Gold', 'Silver', 'Gold'],
    'Tier | Customer Tier | Account Tier | Plan | Plan Name | Subscription Plan | Pricing Plan | Package | Edition | Product Plan | Current Plan',
  ],
  [
    'touch',
    ['High Touch', 'Tech Touch', 'Low Touch'],
    'Touch | Touch Model | touch_model | CS Touch Model | Engagement Model | Service Model',
  ],
  [
    'arr',
    MONEY,
    'ARR | arr | Current ARR | Annual Contract Value | ACV | Annual Recurring Revenue | Annual Recurring Revenue (€) | ARR (USD) | arr_usd | ARR Amount | Total ARR | contract_value | Contract Value | Jahresumsatz | AnnualRevenue | Annual Revenue | Recurring Revenue | CARR | Contracted ARR | Net ARR | ARR__c | Active ARR | ARR in EUR | Subscription ARR | annualContractValue | Ending ARR',
  ],
  [
    'mrr',
    MONEY,
    'MRR | mrr | Monthly Recurring Revenue | Current MRR | mrr_usd | MRR (EUR) | Total MRR | monthlyRecurringRevenue | Contracted MRR',
  ],
  [
    'currency',
    ['USD', 'EUR', 'USD'],
    'Currency | Currency Code | CurrencyIsoCode | Account Currency | Currency ISO Code | Währung | currency_code',
  ],
  [
    'ownerEmail',
    PEOPLE,
    'Owner | Owner Name | Account Owner | CSM | CSM Name | Customer Success Manager | Company owner | assigned_csm | Assigned CSM | CS Owner | Betreuer | Kundenbetreuer | Success Manager | CSM Owner | Primary CSM | Account Manager | OwnerId | Owner ID | Owner.Name | Account Owner: Full Name | customerSuccessManager | Relationship Manager | Owner Full Name | Zuständiger CSM',
  ],
  [
    'ownerEmail',
    MAILS,
    'Owner Email | CSM Email | owner_email | Account Owner Email | Owner.Email | csmEmail | Customer Success Manager Email',
  ],
  [
    'renewalDate',
    DAYS,
    'Renewal Date | renewal_date | renewalDate | Renewal_Date__c | RENEWAL DATE | Next Renewal | Next Renewal Date | Subscription End Date | Subscription End | Contract End Date | Contract End | Contract Expiration Date | Contract Expiration | Contract Expiry | Expiry Date | Expiration Date | Term End Date | Term End | Renews At | Renews On | Current Term End | Contract Renewal | Contract Renewal Date | License Expiry Date | License End Date | Vertragsende | Verlängerungsdatum | Verlängerung am | Laufzeitende | Next contract renewal date (UTC) | Upcoming Renewal Date | Next Renewal (Contract) | nächste Verlängerung | contractEndDate | Original Renewal Date',
  ],
  [
    'licensedUsers',
    COUNTS,
    'Seats | Licensed Users | Licensed Seats | Number of Licenses | Number of Seats | # of Seats | # Seats | # Licenses | seats_purchased | Seats Purchased | License Quantity | Contracted Seats | Total Licenses | Lizenzen | Anzahl Lizenzen | Purchased Licenses | User Licenses | Total Seats | licensed_users | Users Licensed | Contracted Users',
  ],
  [
    'customerSince',
    DAYS,
    'Customer Since | customer_since | Start Date | Created Date | CreatedDate | Create Date | Signup Date | Sign-up Date | Became a customer date | Became a Customer | Customer Start Date | Kunde seit | Contract Start Date | Contract Start | First Purchase Date | Original Contract Date | Original Start Date | Original Contract Start Date | Date Joined | Client Since | Closed Won Date | Subscription Start Date',
  ],
  ['goLiveDate', DAYS, 'Go Live Date | Go-Live Date | goLiveDate | go_live | Launch Date | Go-Live | Live Date'],
  [
    'status',
    ['Active', 'Churned', 'Active'],
    'Status | Account Status | Customer Status | customer_status | Subscription Status | Kundenstatus | State | Account State | Lifecycle Status',
  ],
  [
    'lifecycleStage',
    ['Onboarding', 'Adoption', 'Renewal'],
    'Lifecycle Stage | lifecyclestage | Customer Lifecycle Stage | Journey Stage | Lifecycle | Customer Journey Stage | Phase | Customer Stage | CS Stage',
  ],
  ['accountPlan', ['Invest', 'Expand', 'Monitor'], 'Account Plan | accountPlan | account_plan | Account Strategy'],
  [
    'churnedAt',
    DAYS,
    'Churn Date | Churned At | churned_at | Cancellation Date | Date of Churn | Churned On | Kündigungsdatum | Cancelled At | Churned Date',
  ],
  [
    'churnReason',
    TEXTS,
    'Churn Reason | Reason for Churn | churn_reason | Kündigungsgrund | Cancellation Reason | Churn Reason Detail',
  ],
  [
    'parentExternalId',
    IDS,
    'Parent | ParentId | Parent ID | Parent Account | Parent Account ID | parent_account | Parent Company | Parent.Name | Ultimate Parent | Parent Account Name | subsidiary_of | Muttergesellschaft | Ultimate Parent Account',
  ],
  ['competitors', ['Zeno; Ravel', 'Zeno', 'Ravel'], 'Competitors | Competitor | competitors | Main Competitors'],
  [
    'updatedAt',
    MOMENTS,
    'Updated At | updated_at | Last Modified Date | LastModifiedDate | SystemModstamp | Last Modified | hs_lastmodifieddate | Last modified date (UTC) | Modified Date | Geändert am',
  ],
])

proves('contacts', [
  ['externalId', IDS, 'Contact ID | ContactId | contact_id | Record ID | Person ID'],
  ['name', PEOPLE, 'Name | Full Name | Contact Name | Contact | full_name | Ansprechpartner | Contact: Full Name'],
  ['firstName', ['Nora', 'Ilir', 'Wen'], 'First Name | FirstName | first_name | firstname | Given Name | Vorname'],
  [
    'lastName',
    ['Lind', 'Dema', 'Zhao'],
    'Last Name | LastName | last_name | lastname | Surname | Nachname | Family Name',
  ],
  [
    'email',
    MAILS,
    'Email | E-mail | E-Mail | Email Address | email_address | Work Email | Business Email | Contact Email | E-Mail-Adresse | Primary Email | Contact: Email',
  ],
  [
    'title',
    ['CFO', 'Head of IT', 'Analyst'],
    'Title | Job Title | jobtitle | job_title | Position | Funktion | Berufsbezeichnung | Job Role',
  ],
  [
    'role',
    ['Champion', 'Economic Buyer', 'End User'],
    'Role | Contact Role | Buying Role | buying_role | Stakeholder Role | Rolle | Persona | hs_buying_role',
  ],
  [
    'phone',
    ['+49 30 1234', '(415) 555-0100', '020 7946'],
    'Phone | Phone Number | Mobile | Mobile Phone | Work Phone | Business Phone | Telefon | Mobile Phone Number | Direct Phone',
  ],
  [
    'customer',
    IDS,
    'Account ID | AccountId | account_id | Company ID | Organization ID | Associated Company IDs | associatedcompanyid | customer_id | Kundennummer | Salesforce Account ID | Associated company ID',
  ],
  [
    'customer',
    NAMES,
    'Account Name | account_name | Company Name | Associated Company | Primary Company | Organization Name | Account.Name | Kundenname',
  ],
  ['customer', NAMES, 'Account | Company | Customer | Organization | Kunde | Firma | company'],
  [
    'optedOut',
    FLAGS,
    'Opted Out | Email Opt Out | HasOptedOutOfEmail | has_opted_out_of_email | Unsubscribed | Do Not Email | Unsubscribed from all email | Opted out of email',
  ],
  ['active', FLAGS, 'Active | Is Active | is_active | Aktiv'],
  ['hasLeft', FLAGS, 'No Longer at Company | no_longer_at_company__c | Left Company'],
])
