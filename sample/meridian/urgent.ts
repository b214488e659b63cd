import { contract, open, person, solved, using } from '../shapes.ts'
import type { Story } from '../story.ts'
import { FEATURES } from './features.ts'

/** The customers that open the week. */

const acme: Story = {
  title: 'Acme: emergency, 3 days',
  customer: {
    name: 'Acme Corp',
    domain: 'acme.example',
    industry: 'Manufacturing',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 185_000,
    accountPlan: 'invest',
    owner: 'Sarah',
    licensedUsers: 524,
    sinceDaysAgo: 1090,
    liveDaysAgo: 1010,
    lifecycleStage: 'renewing',
    competitors: ['FlowBase'],
    attributes: { plants: 4, region: 'Midwest' },
  },
  arrBefore: [{ daysAgo: 360, arr: 168_000 }],
  contacts: [
    person('Diane Kessler, COO', 'economic-buyer', { phone: '+1 312 555 0142' }),
    person('Rob Tanner, Director of Operations', 'champion', { leftDaysAgo: 118 }),
    person('Priya Raman, Plant Systems Lead', 'primary'),
    person('Walt Brewer, Shift Manager', 'user'),
  ],
  contracts: [
    contract('platform', {
      endsInDays: 3,
      value: 185_000,
      terms: [
        { kind: 'price', text: 'Uplift at renewal limited to 7 %', value: 7 },
        { kind: 'service', text: 'Response to urgent tickets within two hours' },
      ],
    }),
  ],
  usage: { active: 205, change: -23, drift: -1.5, features: using(FEATURES, 3) },
  tickets: [
    open(
      6,
      {
        subject: 'Approvals down in all four plants',
        body: 'Nobody can approve since 7:40. Production orders are stuck in all four plants, the night shift failed to ship. This is a disaster and the third outage in a month. Unacceptable. If this is not fixed we will cancel the contract.',
        priority: 'urgent',
      },
      { reply: 5, reopened: true },
    ),
    open(
      11,
      {
        subject: 'Data lost after the outage',
        body: 'Entries of the whole Tuesday are missing after the outage. Our people are angry, they lost a day of work and we failed an inspection. Terrible. We are evaluating alternatives, FlowBase among them.',
        priority: 'urgent',
      },
      { reply: 7, reopened: true },
    ),
    open(
      15,
      {
        subject: 'Sync with SAP fails again',
        body: 'The sync fails again with the same error as in the last two tickets. Awful: wrong stock, wrong orders, frustrated planners. We are very disappointed.',
        priority: 'high',
      },
      { reply: 26 },
    ),
    open(
      19,
      {
        subject: 'Mobile app crashes on the floor',
        body: 'The app crashes each time somebody scans a pallet. Useless on the floor. The shift managers hate it and write on paper.',
        priority: 'high',
      },
      { reply: 30 },
    ),
    open(24, {
      subject: 'No answer about the broken dashboards',
      body: 'We have been waiting for two weeks. The dashboards are broken, the numbers are wrong and nobody answers. This is a bad experience.',
      priority: 'normal',
    }),
    solved(97, {
      subject: 'Add a second approver for purchase orders',
      body: 'How can a purchase order above 50,000 get a second approver? Please advise.',
      priority: 'normal',
    }),
    solved(171, {
      subject: 'New plant in Toledo',
      body: 'Please add a workspace for our new plant in Toledo.',
      priority: 'low',
    }),
  ],
  engagements: [
    {
      daysAgo: 16,
      kind: 'email',
      direction: 'outbound',
      notes: 'Wrote to Diane about the renewal and asked for half an hour. No answer so far.',
      with: ['Diane Kessler'],
    },
    {
      daysAgo: 31,
      kind: 'email',
      direction: 'outbound',
      notes: 'Sent the renewal proposal to Diane, flat price for one year. No answer.',
      with: ['Diane Kessler'],
    },
    {
      daysAgo: 54,
      kind: 'call',
      minutes: 20,
      notes:
        'Priya took the call alone. Frank: since Rob left nobody speaks for us, the plants blame the tool for the outages. She does not decide; Diane does.',
      with: ['Priya Raman'],
      sentiment: -0.4,
    },
    {
      daysAgo: 68,
      kind: 'call',
      minutes: 15,
      notes: 'Walt showed on camera how the scanner app closes itself on the floor. Passed on to support the same day.',
      with: ['Walt Brewer'],
    },
    {
      daysAgo: 204,
      kind: 'qbr',
      notes:
        'Last review, still with Rob. Goals met in two plants, the other two wait for the SAP sync. Diane joined for ten minutes.',
      with: ['Rob Tanner', 'Diane Kessler', 'Priya Raman'],
    },
  ],
  rhythm: { every: 24, lastDaysAgo: 121, reviewEvery: 95, lastReviewDaysAgo: 300 },
  surveys: [
    {
      daysAgo: 33,
      kind: 'nps',
      score: 3,
      comment: 'It used to help us. Now we wait for support.',
      from: 'Walt Brewer',
    },
    { daysAgo: 215, kind: 'nps', score: 8, from: 'Rob Tanner' },
  ],
  invoices: { every: 91, amount: 46_250, overdueDays: 25 },
}

const techco: Story = {
  title: 'TechCo: critical, 28 days, in good health but the champion is gone',
  customer: {
    name: 'TechCo',
    domain: 'techco.example',
    industry: 'Software',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'high',
    arr: 90_000,
    accountPlan: 'invest',
    owner: 'Sarah',
    licensedUsers: 252,
    sinceDaysAgo: 700,
    liveDaysAgo: 655,
    lifecycleStage: 'renewing',
    competitors: ['Tasklane'],
  },
  arrBefore: [{ daysAgo: 337, arr: 72_000 }],
  contacts: [
    person('Jonas Weber, CTO', 'economic-buyer'),
    person('Elena Petrova, Head of Delivery', 'champion', { leftDaysAgo: 36 }),
    person('Chris Dunmore, Delivery Manager', 'primary'),
    person('Hannah Ito, Operations Analyst', 'user'),
  ],
  contracts: [contract('platform', { endsInDays: 28, value: 90_000 })],
  usage: { active: 127, change: 0, drift: 1, features: using(FEATURES, 3) },
  tickets: [
    open(
      40,
      {
        subject: 'Sign-in fails for the contractors',
        body: 'Contractors with the new domain get sent back to the sign-in page. Twelve people are affected. Thanks for helping us quickly.',
        priority: 'urgent',
      },
      { reply: 1 },
    ),
    solved(
      44,
      {
        subject: 'Notice period and data export',
        body: 'Our procurement asks for the notice period and for the formats of a full export, as they are evaluating an alternative to compare. Thank you for the help so far, support is great.',
        priority: 'normal',
      },
      { satisfaction: 5 },
    ),
    solved(133, {
      subject: 'Template for the release checklist',
      body: 'Is there a template for a release checklist that we can start from? Great feature, thanks.',
      priority: 'low',
    }),
  ],
  engagements: [
    {
      daysAgo: 9,
      kind: 'meeting',
      notes:
        'Met Chris and Hannah. Chris takes over from Elena, likes the product, has not seen the numbers yet. Jonas wants a comparison before he signs.',
      with: ['Chris Dunmore', 'Hannah Ito', 'Jonas Weber'],
    },
    {
      daysAgo: 130,
      kind: 'qbr',
      notes: 'Review with Elena and Jonas. Delivery time down by a fifth. Jonas asked for a price for two years.',
      with: ['Elena Petrova', 'Jonas Weber'],
    },
  ],
  rhythm: { every: 26, lastDaysAgo: 38, reviewEvery: 92, lastReviewDaysAgo: 224 },
  surveys: [{ daysAgo: 60, kind: 'nps', score: 9, from: 'Hannah Ito', comment: 'Could not run a release without it.' }],
  invoices: { every: 91, amount: 22_500 },
}

const bluefin: Story = {
  title: 'Bluefin: renews by itself, nine days left to give notice',
  customer: {
    name: 'Bluefin Insurance',
    industry: 'Insurance',
    segment: 'Enterprise',
    tier: 'Gold',
    touch: 'high',
    arr: 142_000,
    accountPlan: 'manage',
    owner: 'Tomás',
    licensedUsers: 310,
    sinceDaysAgo: 1460,
    liveDaysAgo: 1400,
    lifecycleStage: 'renewing',
  },
  contacts: [
    person('Carla Mendes, Claims Director', 'champion'),
    person('Stuart Hale, CFO', 'economic-buyer'),
    person('Ben Osei, Business Systems', 'primary'),
  ],
  contracts: [contract('platform', { endsInDays: 69, value: 142_000, autoRenew: true, noticeDays: 60 })],
  usage: { active: 240, change: 2, features: using(FEATURES, 7) },
  rhythm: { every: 21, lastDaysAgo: 12, reviewEvery: 90, lastReviewDaysAgo: 48 },
  invoices: { every: 365, amount: 142_000 },
  tickets: [
    solved(18, {
      subject: 'Audit log for the regulator',
      body: 'The regulator asks for a year of audit log as PDF. Is there a way to export it in one go? Thanks.',
      priority: 'normal',
    }),
  ],
}

const trident: Story = {
  title: 'Trident: has given notice, 45 days to turn it round',
  customer: {
    name: 'Trident Media',
    industry: 'Media',
    segment: 'Mid-market',
    tier: 'Silver',
    touch: 'mid',
    arr: 58_000,
    accountPlan: 'manage',
    owner: 'Grace',
    licensedUsers: 140,
    sinceDaysAgo: 685,
    liveDaysAgo: 640,
    lifecycleStage: 'renewing',
    competitors: ['Tasklane'],
  },
  contacts: [
    person('Nora Feld, Head of Production', 'champion'),
    person('Ivan Sokol, Managing Director', 'economic-buyer'),
  ],
  contracts: [
    contract('platform', { endsInDays: 45, value: 58_000, autoRenew: true, noticeDays: 90, noticeGivenDaysAgo: 52 }),
  ],
  usage: { active: 61, change: -12, drift: -3, features: using(FEATURES, 3) },
  engagements: [
    {
      daysAgo: 50,
      kind: 'call',
      notes:
        'Ivan called: budget cut by a third after the merger, notice sent to be safe. Nora fights for us. Asked for a smaller package.',
      with: ['Ivan Sokol', 'Nora Feld'],
    },
  ],
  rhythm: { every: 40, lastDaysAgo: 23, reviewEvery: 180, lastReviewDaysAgo: 110 },
  invoices: { every: 91, amount: 14_500 },
}

export const URGENT: readonly Story[] = [acme, techco, bluefin, trident]
