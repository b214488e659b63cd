import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginningOfJson, recordsIn, recordsPath, refusalIn } from './json-envelope.ts'

const ROW = { id: 7, name: 'Birch & Sons' }

describe('where the records of an answer are', () => {
  test.each<[string, unknown, readonly string[] | undefined]>([
    ['a list', [ROW], []],
    [
      'Salesforce',
      { totalSize: 1, done: true, records: [{ attributes: { type: 'Account' }, Name: 'Birch' }] },
      ['records'],
    ],
    ['Salesforce, nothing found', { totalSize: 0, done: true, records: [] }, ['records']],
    ['HubSpot today', { results: [{ id: '7', properties: {} }], paging: { next: { after: '7' } } }, ['results']],
    ['HubSpot before', { 'has-more': true, offset: 11, companies: [{ companyId: 7, properties: {} }] }, ['companies']],
    ['Zendesk', { organizations: [ROW], meta: { has_more: false }, links: {} }, ['organizations']],
    ['Zendesk search', { results: [ROW], facets: null, next_page: null, count: 1 }, ['results']],
    ['Stripe', { object: 'list', url: '/v1/invoices', has_more: false, data: [ROW] }, ['data']],
    ['JSON:API', { data: [{ type: 'accounts', id: '7', attributes: {} }], included: [ROW], links: {} }, ['data']],
    ['OData', { '@odata.context': 'x', value: [ROW] }, ['value']],
    ['OData before', { d: { results: [ROW] } }, ['d', 'results']],
    ['HAL', { _embedded: { customers: [ROW] }, _links: {} }, ['_embedded', 'customers']],
    ['Elasticsearch', { took: 3, hits: { total: 1, hits: [{ _id: '7', _source: ROW }] } }, ['hits', 'hits']],
    ['GraphQL', { data: { customers: { edges: [{ node: ROW }] } } }, ['data', 'customers', 'edges']],
    ['a name nobody knows', { stand: '2027-03-15', kundschaft: [ROW] }, ['kundschaft']],
    ['the longer of two', { regionen: [{ r: 1 }], kundschaft: [{ k: 1 }, { k: 2 }] }, ['kundschaft']],
    [
      'one record with lists',
      { companyId: 7, properties: { name: 'Birch' }, additionalDomains: [], merges: [ROW] },
      undefined,
    ],
    ['one record with contacts', { id: 7, name: 'Birch', contacts: [ROW] }, undefined],
    ['one Salesforce record with children', { attributes: { type: 'A' }, Contacts: { records: [ROW] } }, undefined],
    ['one invoice', { id: 'i1', total: 3, items: [ROW] }, undefined],
    ['an empty object', {}, undefined],
    ['a number', 3, undefined],
  ])('%s', (_, answer, path) => {
    expect(recordsPath(answer)).toEqual(path)
  })
})

describe('one element of a file', () => {
  test.each<[string, unknown, readonly unknown[]]>([
    ['a record', ROW, [ROW]],
    ['a page', { results: [ROW, ROW], paging: {} }, [ROW, ROW]],
    ['an empty page', { companies: [], 'has-more': false, offset: 0 }, []],
    ['a wrapper', { ticket: ROW }, [ROW]],
    ['an edge', { cursor: 'x', node: ROW }, [ROW]],
    ['a hit', { _index: 'c', _id: '7', _source: { name: 'Birch' } }, [{ id: '7', name: 'Birch' }]],
    ['a record whose only part is its properties', { properties: { name: 'B' } }, [{ properties: { name: 'B' } }]],
    ['a record with a list', { customerId: 'c', usage: [{ value: 1 }] }, [{ customerId: 'c', usage: [{ value: 1 }] }]],
    ['a text', 'Birch', ['Birch']],
    ['nothing', null, [null]],
  ])('%s', (_, element, records) => {
    expect(recordsIn(element)).toEqual(records)
  })
})

describe('a refusal instead of records', () => {
  test.each([
    [
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
      'Session expired or invalid: INVALID_SESSION_ID',
    ],
    [{ error: 'invalid_grant', error_description: 'expired' }, 'invalid_grant: expired'],
    [{ status: 'error', message: 'Not found', errors: [{ code: 1 }] }, 'error: Not found'],
  ])('%j says %s', (answer, words) => {
    expect(refusalIn(answer)).toBe(words)
  })

  test.each([
    [{ id: 7, message: 'Help', error: 'none' }],
    [{ message: 'Hello', status: 'open' }],
    [{ name: 'Birch', errors: [] }],
    [{ success: true, errors: [] }],
    ['text'],
    [null],
  ])('%j is none', (answer) => {
    expect(refusalIn(answer)).toBeUndefined()
  })
})

describe('the beginning of a text', () => {
  test('tells where the records are, wherever it is cut', () => {
    const whole = JSON.stringify({
      meta: { a: [1, 2], q: '"},{' },
      records: [{ Name: 'Birch, "Sons"\\' }, { Name: 'Lune' }],
    })
    const from = whole.indexOf('"records"') + 40
    for (let end = from; end <= whole.length; end += 1)
      expect(recordsPath(beginningOfJson(whole.slice(0, end)))).toEqual(['records'])
  })

  test('never fails, whatever stands there', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, end) => {
        beginningOfJson(text.slice(0, end % (text.length + 1)))
      }),
    )
    expect(beginningOfJson('no json at all, {')).toBeUndefined()
    expect(beginningOfJson('{"a": 1}\n{"a": 2}')).toEqual({ a: 1 })
  })
})
