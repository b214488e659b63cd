import { contract, open, person, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** Customers that want no card, or only a question: new, gone, digital, on trial, or hardly known. */

const quill: Story = {
  title: 'Quill & Anchor: thirty days in, onboarding goes well',
  customer: {
    name: 'Quill & Anchor',
    industry: 'Publishing',
    segment: 'SMB',
    tier: 'Bronze',
    touch: 'mid',
    arr: 24_000,
    accountPlan: 'manage',
    owner: 'Grace',
    licensedUsers: 45,
    sinceDaysAgo: 30,
    liveDaysAgo: 12,
    lifecycleStage: 'onboarding',
  },
  contacts: [person('Flora Keane, Editor in Chief', 'champion'), person('Tim Ostrow, Publisher', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 334, value: 24_000 })],
  usage: { active: 19, change: 0, features: using(FEATURES, 3) },
  rhythm: { every: 7, lastDaysAgo: 3 },
}

const verdant: Story = {
  title: 'Verdant: signed eight weeks ago and nothing has moved since',
  customer: {
    name: 'Verdant Grid',
    industry: 'Energy',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'high',
    arr: 72_000,
    accountPlan: 'expand',
    owner: 'Tomás',
    licensedUsers: 160,
    sinceDaysAgo: 56,
    lifecycleStage: 'onboarding',
  },
  contacts: [person('Malik Stone, Programme Manager', 'champion'), person('Helena Frey, CIO', 'exec-sponsor')],
  contracts: [contract('platform', { endsInDays: 308, value: 72_000 })],
  engagements: [
    {
      daysAgo: 34,
      kind: 'meeting',
      notes:
        'Kick-off. They wait for their own data protection sign-off before anybody may be invited. Malik promised a date and has not sent it.',
      with: ['Malik Stone'],
    },
  ],
}

const osterman: Story = {
  title: 'Osterman: churned six weeks ago',
  customer: {
    name: 'Osterman Retail',
    industry: 'Retail',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 0,
    accountPlan: 'monitor',
    owner: 'Amina',
    licensedUsers: 80,
    sinceDaysAgo: 780,
    status: 'churned',
    lifecycleStage: 'churned',
    churned: { daysAgo: 42, reason: 'Merged into a group with its own tool' },
    competitors: ['Tasklane'],
  },
  arrBefore: [{ daysAgo: 42, arr: 44_000 }],
  contacts: [person('Rolf Osterman, Owner', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: -42, value: 44_000, months: 24, status: 'cancelled' })],
  usage: { active: 14, change: -60, drift: -8, silentSinceDaysAgo: 43 },
  rhythm: { every: 50, lastDaysAgo: 58 },
  invoices: { every: 91, amount: 11_000 },
}

const pixelforge: Story = {
  title: 'Pixelforge: two weeks of trial, already fond of it',
  customer: {
    name: 'Pixelforge Studio',
    industry: 'Media',
    segment: 'SMB',
    touch: 'low',
    owner: 'Grace',
    licensedUsers: 15,
    sinceDaysAgo: 14,
    status: 'trial',
    lifecycleStage: 'onboarding',
  },
  contacts: [person('Dario Neri, Founder', 'champion')],
  usage: { active: 9, change: 0, features: using(FEATURES, 2) },
  engagements: [
    {
      daysAgo: 6,
      kind: 'call',
      notes: 'Dario likes the approvals and asks for a price for fifteen people.',
      with: ['Dario Neri'],
    },
  ],
}

const harrow: Story = {
  title: 'Harrow Street: taken over from a spreadsheet, hardly anything known',
  customer: { name: 'Harrow Street Partners', owner: 'Daniel', touch: 'low' },
}

const northgate: Story = {
  title: 'Northgate: paid and used, but nobody knows until when',
  customer: {
    name: 'Northgate Council',
    industry: 'Public sector',
    segment: 'Mid-market',
    touch: 'mid',
    arr: 52_000,
    currency: 'GBP',
    accountPlan: 'manage',
    owner: 'Amina',
    licensedUsers: 140,
    sinceDaysAgo: 620,
    lifecycleStage: 'mature',
  },
  contacts: [person('Fiona Marsh, Service Manager', 'champion')],
  usage: { active: 96, change: -1, features: using(FEATURES, 5) },
  rhythm: { every: 37, lastDaysAgo: 22, reviewEvery: 170, lastReviewDaysAgo: 120 },
  invoices: { every: 91, amount: 13_000 },
}

const sakura: Story = {
  title: 'Sakura: pays in yen, and there is no rate for yen',
  customer: {
    name: 'Sakura Robotics',
    industry: 'Manufacturing',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 9_600_000,
    currency: 'JPY',
    accountPlan: 'manage',
    owner: 'Daniel',
    licensedUsers: 100,
    sinceDaysAgo: 480,
    liveDaysAgo: 440,
    lifecycleStage: 'mature',
  },
  contacts: [person('Kenji Mori, Plant Manager', 'champion'), person('Aiko Tanabe, Finance', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 142, value: 9_600_000 })],
  usage: { active: 74, change: 1, features: using(FEATURES, 6) },
  rhythm: { every: 38, lastDaysAgo: 17, reviewEvery: 170, lastReviewDaysAgo: 90 },
  invoices: { every: 91, amount: 2_400_000 },
}

const tinyBakers: Story = {
  title: 'Tiny Bakers: served digitally, no card of its own',
  customer: {
    name: 'Tiny Bakers',
    industry: 'Food',
    segment: 'SMB',
    tier: 'Bronze',
    touch: 'digital',
    arr: 4_800,
    accountPlan: 'monitor',
    owner: 'Grace',
    licensedUsers: 8,
    sinceDaysAgo: 330,
    liveDaysAgo: 325,
    lifecycleStage: 'mature',
  },
  contacts: [person('Poppy Lowe, Owner', 'primary')],
  contracts: [contract('platform', { endsInDays: 35, value: 4_800, autoRenew: true, noticeDays: 30 })],
  usage: { active: 5, change: 0, features: using(FEATURES, 2) },
  invoices: { every: 30, amount: 400 },
}

const granite: Story = {
  title: 'Granite Peak: the usage feed fell silent twelve days ago',
  customer: {
    name: 'Granite Peak Outfitters',
    industry: 'Retail',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 49_000,
    accountPlan: 'manage',
    owner: 'Tomás',
    licensedUsers: 115,
    sinceDaysAgo: 510,
    liveDaysAgo: 470,
    lifecycleStage: 'mature',
  },
  contacts: [person('Hank Dillon, Operations', 'champion'), person('Marie Cole, CFO', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 190, value: 49_000 })],
  usage: { active: 88, change: 0, features: using(FEATURES, 5), silentSinceDaysAgo: 12 },
  tickets: [
    open(
      11,
      {
        subject: 'Usage report is empty since the firewall change',
        body: 'Since our firewall change the usage report is empty. People work as usual. Which address do we have to allow?',
        priority: 'normal',
      },
      { reply: 5 },
    ),
  ],
  rhythm: { every: 36, lastDaysAgo: 21, reviewEvery: 170, lastReviewDaysAgo: 66 },
  invoices: { every: 91, amount: 12_250 },
}

export const GATED: readonly Story[] = [
  quill,
  verdant,
  osterman,
  pixelforge,
  harrow,
  northgate,
  sakura,
  tinyBakers,
  granite,
]
