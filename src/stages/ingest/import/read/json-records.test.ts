import { expect, test } from 'vitest'
import { flattenRecord } from './json-records.ts'

const flat = (record: unknown) => Object.fromEntries(flattenRecord(record))

test.each<[string, unknown, Readonly<Record<string, unknown>>]>([
  [
    'a flat record',
    { externalId: 'c1', arr: 3, competitors: ['Zeno'] },
    { externalId: 'c1', arr: 3, competitors: ['Zeno'] },
  ],
  [
    'one inside another',
    { id: 1, owner: { email: 'nora@example.org', team: { name: 'East' } } },
    { id: 1, 'owner.email': 'nora@example.org', 'owner.team.name': 'East' },
  ],
  [
    'what belongs to the company whole',
    { attributes: { a: { b: 1 } }, custom_fields: { c: 2 } },
    { attributes: { a: { b: 1 } }, custom_fields: { c: 2 } },
  ],
  [
    'attributes that only look like Salesforce’s',
    { name: 'B', attributes: { type: 'gold', url: 'https://b.example' } },
    { name: 'B', attributes: { type: 'gold', url: 'https://b.example' } },
  ],
  [
    'HubSpot today',
    { id: '7', properties: { name: 'Birch', hs_arr: null }, createdAt: 'x', archived: false },
    { id: '7', name: 'Birch', hs_arr: null, createdAt: 'x', isDeleted: false },
  ],
  [
    'HubSpot before',
    { companyId: 7, properties: { name: { value: 'Birch', timestamp: 1, versions: [] } } },
    { companyId: 7, name: 'Birch' },
  ],
  [
    'whose it is, by the older interface',
    { dealId: 3, associations: { associatedCompanyIds: [7], associatedVids: [] }, properties: {} },
    { dealId: 3, associatedCompanyIds: [7], associatedVids: [] },
  ],
  [
    'whose it is, by the newer one',
    {
      id: '3',
      associations: {
        companies: {
          results: [
            { id: '7', type: 'a' },
            { id: '7', type: 'b' },
          ],
        },
      },
    },
    { id: '3', 'companies id': ['7'] },
  ],
  [
    'a HubSpot engagement',
    {
      engagement: { id: 5, type: 'CALL', timestamp: 1 },
      associations: { companyIds: [7] },
      metadata: { body: 'Hi', from: { email: 'n@example.org' } },
    },
    { id: 5, type: 'CALL', timestamp: 1, companyIds: [7], body: 'Hi', 'from.email': 'n@example.org' },
  ],
  [
    'Salesforce',
    {
      attributes: { type: 'Account', url: '/services/data/v60.0/sobjects/Account/1' },
      Id: '1',
      Owner: { attributes: { type: 'User', url: '/services/data/v60.0/sobjects/User/2' }, Name: 'Nora' },
    },
    { Id: '1', 'Owner.Name': 'Nora' },
  ],
  [
    'a tree of Salesforce',
    {
      attributes: { type: 'Contact', referenceId: 'ContactRef1' },
      LastName: 'Lind',
      AccountId: '@AccountRef1',
      Site: { City: '@home' },
    },
    { LastName: 'Lind', AccountId: 'AccountRef1', 'Site.City': '@home', 'attributes.referenceId': 'ContactRef1' },
  ],
  ['sums of Salesforce', { attributes: { type: 'AggregateResult' }, expr0: 3 }, { expr0: 3 }],
  [
    'JSON:API',
    {
      type: 'accounts',
      id: '7',
      attributes: { name: 'Birch', arr: 5 },
      relationships: { owner: { data: { type: 'users', id: '2' } }, parent: { data: null } },
    },
    { type: 'accounts', id: '7', name: 'Birch', arr: 5, 'owner id': ['2'], 'parent id': [] },
  ],
  ['an empty object inside', { id: 1, owner: {} }, { id: 1 }],
  ['no object', 'Birch', { name: 'Birch' }],
])('%s', (_, record, columns) => {
  expect(flat(record)).toEqual(columns)
})

test('what lies deeper than anybody nests is left whole', () => {
  const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
  const entries = [...flattenRecord(deep)]
  expect(entries).toEqual([['a.b.c.d.e', { f: 1 }]])
})
