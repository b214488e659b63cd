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
  TEXTS,
  proves,
} from '../../../../test/given-columns.ts'

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
