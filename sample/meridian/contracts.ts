import { contract, open, person, solved, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** Contracts as they come in life: several, shared ends, self-renewing, long ones, signed and lost ones. */

const pemberton: Story = {
  title: 'Pemberton: two contracts that end half a year apart',
  customer: {
    name: 'Pemberton Foods',
    industry: 'Food',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 164_000,
    accountPlan: 'manage',
    owner: 'Tomás',
    licensedUsers: 340,
    sinceDaysAgo: 980,
    liveDaysAgo: 930,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Louise Hartley, Supply Chain Director', 'champion'),
    person('Graham Pell, CFO', 'economic-buyer'),
    person('Dana Whitlock, IT Lead', 'primary'),
  ],
  contracts: [
    contract('platform', { endsInDays: 96, value: 118_000 }),
    contract('analytics', { endsInDays: 281, value: 46_000 }),
  ],
  usage: { active: 268, change: 4, features: using(FEATURES, 8) },
  rhythm: { every: 22, lastDaysAgo: 8, reviewEvery: 90, lastReviewDaysAgo: 61 },
  invoices: { every: 91, amount: 41_000 },
}

const calder: Story = {
  title: 'Calder & Wren: two contracts twelve days apart are one conversation',
  customer: {
    name: 'Calder & Wren',
    domain: 'calderwren.example',
    industry: 'Retail',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 61_000,
    accountPlan: 'manage',
    owner: 'Grace',
    licensedUsers: 130,
    sinceDaysAgo: 520,
    liveDaysAgo: 480,
    lifecycleStage: 'mature',
  },
  contacts: [person('Imogen Wren, Partner', 'economic-buyer'), person('Sam Okafor, Store Operations', 'champion')],
  contracts: [
    contract('stores', { endsInDays: 73, value: 37_000 }),
    contract('warehouse', { endsInDays: 85, value: 24_000 }),
  ],
  usage: { active: 97, change: 1, features: using(FEATURES, 6) },
  rhythm: { every: 34, lastDaysAgo: 19, reviewEvery: 170, lastReviewDaysAgo: 101 },
  invoices: { every: 91, amount: 15_250 },
}

const larkfield: Story = {
  title: 'Larkfield: the last day for notice passed yesterday, it has renewed by itself',
  customer: {
    name: 'Larkfield Schools',
    industry: 'Education',
    segment: 'Mid-market',
    tier: 'Bronze',
    touch: 'mid',
    arr: 38_000,
    accountPlan: 'manage',
    owner: 'Amina',
    licensedUsers: 160,
    sinceDaysAgo: 1035,
    liveDaysAgo: 990,
  },
  contacts: [person('Judith Crane, Deputy Head', 'champion'), person('Paul Dyer, Bursar', 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 59, value: 38_000, autoRenew: true, noticeDays: 60 })],
  usage: { active: 118, change: -2, features: using(FEATURES, 5) },
  rhythm: { every: 45, lastDaysAgo: 28, reviewEvery: 170, lastReviewDaysAgo: 73 },
  invoices: { every: 365, amount: 38_000 },
}

const ironbridge: Story = {
  title: 'Ironbridge: three years, the second anniversary comes in twenty days',
  customer: {
    name: 'Ironbridge Steel',
    industry: 'Manufacturing',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 132_000,
    accountPlan: 'expand',
    owner: 'Sarah',
    licensedUsers: 260,
    sinceDaysAgo: 711,
    liveDaysAgo: 650,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Gordon Blythe, Operations Director', 'economic-buyer'),
    person('Anita Deshmukh, Process Owner', 'champion'),
    person('Lee Farrow, Works Manager', 'user'),
  ],
  contracts: [
    contract('frame', {
      endsInDays: 385,
      months: 36,
      value: 132_000,
      terms: [{ kind: 'price', text: 'Indexed by 3 % on each anniversary', value: 3 }],
    }),
  ],
  usage: { active: 205, change: 6, features: using(FEATURES, 8) },
  rhythm: { every: 23, lastDaysAgo: 13, reviewEvery: 88, lastReviewDaysAgo: 40 },
  invoices: { every: 365, amount: 132_000 },
}

const whitman: Story = {
  title: 'Whitman: signed last week, the next year is in the drawer already',
  customer: {
    name: 'Whitman Legal',
    industry: 'Legal',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 54_000,
    accountPlan: 'manage',
    owner: 'Sarah',
    licensedUsers: 90,
    sinceDaysAgo: 752,
    liveDaysAgo: 720,
    lifecycleStage: 'mature',
  },
  arrBefore: [{ daysAgo: 6, arr: 50_000 }],
  contacts: [
    person('Rosalind Whitman, Managing Partner', 'economic-buyer'),
    person('Theo Marsh, Office Manager', 'champion'),
  ],
  contracts: [
    contract('2nd-year', { endsInDays: 23, value: 50_000, status: 'renewed' }),
    { key: '3rd-year', startedDaysAgo: -24, endsInDays: 388, termMonths: 12, value: 54_000, status: 'active' },
  ],
  renewals: [
    {
      key: 'renewal',
      contracts: ['2nd-year'],
      inDays: 23,
      arrAtStake: 50_000,
      targetAmount: 53_000,
      proposedAmount: 54_000,
      progress: 'signed',
      category: 'closed',
      closed: { daysAgo: 6, amount: 54_000 },
    },
  ],
  usage: { active: 71, change: 3, features: using(FEATURES, 6) },
  engagements: [
    {
      daysAgo: 7,
      kind: 'call',
      notes:
        'Rosalind signs. Eight per cent up for the audit log and ten seats. Easy conversation, Theo had prepared everything.',
      with: ['Rosalind Whitman', 'Theo Marsh'],
      sentiment: 0.8,
    },
  ],
  rhythm: { every: 40, lastDaysAgo: 30, reviewEvery: 170, lastReviewDaysAgo: 95 },
  invoices: { every: 365, amount: 50_000 },
}

const kestrel: Story = {
  title: 'Kestrel: has said yes, the paper is with their lawyers',
  customer: {
    name: 'Kestrel Air Cargo',
    industry: 'Logistics',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 121_000,
    accountPlan: 'manage',
    owner: 'Sarah',
    licensedUsers: 230,
    sinceDaysAgo: 716,
    liveDaysAgo: 670,
    lifecycleStage: 'renewing',
  },
  contacts: [
    person('Miriam Falk, VP Ground Operations', 'champion'),
    person('Hugo Brandt, Procurement', 'economic-buyer'),
    person('Sven Aalto, Duty Manager', 'user'),
  ],
  contracts: [contract('platform', { endsInDays: 17, value: 121_000 })],
  renewals: [
    {
      key: 'renewal',
      contracts: ['platform'],
      inDays: 17,
      arrAtStake: 121_000,
      targetAmount: 124_000,
      proposedAmount: 124_600,
      progress: 'verbal',
      category: 'commit',
      nextStep: 'Signed order form from Hugo, lawyers check the liability clause',
      nextStepInDays: 3,
    },
  ],
  usage: { active: 186, change: 2, features: using(FEATURES, 7) },
  engagements: [
    {
      daysAgo: 5,
      kind: 'email',
      direction: 'inbound',
      notes: 'Hugo: lawyers have one comment on the liability clause, otherwise fine. Signature next week.',
      with: ['Hugo Brandt'],
      sentiment: 0.4,
    },
    {
      daysAgo: 14,
      kind: 'meeting',
      notes: 'Miriam and Hugo agree to three per cent more for another year. No discount asked.',
      with: ['Miriam Falk', 'Hugo Brandt'],
      sentiment: 0.6,
    },
  ],
  rhythm: { every: 21, lastDaysAgo: 26, reviewEvery: 88, lastReviewDaysAgo: 52 },
  invoices: { every: 91, amount: 30_250 },
}

const foxglove: Story = {
  title: 'Foxglove: lost two weeks ago, the last days of the contract run',
  customer: {
    name: 'Foxglove Interiors',
    industry: 'Retail',
    segment: 'SMB',
    tier: 'Bronze',
    touch: 'mid',
    arr: 21_000,
    accountPlan: 'monitor',
    owner: 'Grace',
    licensedUsers: 40,
    sinceDaysAgo: 390,
    liveDaysAgo: 360,
    lifecycleStage: 'renewing',
    competitors: ['Boardly'],
  },
  contacts: [person('Celia Frost, Owner', 'economic-buyer'), person('Mark Linden, Studio Manager', 'primary')],
  contracts: [contract('platform', { endsInDays: 12, value: 21_000 })],
  renewals: [
    {
      key: 'renewal',
      contracts: ['platform'],
      inDays: 12,
      progress: 'lost',
      category: 'lost',
      closed: { daysAgo: 14, amount: 0, reason: 'Too big for twelve people' },
    },
  ],
  usage: { active: 11, change: -35, drift: -4, features: using(FEATURES, 2) },
  tickets: [
    solved(31, {
      subject: 'Export of everything, please',
      body: 'Please tell us how to export all our data including attachments. We are moving to a smaller tool at the end of the term.',
      priority: 'normal',
    }),
  ],
  rhythm: { every: 50, lastDaysAgo: 15 },
  invoices: { every: 30, amount: 1_750 },
}

const driftwood: Story = {
  title: 'Driftwood: 41 days past the date and nobody has said how it ended',
  customer: {
    name: 'Driftwood Hotels',
    industry: 'Hospitality',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 47_000,
    accountPlan: 'manage',
    owner: 'Daniel',
    licensedUsers: 110,
    sinceDaysAgo: 406,
    liveDaysAgo: 370,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Yasmin Doyle, Guest Services Director', 'champion'),
    person('Peter Quist, Controller', 'economic-buyer'),
  ],
  contracts: [contract('platform', { endsInDays: -41, value: 47_000 })],
  usage: { active: 84, change: -1, features: using(FEATURES, 5) },
  tickets: [
    open(
      4,
      {
        subject: 'Add the two houses in Devon',
        body: 'We would like to add our two new houses in Devon. What is the best way to copy the set-up from Bath? Thank you.',
        priority: 'low',
      },
      { reply: 4 },
    ),
  ],
  rhythm: { every: 38, lastDaysAgo: 33, reviewEvery: 170, lastReviewDaysAgo: 140 },
  invoices: { every: 91, amount: 11_750 },
}

export const CONTRACTS: readonly Story[] = [
  pemberton,
  calder,
  larkfield,
  ironbridge,
  whitman,
  kestrel,
  foxglove,
  driftwood,
]
