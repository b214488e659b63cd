import { fill, inventedCompanies, type Book, type Life } from '../fill.ts'
import type { CompanyStory, PersonStory } from '../story.ts'
import { FEATURES } from './features.ts'
import { JUSTINS } from './justin.ts'
import { OTHERS } from './others.ts'

const at = (name: string): string => `${name}@summit.example`

const PEOPLE: readonly PersonStory[] = [
  { name: 'Sam Whitfield', email: at('sam'), role: 'admin' },
  { name: 'Laura Jimenez', email: at('laura'), role: 'manager', team: 'Customers' },
  { name: 'Justin Reyes', email: at('justin'), role: 'csm', team: 'Customers', lead: 'Laura' },
  { name: 'Mei Tanaka', email: at('mei'), role: 'csm', team: 'Customers', lead: 'Laura' },
  { name: 'Fatima Haddad', email: at('fatima'), role: 'csm', team: 'Customers', lead: 'Laura' },
  {
    name: 'Oliver Brandt',
    email: at('oliver'),
    role: 'csm',
    team: 'Customers',
    lead: 'Laura',
    absence: { fromInDays: 6, toInDays: 19, cover: 'Ryan' },
  },
  { name: 'Ryan Callahan', email: at('ryan'), role: 'csm', team: 'Customers', lead: 'Laura' },
  { name: 'Priya Nair', email: at('priya'), role: 'viewer' },
]

const CALM: readonly Life[] = [
  'steady',
  'self-renewing',
  'steady',
  'steady',
  'digital',
  'steady',
  'quiet',
  'self-renewing',
  'steady',
  'steady',
  'onboarding',
  'steady',
  'steady',
  'digital',
  'steady',
  'growing',
  'long',
  'steady',
  'steady',
  'trial',
]

const BUSY: readonly Life[] = [
  'steady',
  'steady',
  'self-renewing',
  'quiet',
  'steady',
  'slipping',
  'growing',
  'steady',
  'digital',
  'steady',
  'long',
  'steady',
  'onboarding',
  'steady',
  'self-renewing',
  'strained',
  'steady',
  'digital',
  'steady',
  'patchy',
  'quiet',
  'steady',
]

const BOOKS: readonly Book[] = [
  { owner: 'Justin', firstRenewalInDays: 47, lives: CALM, calm: true },
  { owner: 'Mei', firstRenewalInDays: 20, lives: BUSY },
  { owner: 'Fatima', firstRenewalInDays: 25, lives: BUSY },
  { owner: 'Oliver', firstRenewalInDays: 23, lives: BUSY, currency: 'EUR' },
  { owner: 'Ryan', firstRenewalInDays: 28, lives: BUSY, currency: 'GBP' },
  { firstRenewalInDays: 90, lives: ['steady', 'steady'] },
]

/** Analytics for operations: everything as it ships, the weighted score. */
export const SUMMIT: CompanyStory = {
  name: 'Summit',
  timeZone: 'America/Denver',
  locale: 'en-US',
  currency: 'USD',
  domain: 'summit.example',
  people: PEOPLE,
  products: [
    { name: 'Summit Insight', listPrice: 540, unit: 'seat and year' },
    { name: 'Summit Forecast', listPrice: 310, unit: 'seat and year' },
    { name: 'Summit Connect', listPrice: 9_000, unit: 'source and year' },
  ],
  rates: [
    { currency: 'EUR', daysAgo: 540, rate: 1.07 },
    { currency: 'EUR', daysAgo: 180, rate: 1.09 },
    { currency: 'GBP', daysAgo: 540, rate: 1.25 },
    { currency: 'GBP', daysAgo: 180, rate: 1.27 },
  ],
  underWay: [
    { person: 'Justin', customer: 'Redwood Credit Union', stepsDone: 1 },
    {
      person: 'Justin',
      customer: 'Hollis & Byrne',
      stepsDone: 1,
      snoozed: { inDays: 0, reason: 'Kate is back from holiday' },
    },
    { person: 'Mei', customer: 'Juniper Mobility', stepsDone: 2 },
  ],
  stories: [
    ...JUSTINS,
    ...OTHERS,
    ...fill(BOOKS, { seed: 'summit', features: FEATURES, names: inventedCompanies((index) => index % 3 !== 0) }),
  ],
}
