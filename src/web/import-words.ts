// Words for what imports call by code; the data's own names never reach the screen.

const FIELDS: Readonly<Record<string, string>> = {
  arr: 'ARR',
  mrr: 'MRR',
  externalId: 'Id there',
  customerExternalId: 'Customer',
  customerName: 'Name of the customer',
  contactExternalId: 'Contact',
  contractExternalId: 'Contract',
  contractExternalIds: 'Contracts',
  parentExternalId: 'Parent company',
  productExternalId: 'Product',
  ownerEmail: 'Owner',
  assigneeEmail: 'Assigned to',
  licensedUsers: 'Licensed users',
  accountPlan: 'Account plan',
  arrAtStake: 'ARR at stake',
  csmCall: 'Call of the CSM',
  managerCall: 'Call of the manager',
  updatedAt: 'Last changed there',
  createdAt: 'Opened',
  at: 'When',
}

/** `Renewal date` of `renewalDate`. */
export function fieldWords(field: string): string {
  const known = FIELDS[field]
  if (known !== undefined) return known
  const words = field.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const WARNINGS: Readonly<Record<string, string>> = {
  'guess-ambiguous': 'Two columns were as likely to be one field.',
  'guess-weak': 'A column was matched by a part of its title.',
  'guess-by-values': 'A column was matched by its values.',
  'unmapped-column': 'Columns that no field is read from; they are kept as attributes.',
  'date-order-unclear': 'Nothing in the column tells whether the day or the month comes first.',
  'date-orders-mixed': 'The column has dates with the day first and others with the month first.',
  'duplicate-external-id': 'Several rows are the same record; the last one counts.',
  'unknown-customer': 'Rows that name a customer who is not here. They are kept, and linked when the customer comes.',
  'no-customer': 'Rows that name no customer. They are kept without one.',
  'ambiguous-customer': 'A name that fits several customers; the rows are kept without one.',
  'unknown-owner': 'Owners who are nobody of yours. Their customers have no owner until you import the person.',
  'ambiguous-owner': 'A name that fits several of your people.',
  'older-than-known': 'Rows that are older than what is known already; they change nothing.',
  'email-taken': 'An address that somebody else has already.',
  'unknown-lead': 'Leads of teams who are nobody of yours.',
  'lead-created': 'People were made because others name them as their lead.',
  'linked-later': 'Records that had waited for these are linked now.',
  'webhooks-linked-later': 'Webhooks that had waited for these customers are applied now.',
  'usage-linked-later': 'Usage that had waited for these is linked now.',
  'arr-is-not-twelve-mrr': 'ARR is not twelve times MRR.',
}

/** A warning as a sentence; a code that has none is read aloud. */
export function warningWords(code: string): string {
  const known = WARNINGS[code]
  if (known !== undefined) return known
  const found = /^found-by-(.+)$/.exec(code)?.[1]
  if (found !== undefined) return `Found by the name without regard to ${found.replaceAll('-', ' ')}.`
  const words = code.replaceAll('-', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

/** What the columns step shows beside the column itself. */
const SHOWN_AT_COLUMNS = new Set([
  'guess-ambiguous',
  'guess-weak',
  'guess-by-values',
  'unmapped-column',
  'date-order-unclear',
  'date-orders-mixed',
])

export const isOfColumns = (code: string): boolean => SHOWN_AT_COLUMNS.has(code)

const DONE_WORDS = {
  held: 'Not started',
  rehearsing: 'Being tried',
  waiting: 'Waits',
  running: 'Running',
  finished: 'Done',
  failed: 'Failed',
  undoing: 'Being taken back',
  undone: 'Taken back',
} as const

export const importStatusWords = (status: keyof typeof DONE_WORDS): string => DONE_WORDS[status]
