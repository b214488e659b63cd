import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerForm, headerForms, headerWords, wordForm } from './header-form.ts'

const forms = (header: string, own: readonly string[] = []) => headerForms(header, new Set(own))

describe('the normal form of a header', () => {
  it.each([
    'Renewal Date',
    'renewal_date',
    'RENEWALDATE',
    'RenewalDate',
    'renewal-date',
    ' Renewal  Date ',
    'RenewalDate__c',
    'Renewal.Date',
    'Ｒｅｎｅｗａｌ Ｄａｔｅ',
  ])('"%s" is one with all the others', (header) => {
    expect(headerForm(header)).toBe('renewaldate')
  })

  it.each([
    ['Größe', 'größe'],
    ['% used', '%used'],
    ['#', '#'],
    ['客户名称', '客户名称'],
    ['---', ''],
    ['', ''],
    ['Account__r', 'account'],
    ['Price__PC', 'price'],
  ])('"%s" is "%s"', (header, form) => expect(headerForm(header)).toBe(form))

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (header) => {
        const form = headerForm(header)
        expect(headerForm(form)).toBe(form)
      }),
    )
  })
})

describe('the words of a header', () => {
  it.each([
    ['account_id', ['account', 'id']],
    ['AccountId', ['account', 'id']],
    ['Account ID', ['account', 'id']],
    ['accountID', ['account', 'id']],
    ['HTTPStatus', ['http', 'status']],
    ['ARRInUSD', ['arr', 'in', 'usd']],
    ['Health_Score__c', ['health', 'score']],
    ['hs_analytics_source', ['hs', 'analytics', 'source']],
    ['Q3 2026', ['q3', '2026']],
    ['ARR ($)', ['arr', '$']],
    ['properties.name.value', ['properties', 'name', 'value']],
    ['Nächstes Gespräch', ['nächstes', 'gespräch']],
    ['', []],
    ['–', []],
  ])('"%s" are %j', (header, words) => expect(headerWords(header)).toEqual(words))

  it('hold no blank and no capital, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (header) => {
        for (const word of headerWords(header)) {
          expect(word).not.toMatch(/\s/)
          expect(word).not.toBe('')
        }
      }),
    )
  })
})

describe('the forms that a header may be known under', () => {
  it('are sure without a vendor’s mark', () => {
    expect(forms('hs_lastmodifieddate').sure).toEqual(['hslastmodifieddate', 'lastmodifieddate'])
    expect(forms('properties.hubspot.domain').sure).toContain('domain')
    expect(forms('Zendesk').sure).toEqual(['zendesk'])
  })

  it.each([
    ['Ticket #', 'ticketnumber'],
    ['Invoice no', 'invoicenumber'],
    ['Rechnung Nr', 'rechnungnumber'],
  ])('of "%s" are also sure as "%s"', (header, form) => expect(forms(header).sure).toContain(form))

  it('leave out what the record is, where the file is of such records', () => {
    expect(forms('account_name', ['account', 'customer']).own).toEqual(['name'])
    expect(forms('account_name').own).toEqual([])
    expect(forms('account', ['account']).own).toEqual([])
  })

  it.each([
    ['Current ARR (USD)', ['arr'], []],
    ['Total Number of Seats', ['seats'], []],
    ['Term in months', ['term'], ['months']],
    ['Notice period (days)', ['noticeperiod'], ['days']],
    ['Laufzeit Monate', ['laufzeit'], ['months']],
    ['Duration min', ['duration'], ['minutes']],
    ['ARR k', ['arr'], ['other']],
    ['Previous ARR', ['previousarr'], []],
    ['Target close date', ['targetclosedate'], []],
    ['Name', ['name'], []],
    ['USD', ['usd'], []],
  ])('of "%s" are loosely %j, without the units %j', (header, loose, units) => {
    expect(forms(header)).toMatchObject({ loose, units })
  })

  it('keep at least one word, and never a form twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('current', 'arr', 'usd', 'in', 'months', 'hs', 'account'), {
          minLength: 1,
          maxLength: 6,
        }),
        (words) => {
          const { sure, loose } = forms(words.join('_'), ['account'])
          expect(new Set(sure).size).toBe(sure.length)
          for (const form of [...sure, ...loose]) expect(form).not.toBe('')
        },
      ),
    )
  })
})

it.each(['Closed Won', 'closed_won', 'Größe', 'x'.repeat(100), ''])(
  'a word of a column has the form of a header, the first time and again: %s',
  (word) => {
    expect([wordForm(word), wordForm(word)]).toEqual([headerForm(word), headerForm(word)])
  },
)
