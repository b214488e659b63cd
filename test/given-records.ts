import type { Kind } from '../src/stages/ingest/import/fields/field.ts'

/** Records of every kind, some of which wait for others. */
export const BEFORE: readonly (readonly [Kind, readonly object[]])[] = [
  [
    'users',
    [
      { externalId: 'u1', name: 'Noor Haddad', email: 'noor@example.org', role: 'csm', team: 'North' },
      {
        externalId: 'u2',
        name: 'Bo Lind',
        absences: [{ from: '2027-04-01', to: '2027-04-05', coverEmail: 'noor@example.org' }],
      },
    ],
  ],
  ['products', [{ externalId: 'p1', name: 'Lantern', listPrice: 99, currency: 'EUR' }]],
  [
    'customers',
    [{ externalId: 'c1', name: 'Birch & Sons', arr: 100, ownerEmail: 'Bo Lind', attributes: { region: 'north' } }],
  ],
  ['contacts', [{ externalId: 'k1', customerExternalId: 'c1', name: 'Ida', email: 'ida@birch.example' }]],
  [
    'contracts',
    [{ externalId: 'v1', customerExternalId: 'c1', value: 100, terms: [{ kind: 'price', text: 'No increase' }] }],
  ],
  ['renewals', [{ externalId: 'r1', customerExternalId: 'c1', date: '2027-09-30' }]],
  ['opportunities', [{ externalId: 'o1', customerExternalId: 'c1', name: 'Seats', stage: 'Won', product: 'Lantern' }]],
  [
    'usage',
    [
      { customerExternalId: 'c1', date: '2027-03-10', metric: 'logins', value: 12, feature: 'reports' },
      { customerExternalId: 'Lune S.A.', date: '2027-03-10', metric: 'logins', value: 5 },
      { contractExternalId: 'v2', date: '2027-03-10', metric: 'logins', value: 6 },
    ],
  ],
  [
    'tickets',
    [{ externalId: 't1', customerExternalId: 'Lune S.A.', subject: 'Help', createdAt: '2027-03-01T10:00:00Z' }],
  ],
  ['engagements', [{ externalId: 'e1', customerExternalId: 'c1', kind: 'call', at: '2027-03-02T10:00:00Z' }]],
  ['events', [{ externalId: 'x1', customerExternalId: 'LUNE', kind: 'downgrade', at: '2027-03-03T10:00:00Z' }]],
  ['invoices', [{ externalId: 'i1', customerExternalId: 'c1', date: '2027-03-04', amount: 10 }]],
  [
    'surveys',
    [
      {
        externalId: 's1',
        customerExternalId: 'c1',
        contactExternalId: 'k2',
        kind: 'nps',
        score: 9,
        at: '2027-03-05T10:00:00Z',
      },
    ],
  ],
  ['rates', [{ currency: 'EUR', day: '2027-03-01', rate: 1.08 }]],
]

/** A change of what is there, something new, and what others have been waiting for. */
export const CHANGE: Readonly<Record<Kind, readonly object[]>> = {
  users: [
    {
      externalId: 'u1',
      name: 'Noor Haddad-Lind',
      email: 'noor@example.com',
      team: 'South',
      leadEmail: 'Vera Okoro',
      absences: [{ from: '2027-05-01', to: '2027-05-02' }],
    },
    { externalId: 'u2', name: 'Bo Lind', absences: [{ from: '2027-06-01', to: '2027-06-02' }] },
    { externalId: 'u3', name: 'Ash Moor', team: 'East' },
  ],
  products: [
    { externalId: 'p1', name: 'Lantern', listPrice: 120, currency: 'EUR' },
    { externalId: 'p2', name: 'Torch', listPrice: 7, currency: 'EUR' },
  ],
  customers: [
    {
      externalId: 'c1',
      name: 'Birch',
      arr: 200,
      ownerEmail: 'noor@example.org',
      attributes: { region: 'south', size: 4 },
    },
    { externalId: 'c2', name: 'Lune SA', parentExternalId: 'c1', arr: 5 },
  ],
  contacts: [
    { externalId: 'k1', customerExternalId: 'c1', name: 'Ida', email: 'ida@birch.example', active: false },
    { externalId: 'k2', customerExternalId: 'c1', name: 'Per' },
  ],
  contracts: [
    {
      externalId: 'v1',
      customerExternalId: 'c1',
      value: 100,
      terms: [{ kind: 'price', text: 'Three percent', value: 3 }],
    },
    { externalId: 'v2', customerExternalId: 'c1', value: 50, terms: [{ kind: 'notice', text: 'In writing' }] },
  ],
  renewals: [
    { externalId: 'r1', customerExternalId: 'c1', date: '2027-09-30', progress: 'signed' },
    { externalId: 'r2', customerExternalId: 'c1', date: '2028-09-30' },
  ],
  opportunities: [
    { externalId: 'o1', customerExternalId: 'c9', name: 'Seats', stage: 'Lost', product: 'Torch' },
    { externalId: 'o2', customerExternalId: 'c1', name: 'More' },
  ],
  usage: [
    { customerExternalId: 'c1', date: '2027-03-10', metric: 'logins', value: 13, feature: 'reports' },
    { customerExternalId: 'c1', date: '2027-03-11', metric: 'logins', value: 14, feature: 'exports' },
    { customerExternalId: 'Lune S.A.', date: '2027-03-10', metric: 'logins', value: 55 },
    { customerExternalId: 'Lune S.A.', date: '2027-03-11', metric: 'logins', value: 56 },
  ],
  tickets: [
    {
      externalId: 't1',
      customerExternalId: 'c1',
      subject: 'Solved',
      createdAt: '2027-03-01T10:00:00Z',
      status: 'closed',
    },
    { externalId: 't2', customerExternalId: 'c1', subject: 'More', createdAt: '2027-03-02T10:00:00Z' },
  ],
  engagements: [
    { externalId: 'e1', customerExternalId: 'c1', kind: 'meeting', at: '2027-03-02T11:00:00Z', attendees: ['Ida'] },
    { externalId: 'e2', customerExternalId: 'c1', kind: 'note', at: '2027-03-02T10:00:00Z' },
  ],
  events: [
    { externalId: 'x1', customerExternalId: 'c1', kind: 'upgrade', at: '2027-03-03T10:00:00Z', data: { seats: 1 } },
    { externalId: 'x2', customerExternalId: 'c1', kind: 'upgrade', at: '2027-03-04T10:00:00Z' },
  ],
  invoices: [
    { externalId: 'i1', customerExternalId: 'c1', date: '2027-03-04', amount: 11, status: 'paid' },
    { externalId: 'i2', customerExternalId: 'c1', date: '2027-03-05', amount: 12 },
  ],
  surveys: [
    {
      externalId: 's1',
      customerExternalId: 'c1',
      contactExternalId: 'k1',
      kind: 'nps',
      score: 3,
      at: '2027-03-05T10:00:00Z',
    },
    { externalId: 's2', customerExternalId: 'c1', kind: 'csat', score: 3, at: '2027-03-05T10:00:00Z' },
  ],
  rates: [
    { currency: 'EUR', day: '2027-03-01', rate: 1.1 },
    { currency: 'CHF', day: '2027-03-01', rate: 1.2 },
  ],
}
