import { fill, inventedCompanies, type Book } from '../fill.ts'
import type { CompanyStory, PersonStory } from '../story.ts'
import { CONTRACTS } from './contracts.ts'
import { FEATURES } from './features.ts'
import { GATED } from './gated.ts'
import { RELATIONS } from './relations.ts'
import { URGENT } from './urgent.ts'

const at = (name: string): string => `${name}@meridian.example`

const PEOPLE: readonly PersonStory[] = [
  { name: 'Viktor Lindqvist', email: at('viktor'), role: 'admin' },
  { name: 'Helen Park', email: at('helen'), role: 'manager', team: 'Customer Success' },
  { name: 'Sarah Chen', email: at('sarah'), role: 'csm', experience: 1.1, team: 'Customer Success', lead: 'Helen' },
  { name: 'Tomás Rivera', email: at('tomas'), role: 'csm', team: 'Customer Success', lead: 'Helen' },
  { name: 'Amina Yusuf', email: at('amina'), role: 'csm', experience: 1.05, team: 'Customer Success', lead: 'Helen' },
  { name: 'Grace Okafor', email: at('grace'), role: 'csm', experience: 0.95, team: 'Customer Success', lead: 'Helen' },
  {
    name: 'Daniel Kowalski',
    email: at('daniel'),
    role: 'csm',
    team: 'Customer Success',
    lead: 'Helen',
    absence: { fromInDays: -3, toInDays: 8, cover: 'Amina' },
  },
  { name: 'Marcus Bell', email: at('marcus'), role: 'viewer' },
]

const BOOKS: readonly Book[] = [
  {
    owner: 'Sarah',
    firstRenewalInDays: 44,
    lives: [
      'steady',
      'self-renewing',
      'quiet',
      'steady',
      'growing',
      'slipping',
      'steady',
      'long',
      'onboarding',
      'steady',
    ],
  },
  {
    owner: 'Tomás',
    firstRenewalInDays: 21,
    lives: [
      'steady',
      'steady',
      'growing',
      'self-renewing',
      'quiet',
      'steady',
      'strained',
      'steady',
      'digital',
      'long',
      'steady',
    ],
  },
  {
    owner: 'Amina',
    firstRenewalInDays: 26,
    lives: [
      'steady',
      'slipping',
      'self-renewing',
      'steady',
      'steady',
      'onboarding',
      'growing',
      'quiet',
      'steady',
      'patchy',
    ],
  },
  {
    owner: 'Grace',
    firstRenewalInDays: 18,
    lives: [
      'steady',
      'quiet',
      'steady',
      'digital',
      'self-renewing',
      'growing',
      'steady',
      'trial',
      'slipping',
      'steady',
      'digital',
    ],
  },
  {
    owner: 'Daniel',
    firstRenewalInDays: 24,
    currency: 'EUR',
    lives: [
      'steady',
      'steady',
      'self-renewing',
      'growing',
      'steady',
      'quiet',
      'steady',
      'long',
      'steady',
      'digital',
      'steady',
    ],
  },
  { firstRenewalInDays: 66, lives: ['steady', 'steady'] },
]

/** Work-management software, seven years old: four stages, and a score that multiplies. */
export const MERIDIAN: CompanyStory = {
  name: 'Meridian',
  timeZone: 'America/New_York',
  locale: 'en-US',
  currency: 'USD',
  domain: 'meridian.example',
  people: PEOPLE,
  products: [
    { name: 'Meridian Flow', listPrice: 480, unit: 'seat and year' },
    { name: 'Meridian Analytics', listPrice: 190, unit: 'seat and year' },
    { name: 'Meridian Field', listPrice: 260, unit: 'device and year' },
  ],
  rates: [
    { currency: 'EUR', daysAgo: 540, rate: 1.07 },
    { currency: 'EUR', daysAgo: 180, rate: 1.09 },
    { currency: 'GBP', daysAgo: 540, rate: 1.25 },
    { currency: 'GBP', daysAgo: 180, rate: 1.27 },
  ],
  settings: { analyze: { stages: 'four-stage' }, prioritize: { model: 'multiplicative' } },
  underWay: [
    { person: 'Sarah', customer: 'Kestrel Air Cargo', stepsDone: 2 },
    { person: 'Sarah', customer: 'Delphi Analytics', stepsDone: 1 },
    { person: 'Sarah', customer: 'Ironbridge Steel', stepsDone: 1 },
    {
      person: 'Sarah',
      customer: 'Cobalt Freight',
      stepsDone: 1,
      snoozed: { inDays: 2, reason: 'Finance answers about payment in three parts by then' },
    },
    { person: 'Sarah', customer: 'Aurora Biotech', stepsDone: 2 },
  ],
  stories: [
    ...URGENT,
    ...CONTRACTS,
    ...RELATIONS,
    ...GATED,
    ...fill(BOOKS, { seed: 'meridian', features: FEATURES, names: inventedCompanies((index) => index % 3 === 0) }),
  ],
}
