import { contract, open, person, solved, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** A calm book with one account that could become twice as large. */

const obsidian: Story = {
  title: 'Obsidian Black: 365 days, +20 %, a year to plan',
  customer: {
    name: 'Obsidian Black',
    domain: 'obsidianblack.example',
    industry: 'Software',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 185_000,
    accountPlan: 'expand',
    owner: 'Justin',
    licensedUsers: 250,
    sinceDaysAgo: 731,
    liveDaysAgo: 690,
    lifecycleStage: 'mature',
    attributes: { teams: 9, region: 'West' },
  },
  arrBefore: [
    { daysAgo: 366, arr: 120_000 },
    { daysAgo: 2, arr: 171_000 },
  ],
  contacts: [
    person('Marisol Vega, VP Analytics', 'champion', { phone: '+1 415 555 0117' }),
    person('Edwin Cho, CFO', 'economic-buyer'),
    person('Noor Aziz, Platform Lead', 'primary'),
    person('Greta Holm, Data Steward', 'user'),
  ],
  contracts: [
    contract('platform', {
      endsInDays: 365,
      value: 185_000,
      terms: [
        { kind: 'price', text: 'Uplift at renewal limited to 10 %', value: 10 },
        { kind: 'service', text: 'Named technical contact, review each quarter' },
      ],
    }),
  ],
  usage: { active: 157, change: 20, drift: 2, features: using(FEATURES, 3) },
  tickets: [
    open(
      9,
      {
        subject: 'Share a dashboard with a partner',
        body: 'We would love to share two dashboards with our partner agency, read only. What is the best way to do it? Thank you, the new sharing view is great.',
        priority: 'normal',
      },
      { reply: 2 },
    ),
    solved(
      37,
      {
        subject: 'Alert for a ratio of two measures',
        body: 'Can an alert watch the ratio of two measures? It would help our planners. Thanks for the quick answers so far.',
        priority: 'normal',
      },
      { satisfaction: 5 },
    ),
    solved(
      88,
      {
        subject: 'Colours for our brand',
        body: 'Please tell us where to set our brand colours for exported reports. Thanks!',
        priority: 'low',
      },
      { satisfaction: 5 },
    ),
  ],
  engagements: [
    {
      daysAgo: 6,
      kind: 'meeting',
      notes:
        'Marisol showed the usage of her nine teams: up by a fifth within a month since the planners joined. Edwin will want to see what it saves before he talks about price. A plan for the year by the next review.',
      with: ['Marisol Vega', 'Noor Aziz'],
      sentiment: 0.7,
    },
    {
      daysAgo: 20,
      kind: 'call',
      notes: 'Noor plans to connect the warehouse. Needs the API limits and an example; sent both.',
      with: ['Noor Aziz'],
    },
    {
      daysAgo: 106,
      kind: 'qbr',
      notes:
        'Review after the first quarter of the new term. Edwin asked for the cost of a hundred more seats, Marisol for forecasts.',
      with: ['Marisol Vega', 'Edwin Cho', 'Noor Aziz'],
    },
  ],
  rhythm: { every: 21, lastDaysAgo: 34, reviewEvery: 88, lastReviewDaysAgo: 194 },
  surveys: [
    {
      daysAgo: 25,
      kind: 'nps',
      score: 9,
      from: 'Marisol Vega',
      comment: 'My planners finally look at the same numbers.',
    },
    { daysAgo: 210, kind: 'nps', score: 8, from: 'Noor Aziz' },
  ],
  invoices: { every: 91, amount: 46_250, late: 1 },
}

const redwood: Story = {
  title: 'Redwood: verbal yes, two weeks to the date, nothing to worry about',
  customer: {
    name: 'Redwood Credit Union',
    industry: 'Banking',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 64_000,
    accountPlan: 'manage',
    owner: 'Justin',
    licensedUsers: 120,
    sinceDaysAgo: 717,
    liveDaysAgo: 690,
    lifecycleStage: 'renewing',
  },
  contacts: [person('Carol Whitaker, COO', 'economic-buyer'), person('Pete Lawson, Reporting Lead', 'champion')],
  contracts: [contract('platform', { endsInDays: 13, value: 64_000 })],
  renewals: [
    {
      key: 'renewal',
      contracts: ['platform'],
      inDays: 13,
      proposedAmount: 66_000,
      progress: 'verbal',
      category: 'commit',
      nextStep: 'Carol signs after the board meeting',
      nextStepInDays: 6,
    },
  ],
  usage: { active: 96, change: 1, features: using(FEATURES, 6) },
  engagements: [
    {
      daysAgo: 8,
      kind: 'call',
      notes: 'Carol confirms three per cent more for another year. The board meets next week, then she signs.',
      with: ['Carol Whitaker', 'Pete Lawson'],
      sentiment: 0.6,
    },
  ],
  rhythm: { every: 35, lastDaysAgo: 24, reviewEvery: 170, lastReviewDaysAgo: 58 },
  invoices: { every: 91, amount: 16_000 },
}

const saltmarsh: Story = {
  title: 'Saltmarsh: wants alerts for a second ferry line',
  customer: {
    name: 'Saltmarsh Ferries',
    industry: 'Transport',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 41_000,
    accountPlan: 'manage',
    owner: 'Justin',
    licensedUsers: 70,
    sinceDaysAgo: 420,
    liveDaysAgo: 395,
    lifecycleStage: 'mature',
  },
  contacts: [person('Bridget Oneill, Fleet Manager', 'champion'), person('Ross Calder, Director', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 318, value: 41_000 })],
  usage: { active: 67, change: 17, drift: 2, features: using(FEATURES, 7) },
  opportunities: [
    {
      key: 'second-line',
      name: 'Alerts for the northern line',
      stage: 'Discovery',
      amount: 12_000,
      type: 'expansion',
      closesInDays: 70,
      probability: 40,
      product: 'Summit Forecast',
    },
  ],
  rhythm: { every: 33, lastDaysAgo: 10, reviewEvery: 165, lastReviewDaysAgo: 71 },
  invoices: { every: 91, amount: 10_250 },
}

const hollis: Story = {
  title: 'Hollis: nobody has spoken to them for three months',
  customer: {
    name: 'Hollis & Byrne',
    domain: 'hollisbyrne.example',
    industry: 'Consulting',
    segment: 'SMB',
    tier: 'Bronze',
    touch: 'mid',
    arr: 18_500,
    accountPlan: 'manage',
    owner: 'Justin',
    licensedUsers: 35,
    sinceDaysAgo: 455,
    liveDaysAgo: 440,
    lifecycleStage: 'mature',
  },
  contacts: [person('Kate Byrne, Partner', 'economic-buyer'), person('Adam Reyes, Analyst', 'champion')],
  contracts: [contract('platform', { endsInDays: 274, value: 18_500 })],
  usage: { active: 24, change: -2, features: using(FEATURES, 5) },
  rhythm: { every: 52, lastDaysAgo: 93, reviewEvery: 170, lastReviewDaysAgo: 158 },
  invoices: { every: 91, amount: 4_625 },
}

export const JUSTINS: readonly Story[] = [obsidian, redwood, saltmarsh, hollis]
