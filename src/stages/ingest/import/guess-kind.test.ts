import { describe, expect, test } from 'vitest'
import { columnsOf } from './survey.job.ts'
import { specOf } from './fields/catalogue.ts'
import { KINDS, type Kind } from './fields/field.ts'
import { guessKind } from './guess-kind.ts'
import { openRecords } from './read/open-records.job.ts'

async function kindOf(records: readonly object[], name = 'export.csv'): Promise<Kind> {
  return guessKind(await columnsOf(await openRecords({ name, records })), name)
}

/** A table of one row, its columns as a source writes them. */
const table = (header: string, row: string): object[] => {
  const cells = row.split('|')
  return [Object.fromEntries(header.split('|').map((name, at) => [name, cells[at] ?? '']))]
}

describe('what a file holds is told by its columns', () => {
  test.each(KINDS)('%s as an export of ours writes them', async (kind) => {
    const fields = specOf(kind).fields.filter(({ inputOnly }) => !inputOnly)
    expect(await kindOf([Object.fromEntries(fields.map(({ name }) => [name, '']))])).toBe(kind)
  })

  test.each<[Kind, string, string]>([
    ['customers', 'Account ID|Account Name|Industry|Annual Revenue|Website', 'a1|Fern|Retail|$1,200|fern.example'],
    [
      'customers',
      'Company name|Company owner|Lifecycle stage|Company domain name',
      'Fern|Ida Voss|customer|fern.example',
    ],
    ['contacts', 'First Name|Last Name|Email|Phone|Account Name|Title', 'Ida|Voss|ida@fern.example|030 1|Fern|CFO'],
    [
      'contracts',
      'contract_id|account_id|start_date|end_date|contract_value|auto_renew',
      'k1|a1|2026-01-01|2026-12-31|9|true',
    ],
    [
      'opportunities',
      'Opportunity ID|Account Name|Opportunity Name|Stage|Amount|Close Date',
      'o1|Fern|Seats|Won|5|2026-02-01',
    ],
    ['usage', 'account_id|date|metric|value', 'a1|2026-02-01|logins|4'],
    [
      'tickets',
      'Ticket ID|Requester|Subject|Priority|Status|Created at|Organization',
      't1|Ida|Slow|high|open|2026-02-01 10:00|Fern',
    ],
    ['surveys', 'Response ID|Customer|NPS Score|Comment|Submitted at', 's1|Fern|9|Good|2026-02-01'],
    [
      'invoices',
      'Invoice Number|Customer ID|Invoice Date|Due Date|Amount|Paid at',
      'i1|a1|2026-02-01|2026-03-01|5|2026-02-20',
    ],
    ['users', 'Name|Email|Role|Team|Time zone', 'Ida Voss|ida@fern.example|csm|North|Europe/Berlin'],
    ['rates', 'currency|date|rate', 'EUR|2026-02-01|1.1'],
  ])('%s as others write them: %s', async (kind, header, row) => {
    expect(await kindOf(table(header, row))).toBe(kind)
  })

  test('and where they say the same of two kinds, by the name of the file', async () => {
    const records = table('id|name', 'x1|Something')
    expect(await kindOf(records, 'Products 2026.csv')).toBe('products')
    expect(await kindOf(records, 'accounts.csv')).toBe('customers')
  })

  test('of columns that nobody knows it is some kind, never none', async () => {
    expect(KINDS).toContain(await kindOf(table('foo|bar', '1|2')))
    expect(KINDS).toContain(await kindOf([{}]))
  })
})
