import { contract, open, person, solved, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** What the rest of the team is busy with. */

const vantage: Story = {
  title: 'Vantage: six days left, silent for ten weeks, evaluating another tool',
  customer: {
    name: 'Vantage Shipping',
    industry: 'Logistics',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 126_000,
    accountPlan: 'manage',
    owner: 'Mei',
    licensedUsers: 300,
    sinceDaysAgo: 1090,
    liveDaysAgo: 1040,
    lifecycleStage: 'renewing',
    competitors: ['Northstar BI'],
  },
  contacts: [
    person('Philip Grant, Commercial Director', 'economic-buyer'),
    person('Sunita Rao, Planning Lead', 'champion', { leftDaysAgo: 61 }),
    person('Owen Price, Terminal Manager', 'user'),
  ],
  contracts: [contract('platform', { endsInDays: 6, value: 126_000 })],
  usage: { active: 139, change: -31, drift: -3, features: using(FEATURES, 3) },
  tickets: [
    open(
      12,
      {
        subject: 'Data of the whole weekend is missing',
        body: 'The data of the whole weekend is missing again and our berth plan was wrong. We are angry: this failed three times. We are evaluating alternatives.',
        priority: 'urgent',
      },
      { reply: 6 },
    ),
    open(17, {
      subject: 'Alerts come two hours late',
      body: 'Alerts come two hours late. Useless for a terminal. Very disappointed.',
      priority: 'high',
    }),
  ],
  rhythm: { every: 30, lastDaysAgo: 71, reviewEvery: 90, lastReviewDaysAgo: 160 },
  invoices: { every: 91, amount: 31_500, late: 2 },
}

const brightwater: Story = {
  title: 'Brightwater: two contracts that end within a week',
  customer: {
    name: 'Brightwater Utilities',
    industry: 'Energy',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 149_000,
    accountPlan: 'invest',
    owner: 'Fatima',
    licensedUsers: 280,
    sinceDaysAgo: 670,
    liveDaysAgo: 620,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Ellen Marsh, Network Director', 'champion'),
    person('Tobias Krug, CFO', 'economic-buyer'),
    person('Rick Alvarez, Control Room', 'user'),
  ],
  contracts: [
    contract('water', { endsInDays: 112, value: 98_000 }),
    contract('power', { endsInDays: 118, value: 51_000 }),
  ],
  usage: { active: 228, change: 5, features: using(FEATURES, 8) },
  rhythm: { every: 20, lastDaysAgo: 9, reviewEvery: 86, lastReviewDaysAgo: 44 },
  invoices: { every: 91, amount: 37_250 },
}

const alpenrose: Story = {
  title: 'Alpenrose: renews by itself, eighteen days left to give notice, pays in euro',
  customer: {
    name: 'Alpenrose Kliniken',
    domain: 'alpenrose.example',
    industry: 'Healthcare',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 84_000,
    currency: 'EUR',
    accountPlan: 'manage',
    owner: 'Oliver',
    licensedUsers: 190,
    sinceDaysAgo: 987,
    liveDaysAgo: 930,
    lifecycleStage: 'renewing',
  },
  contacts: [
    person('Katrin Huber, Leitung Controlling', 'champion'),
    person('Matthias Egger, Kaufmännischer Direktor', 'economic-buyer'),
  ],
  contracts: [contract('platform', { endsInDays: 108, value: 84_000, autoRenew: true, noticeDays: 90 })],
  usage: { active: 152, change: 0, features: using(FEATURES, 7) },
  tickets: [
    solved(26, {
      subject: 'Bericht kommt doppelt',
      body: 'Der Monatsbericht kam heute zweimal an. Kein Problem, nur zur Information. Vielen Dank!',
      priority: 'low',
    }),
  ],
  rhythm: { every: 23, lastDaysAgo: 16, reviewEvery: 88, lastReviewDaysAgo: 70 },
  invoices: { every: 365, amount: 84_000 },
}

const thames: Story = {
  title: 'Thames Valley Rail: has given notice to negotiate',
  customer: {
    name: 'Thames Valley Rail',
    industry: 'Transport',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 102_000,
    currency: 'GBP',
    accountPlan: 'manage',
    owner: 'Ryan',
    licensedUsers: 220,
    sinceDaysAgo: 1010,
    liveDaysAgo: 960,
    lifecycleStage: 'renewing',
  },
  contacts: [
    person('Gareth Moss, Head of Performance', 'champion'),
    person('Shirley Kent, Procurement', 'economic-buyer'),
  ],
  contracts: [
    contract('platform', { endsInDays: 82, value: 102_000, autoRenew: true, noticeDays: 90, noticeGivenDaysAgo: 9 }),
  ],
  usage: { active: 171, change: -3, features: using(FEATURES, 6) },
  engagements: [
    {
      daysAgo: 8,
      kind: 'call',
      notes:
        'Shirley: notice is a formality of the framework, they must tender above 100,000. Gareth wants to stay and asks for references from other railways.',
      with: ['Shirley Kent', 'Gareth Moss'],
    },
  ],
  rhythm: { every: 22, lastDaysAgo: 21, reviewEvery: 88, lastReviewDaysAgo: 37 },
  invoices: { every: 91, amount: 25_500 },
}

const juniper: Story = {
  title: 'Juniper: usage up by a third, seats run out',
  customer: {
    name: 'Juniper Mobility',
    industry: 'Transport',
    segment: 'Mid-market',
    tier: 'Gold',
    touch: 'high',
    arr: 92_000,
    accountPlan: 'expand',
    owner: 'Mei',
    licensedUsers: 110,
    sinceDaysAgo: 505,
    liveDaysAgo: 470,
    lifecycleStage: 'mature',
  },
  contacts: [person('Isabelle Roy, Head of Operations', 'champion'), person('Felix Baum, CEO', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 225, value: 92_000 })],
  usage: { active: 108, change: 33, drift: 4, features: using(FEATURES, 10) },
  opportunities: [
    {
      key: 'depots',
      name: 'Forty seats for the new depots',
      stage: 'Negotiation',
      amount: 28_000,
      type: 'expansion',
      closesInDays: 25,
      probability: 75,
      product: 'Summit Insight',
    },
  ],
  rhythm: { every: 19, lastDaysAgo: 5, reviewEvery: 85, lastReviewDaysAgo: 31 },
  invoices: { every: 91, amount: 23_000 },
}

const marigold: Story = {
  title: 'Marigold: won back after a year away',
  customer: {
    name: 'Marigold Foods',
    industry: 'Food',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 39_000,
    accountPlan: 'manage',
    owner: 'Fatima',
    licensedUsers: 80,
    sinceDaysAgo: 214,
    liveDaysAgo: 190,
    lifecycleStage: 'won-back',
  },
  contacts: [person('Janet Pruitt, Plant Controller', 'champion'), person('Omar Selim, VP Finance', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 150, value: 39_000 })],
  usage: { active: 58, change: 8, features: using(FEATURES, 5) },
  rhythm: { every: 30, lastDaysAgo: 13, reviewEvery: 160, lastReviewDaysAgo: 80 },
  invoices: { every: 91, amount: 9_750 },
}

const pinnacle: Story = {
  title: 'Pinnacle: gone five weeks ago, price',
  customer: {
    name: 'Pinnacle Fitness',
    industry: 'Leisure',
    segment: 'SMB',
    touch: 'mid',
    arr: 0,
    accountPlan: 'monitor',
    owner: 'Ryan',
    licensedUsers: 40,
    sinceDaysAgo: 401,
    status: 'churned',
    lifecycleStage: 'churned',
    churned: { daysAgo: 35, reason: 'Price' },
  },
  arrBefore: [{ daysAgo: 35, arr: 16_000 }],
  contracts: [contract('platform', { endsInDays: -35, value: 16_000, status: 'cancelled' })],
  contacts: [person('Vince Tully, Owner', 'economic-buyer')],
  rhythm: { every: 50, lastDaysAgo: 44 },
}

const lighthouse: Story = {
  title: 'Lighthouse: the sponsor left, no answer for nine weeks',
  customer: {
    name: 'Lighthouse Logistics',
    industry: 'Logistics',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'high',
    arr: 71_000,
    accountPlan: 'manage',
    owner: 'Oliver',
    licensedUsers: 140,
    sinceDaysAgo: 820,
    liveDaysAgo: 780,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Terrence Webb, Managing Director', 'exec-sponsor', { leftDaysAgo: 47 }),
    person('Nina Castell, Planning', 'primary'),
  ],
  contracts: [contract('platform', { endsInDays: 198, value: 71_000 })],
  usage: { active: 62, change: -24, drift: -2, features: using(FEATURES, 3) },
  engagements: [
    {
      daysAgo: 21,
      kind: 'email',
      direction: 'outbound',
      notes: 'Third mail to Nina without an answer.',
      with: ['Nina Castell'],
    },
  ],
  rhythm: { every: 30, lastDaysAgo: 64, reviewEvery: 90, lastReviewDaysAgo: 190 },
  invoices: { every: 91, amount: 17_750, overdueDays: 38 },
}

export const OTHERS: readonly Story[] = [
  vantage,
  brightwater,
  alpenrose,
  thames,
  juniper,
  marigold,
  pinnacle,
  lighthouse,
]
