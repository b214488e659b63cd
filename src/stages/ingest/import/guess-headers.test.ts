import { describe, expect, test } from 'vitest'
import { newColumn, observe } from './column.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import { guessMapping, type Mapping } from './guess.ts'

/** What is guessed for a file with these columns, each with some of its values. */
function guess(kind: Kind, columns: Readonly<Record<string, readonly string[]>>): Mapping {
  const seen = Object.entries(columns).map(([name, values]) => {
    const column = newColumn(name)
    for (const value of values) observe(column, value)
    return column
  })
  return guessMapping(specOf(kind), seen, { fixed: {}, knownShare: () => 0 }).mapping
}

const DAYS = ['2027-01-31', '2026-11-15', '2027-06-30']
const MOMENTS = ['2027-01-31 08:15:00', '2026-11-15 17:02:11', '2027-06-30 12:00:00']
const MONEY = ['12000', '8400.50', '250000']
const COUNTS = ['12', '250', '40']
const IDS = ['0015500000Xyy06AAB', '0015500000Xyy07AAB', '0015500000Xyy08AAB']
const NAMES = ['Birch & Sons', 'Lune SA', 'Harrow Ltd']
const PEOPLE = ['Nora Lind', 'Ilir Dema', 'Wen Zhao']
const MAILS = ['nora@example.org', 'ilir@example.org', 'wen@example.com']
const SITES = ['birch.example', 'https://www.lune.example/en', 'harrow.example']
const FLAGS = ['true', 'false', 'true']
const TEXTS = ['Renewed after a long talk', 'Asked for the roadmap', 'Wants a call']

type Row = readonly [field: string, values: readonly string[], headers: string]

// Columns that stand beside the one in question in any such file.
const BESIDE: Partial<Record<Kind, Readonly<Record<string, readonly string[]>>>> = {
  customers: { Name: NAMES },
  contacts: { Id: IDS },
  contracts: { Id: IDS },
  opportunities: { Id: IDS },
  tickets: { Id: IDS },
  engagements: { Id: IDS },
  invoices: { Id: IDS },
  renewals: { Id: IDS },
  surveys: { Id: IDS },
  users: { Id: IDS },
  products: { Id: IDS },
  events: { Id: IDS },
}

function proves(kind: Kind, rows: readonly Row[]): void {
  describe(`a file of ${kind}`, () => {
    const cases = rows.flatMap(([field, values, headers]) =>
      headers.split(' | ').map((header): [string, string, readonly string[]] => [header, field, values]),
    )
    test.each(cases)('%s is %s', (header, field, values) => {
      const beside = field === 'externalId' && kind !== 'customers' ? {} : { ...BESIDE[kind] }
      const mapping = guess(kind, { ...beside, [header]: values })
      // Both mean the same customer; which of them takes a name makes no difference.
      const found = field === 'customer' ? (mapping['customerExternalId'] ?? mapping['customerName']) : mapping[field]
      expect(found, JSON.stringify(mapping)).toBe(header)
    })
  })
}

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

proves('contracts', [
  [
    'externalId',
    IDS,
    'Contract ID | ContractId | Contract Number | ContractNumber | subscription_id | Subscription ID | Order Number | Agreement ID | Vertragsnummer | Agreement Number | Order ID | Contract #',
  ],
  ['customer', NAMES, 'Account Name | Customer Name | Company Name | Account.Name | Client Name'],
  ['customer', IDS, 'Account ID | AccountId | customer_id | Customer ID | Kundennummer | company_id'],
  [
    'startDate',
    DAYS,
    'Start Date | StartDate | start_date | Contract Start Date | Contract Start | Effective Date | Subscription Start | Subscription Start Date | Term Start Date | Vertragsbeginn | Beginn | Laufzeitbeginn | Valid From | Commencement Date | current_period_start | Starts At',
  ],
  [
    'endDate',
    DAYS,
    'End Date | EndDate | end_date | Contract End Date | Contract End | Subscription End | Subscription End Date | Expiration Date | Expiry Date | Term End | Term End Date | Valid Until | Valid To | Vertragsende | Laufzeitende | Ends At | Ends On | current_period_end | Contract Expiration Date | Renewal Date | Expires',
  ],
  [
    'termMonths',
    ['12', '24', '36'],
    'Term | Term (Months) | Contract Term | Contract Term (Months) | ContractTerm | term_months | Laufzeit (Monate) | Subscription Term | Duration (Months) | Contract Length (Months) | Term Length',
  ],
  [
    'value',
    MONEY,
    'Value | Contract Value | ACV | Annual Contract Value | TCV | Total Contract Value | ARR | Amount | arr_amount | Vertragswert | Subscription Value | Vertragswert (EUR) | Contract Amount | Annual Value | Contract Value (USD)',
  ],
  ['mrr', MONEY, 'MRR | mrr_amount | Monthly Recurring Revenue | Monthly Amount'],
  [
    'autoRenew',
    FLAGS,
    'Auto Renew | Auto-Renew | Auto Renewal | Auto-Renewal | autoRenew | auto_renew_flag | Auto Renewal? | Automatic Renewal | Is Auto Renew | Auto-renews | Automatische Verlängerung | Evergreen',
  ],
  [
    'noticeDays',
    ['30', '60', '90'],
    'Notice Period | Notice Days | Notice Period (Days) | notice_period_days | Cancellation Notice (Days) | Kündigungsfrist (Tage) | OwnerExpirationNotice | Renewal Notice (Days) | Notice Period in Days',
  ],
  [
    'status',
    ['Activated', 'Draft', 'Expired'],
    'Status | Contract Status | Subscription Status | Vertragsstatus | State',
  ],
])

proves('renewals', [
  ['externalId', IDS, 'Renewal ID | RenewalId'],
  [
    'date',
    DAYS,
    'Renewal Date | Renewal Due Date | Date | Due Date | Close Date | renewal_date | Next Renewal Date | Verlängerungsdatum',
  ],
  ['decisionDate', DAYS, 'Decision Date | Notice Date | Notice Deadline | Notice By | Cancellation Deadline'],
  [
    'arrAtStake',
    MONEY,
    'ARR | Renewal ARR | Renewal Amount | ARR up for Renewal | ARR at Stake | Available to Renew | ATR | Amount',
  ],
  [
    'category',
    ['Commit', 'Best Case', 'At Risk'],
    'Category | Forecast Category | ForecastCategoryName | Forecast | Renewal Forecast',
  ],
  ['progress', ['Contacted', 'Proposed', 'Verbal'], 'Progress | Stage | Renewal Stage | Renewal Status | Status'],
  ['ownerEmail', PEOPLE, 'Owner | Renewal Owner | Renewal Manager | CSM'],
])

proves('opportunities', [
  [
    'externalId',
    IDS,
    'Opportunity ID | OpportunityId | opportunity_id | Deal ID | dealId | Record ID | Opportunity Number',
  ],
  ['name', NAMES, 'Name | Opportunity Name | Deal Name | dealname | Opportunity | Deal | Bezeichnung'],
  [
    'customer',
    NAMES,
    'Account Name | Associated Company | Primary Company | Company Name | Account.Name | Associated Company (Primary)',
  ],
  ['customer', NAMES, 'Account | Company | Kunde | Organization'],
  [
    'stage',
    ['Proposal', 'Closed Won', 'Discovery'],
    'Stage | StageName | stage_name | Deal Stage | dealstage | Sales Stage | Pipeline Stage | Opportunity Stage | Phase | Verkaufsphase',
  ],
  [
    'amount',
    MONEY,
    'Amount | Deal Amount | Opportunity Amount | Value | Deal Value | Amount in company currency | Auftragswert | close_value | Expected Amount | Amount (USD) | Total Amount | ACV | ARR | New ARR',
  ],
  ['openedOn', DAYS, 'Created Date | Create Date | createdate | created_at | engage_date | Opened On | Erstellt am'],
  [
    'closeDate',
    DAYS,
    'Close Date | CloseDate | close_date | closedate | Expected Close Date | Closed Date | Abschlussdatum | Forecast Close Date | Estimated Close Date | Expected close',
  ],
  [
    'probability',
    ['10', '60', '90'],
    'Probability | Probability (%) | Deal probability | Win Probability | Win Likelihood | Wahrscheinlichkeit | Probability %',
  ],
  ['type', ['New Business', 'Existing Business', 'Renewal'], 'Type | Opportunity Type | Deal Type | dealtype'],
  [
    'ownerEmail',
    PEOPLE,
    'Owner | Opportunity Owner | Deal owner | Owner Name | Sales Rep | sales_agent | HubSpot Owner | Sales Owner',
  ],
  ['product', NAMES, 'Product | Product Name | Product Code | Produkt'],
])

proves('tickets', [
  [
    'externalId',
    IDS,
    'Ticket ID | ticket_id | Case Number | CaseNumber | Case ID | Ticket # | Ticket number | Issue Key | Key | Ticketnummer | Issue ID | Ticket No.',
  ],
  ['subject', TEXTS, 'Subject | Title | Summary | Betreff | Ticket name | Ticket subject'],
  ['body', TEXTS, 'Body | Description | Details | Beschreibung | Message | Ticket description'],
  [
    'priority',
    ['High', 'Low', 'Urgent'],
    'Priority | Severity | Ticket Priority | Priorität | hs_ticket_priority | Urgency | Prio',
  ],
  ['status', ['Open', 'Closed', 'Pending'], 'Status | Ticket Status | Case Status | State | Ticket state'],
  [
    'createdAt',
    MOMENTS,
    'Created At | created_at | Created | CreatedDate | Date/Time Opened | Opened Date | Create date | Opened At | Erstellt am | Reported At | Created date (UTC) | Requested | submitted_at | Date Created | Created time | Ticket created | Requested at',
  ],
  [
    'resolvedAt',
    MOMENTS,
    'Resolved At | Solved At | Closed At | closed_at | ClosedDate | Date/Time Closed | Closed Date | Close date | Resolution date | Resolved | Solved | Gelöst am | Resolved time | Closed time',
  ],
  [
    'firstRepliedAt',
    MOMENTS,
    'First Replied At | First reply at | First Response At | first_response_at | First responded at | First reply date | First agent email response date | Initial response time',
  ],
  [
    'satisfaction',
    ['4', '5', '2'],
    'Satisfaction | CSAT | Satisfaction Score | satisfaction_score | CSAT Score | Satisfaction Rating | Rating | Customer Satisfaction Score',
  ],
  ['customer', IDS, 'Account ID | AccountId | organization_id | Organization ID | company_id | Customer ID'],
  [
    'customer',
    NAMES,
    'Account Name | Organization Name | Company Name | Ticket organization name | Requester organization',
  ],
])

proves('engagements', [
  [
    'kind',
    ['Call', 'Meeting', 'Email'],
    'Kind | Type | Activity Type | Engagement Type | Event Type | TaskSubtype | Channel | Art | engagement.type',
  ],
  [
    'at',
    MOMENTS,
    'At | Date | Activity date | ActivityDate | Start Date/Time | Start | Start Time | Timestamp | Meeting Date | Datum | Created At | engagement.timestamp | Occurred At | hs_timestamp | Event Date',
  ],
  [
    'durationMinutes',
    ['30', '45', '60'],
    'Duration | Duration (Minutes) | DurationInMinutes | Minutes | Dauer (Minuten) | duration_minutes | Length (min) | Duration (min)',
  ],
  [
    'notes',
    TEXTS,
    'Notes | Comments | Description | Body | Meeting notes | Call notes | Subject | Full Comments | Notizen | hs_note_body',
  ],
  [
    'attendees',
    ['nora@example.org; ilir@example.org', 'wen@example.com', 'nora@example.org'],
    'Attendees | Participants | Invitees | Teilnehmer | Guests',
  ],
  [
    'direction',
    ['Inbound', 'Outbound', 'Inbound'],
    'Direction | Call Direction | Email Direction | Richtung | Call Type',
  ],
  ['customer', NAMES, 'Account Name | Associated Company | Company Name'],
  ['customer', NAMES, 'Company / Account | Account | Company | Customer'],
  ['customer', IDS, 'AccountId | associations.companyIds | companyIds | Company ID'],
])

proves('invoices', [
  [
    'externalId',
    IDS,
    'Invoice ID | Invoice Number | Invoice No. | Invoice # | Rechnungsnummer | Number | invoice_number | Document Number',
  ],
  [
    'date',
    DAYS,
    'Date | Invoice Date | Issue Date | Issued At | Rechnungsdatum | invoice_date | Billing Date | Posting Date',
  ],
  ['dueDate', DAYS, 'Due Date | Due | due_date | Payment Due Date | Fälligkeitsdatum | Fällig am'],
  [
    'amount',
    MONEY,
    'Amount | Total | Total Amount | Invoice Amount | Amount Due | Rechnungsbetrag | Gross Amount | Amount (USD) | Invoice Total | Grand Total | Gesamtbetrag',
  ],
  ['paidAt', DAYS, 'Paid At | Paid Date | Payment Date | Date Paid | Paid On | Bezahlt am | payment_date'],
  ['status', ['paid', 'open', 'overdue'], 'Status | Invoice Status | Payment Status | Zahlungsstatus'],
  ['customer', NAMES, 'Customer Name | Account Name | Client Name | Bill To'],
])

proves('surveys', [
  [
    'score',
    ['9', '7', '10'],
    'Score | NPS | NPS Score | Rating | csat_score | Bewertung | How likely are you to recommend us? | Survey Score | Answer',
  ],
  ['comment', TEXTS, 'Comment | Comments | Feedback | Verbatim | Kommentar | Survey Comment | Reason for score'],
  [
    'at',
    MOMENTS,
    'At | Responded At | Response Date | Submitted At | Survey Date | Timestamp | Date | Completed At | Response Time | Date Submitted',
  ],
  ['contactExternalId', MAILS, 'Contact Email | Respondent Email | Email | Respondent | Contact'],
  ['kind', ['NPS', 'CSAT', 'NPS'], 'Kind | Survey Type | Type | Survey'],
  ['customer', NAMES, 'Account Name | Company Name'],
])

proves('users', [
  ['name', PEOPLE, 'Name | Full Name | User Name | Display Name | Employee Name | sales_agent | CSM Name'],
  ['email', MAILS, 'Email | E-mail | Email Address | Work Email | Username'],
  ['role', ['Admin', 'Manager', 'CSM'], 'Role | User Role | Profile | Rolle | Access Role'],
  ['leadEmail', MAILS, 'Manager | Manager Email | Reports To | Team Lead | Supervisor | Vorgesetzter'],
  ['team', ['East', 'West', 'East'], 'Team | Department | Team Name | regional_office | Region | Abteilung | Group'],
  [
    'timeZone',
    ['Europe/Berlin', 'America/New_York', 'UTC'],
    'Time Zone | Timezone | timeZone | TimeZoneSidKey | Zeitzone',
  ],
  ['capacity', COUNTS, 'Capacity | Max Workload | Kapazität'],
])

proves('products', [
  ['externalId', IDS, 'Product ID | SKU | Product Code | ProductCode | Artikelnummer | Item ID'],
  ['name', NAMES, 'Name | Product Name | Product | Item | Produktname'],
  [
    'listPrice',
    MONEY,
    'List Price | Price | Unit Price | sales_price | MSRP__c | Preis | Listenpreis | Standard Price',
  ],
])

proves('events', [
  ['kind', ['login', 'churn', 'upgrade'], 'Kind | Event | Event Type | Event Name | Type | Action'],
  ['at', MOMENTS, 'At | Timestamp | Occurred At | Event Date | Date | Created At | Time | Event Time'],
  ['customer', IDS, 'Account ID | customer_id | Company ID | organization_id | groupId'],
])

proves('usage', [
  [
    'date',
    DAYS,
    'Date | Day | usage_date | Activity Date | Event Date | Week | Period | Datum | Report Date | Snapshot Date',
  ],
])

proves('rates', [['rate', ['1.08', '1.09', '0.86'], 'Rate | Exchange Rate | FX Rate | Kurs | Conversion Rate']])
