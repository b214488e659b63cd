import { contract, open, person, solved, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** People make the difference: champions who leave, critics, groups of companies, money that comes late, accounts that grow. */

const delphi: Story = {
  title: 'Delphi: the champion left last week',
  customer: {
    name: 'Delphi Analytics',
    industry: 'Software',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'high',
    arr: 76_000,
    accountPlan: 'expand',
    owner: 'Sarah',
    licensedUsers: 150,
    sinceDaysAgo: 640,
    liveDaysAgo: 600,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Olga Marin, VP Product', 'economic-buyer'),
    person('Kai Fischer, Head of Research', 'champion', { leftDaysAgo: 7 }),
    person('Bea Novak, Research Lead', 'primary'),
  ],
  contracts: [contract('platform', { endsInDays: 122, value: 76_000 })],
  usage: { active: 118, change: -4, features: using(FEATURES, 7) },
  engagements: [
    {
      daysAgo: 11,
      kind: 'call',
      notes: 'Kai says goodbye, he moves to a bank. Bea will take over; Olga does not know us well yet.',
      with: ['Kai Fischer', 'Bea Novak'],
    },
  ],
  rhythm: { every: 24, lastDaysAgo: 20, reviewEvery: 88, lastReviewDaysAgo: 66 },
  invoices: { every: 91, amount: 19_000 },
}

const lumen: Story = {
  title: 'Lumen: the new head of nursing wants us gone',
  customer: {
    name: 'Lumen Health',
    industry: 'Healthcare',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 158_000,
    accountPlan: 'manage',
    owner: 'Amina',
    licensedUsers: 420,
    sinceDaysAgo: 870,
    liveDaysAgo: 800,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Beatrice Lang, Head of Nursing', 'detractor'),
    person('Arjun Patel, CIO', 'economic-buyer'),
    person('Ruth Sommer, Clinical Systems', 'champion'),
  ],
  contracts: [contract('platform', { endsInDays: 214, value: 158_000 })],
  usage: { active: 231, change: -18, drift: -2, features: using(FEATURES, 4) },
  tickets: [
    open(
      8,
      {
        subject: 'Handover lists are wrong',
        body: 'The handover lists of ward 4 show patients of ward 7. This is dangerous and our nurses are angry. It failed twice this week.',
        priority: 'urgent',
      },
      { reply: 2 },
    ),
    open(
      21,
      {
        subject: 'Too many clicks for a shift change',
        body: 'A shift change takes fourteen clicks. The nurses hate it. Beatrice Lang asks why we pay for this.',
        priority: 'high',
      },
      { reply: 9 },
    ),
    solved(64, {
      subject: 'Reset of shared devices',
      body: 'Shared tablets keep the last user signed in. Is there a setting for it?',
      priority: 'normal',
    }),
  ],
  engagements: [
    {
      daysAgo: 13,
      kind: 'meeting',
      notes:
        'Beatrice listed eleven complaints and left early. Arjun wants a plan in writing. Ruth is on our side but tired.',
      with: ['Beatrice Lang', 'Arjun Patel', 'Ruth Sommer'],
      sentiment: -0.5,
    },
  ],
  rhythm: { every: 22, lastDaysAgo: 25, reviewEvery: 88, lastReviewDaysAgo: 79 },
  surveys: [
    {
      daysAgo: 15,
      kind: 'nps',
      score: 1,
      from: 'Beatrice Lang',
      comment: 'Designed by people who never worked a night shift.',
    },
  ],
  invoices: { every: 365, amount: 158_000 },
}

const halvorsenGroup: Story = {
  title: 'Halvorsen: a group with two daughters, one conversation',
  customer: {
    name: 'Halvorsen Group',
    domain: 'halvorsen.example',
    industry: 'Logistics',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 97_000,
    currency: 'EUR',
    accountPlan: 'manage',
    owner: 'Amina',
    licensedUsers: 210,
    sinceDaysAgo: 905,
    liveDaysAgo: 860,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Astrid Halvorsen, Group COO', 'economic-buyer'),
    person('Lars Vik, Group Systems', 'champion'),
    person('Eva Dahl, Controlling', 'primary'),
  ],
  contracts: [contract('group', { endsInDays: 107, value: 97_000 })],
  usage: { active: 172, change: 3, features: using(FEATURES, 7) },
  rhythm: { every: 21, lastDaysAgo: 11, reviewEvery: 88, lastReviewDaysAgo: 33 },
  invoices: { every: 91, amount: 24_250 },
}

const daughter = (
  place: string,
  { arr, licensedUsers, active, lead }: { arr: number; licensedUsers: number; active: number; lead: string },
): Story => ({
  title: `Halvorsen ${place}: a daughter of the group`,
  customer: {
    ...halvorsenGroup.customer,
    name: `Halvorsen ${place}`,
    arr,
    tier: 'Silver',
    accountPlan: 'manage',
    licensedUsers,
    sinceDaysAgo: 600,
    liveDaysAgo: 560,
    parent: 'Halvorsen Group',
  },
  contacts: [person('Lars Vik, Group Systems', 'champion'), person(lead, 'economic-buyer')],
  contracts: [contract('platform', { endsInDays: 107, value: arr })],
  usage: { active, change: 2, features: using(FEATURES, 6) },
  rhythm: { every: 25, lastDaysAgo: 14, reviewEvery: 88, lastReviewDaysAgo: 33 },
  invoices: { every: 91, amount: arr / 4 },
})

const halvorsenNordics = daughter('Nordics', {
  arr: 42_000,
  licensedUsers: 95,
  active: 76,
  lead: 'Nils Berg, Managing Director',
})
const halvorsenBenelux = daughter('Benelux', {
  arr: 28_000,
  licensedUsers: 60,
  active: 44,
  lead: 'Femke de Vries, Managing Director',
})

const cobalt: Story = {
  title: 'Cobalt: pays seven weeks late and uses it every day',
  customer: {
    name: 'Cobalt Freight',
    industry: 'Logistics',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 66_000,
    accountPlan: 'manage',
    owner: 'Sarah',
    licensedUsers: 120,
    sinceDaysAgo: 560,
    liveDaysAgo: 530,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Jim Rourke, Dispatch Manager', 'champion'),
    person('Sandra Bell, Finance Manager', 'economic-buyer'),
  ],
  contracts: [contract('platform', { endsInDays: 171, value: 66_000 })],
  usage: { active: 101, change: 3, features: using(FEATURES, 6) },
  engagements: [
    {
      daysAgo: 18,
      kind: 'call',
      notes:
        'Sandra: their biggest client pays late, so do they. Wants to pay in three parts. Jim knows nothing of it.',
      with: ['Sandra Bell'],
    },
  ],
  rhythm: { every: 36, lastDaysAgo: 41, reviewEvery: 170, lastReviewDaysAgo: 88 },
  invoices: { every: 91, amount: 16_500, overdueDays: 49, late: 2 },
}

const aurora: Story = {
  title: 'Aurora: every seat taken and a second team at the door',
  customer: {
    name: 'Aurora Biotech',
    industry: 'Life sciences',
    segment: 'Mid-market',
    tier: 'Gold',
    touch: 'high',
    arr: 88_000,
    accountPlan: 'expand',
    owner: 'Sarah',
    licensedUsers: 120,
    sinceDaysAgo: 430,
    liveDaysAgo: 400,
    lifecycleStage: 'mature',
  },
  contacts: [
    person('Ingrid Solberg, Head of Lab Operations', 'champion'),
    person('David Amari, CFO', 'economic-buyer'),
    person('Lucia Conti, Quality Lead', 'user'),
  ],
  contracts: [contract('platform', { endsInDays: 246, value: 88_000 })],
  usage: { active: 119, change: 22, drift: 3, features: using(FEATURES, 10) },
  opportunities: [
    {
      key: 'quality-team',
      name: 'Sixty seats for the quality team',
      stage: 'Proposal',
      amount: 31_000,
      type: 'expansion',
      closesInDays: 50,
      probability: 60,
      product: 'Meridian Flow',
    },
  ],
  rhythm: { every: 20, lastDaysAgo: 6, reviewEvery: 85, lastReviewDaysAgo: 27 },
  surveys: [
    { daysAgo: 29, kind: 'nps', score: 10, from: 'Ingrid Solberg', comment: 'The lab would stand still without it.' },
  ],
  invoices: { every: 91, amount: 22_000 },
}

export const RELATIONS: readonly Story[] = [
  delphi,
  lumen,
  halvorsenGroup,
  halvorsenNordics,
  halvorsenBenelux,
  cobalt,
  aurora,
]
