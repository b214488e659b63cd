import { day, isoDay } from '../src/base/day.ts'
import type { ExecutionContext } from '../src/stages/compose/context.contract.ts'

/** The day on which contexts of tests are read: a Monday. */
export const READ_ON = day('2027-03-15')

type Contact = ExecutionContext['contacts'][number]

export const aContact = (id: number, known: Partial<Contact> = {}): Contact => ({
  id: `01890000-0000-7000-8000-${String(id).padStart(12, '0')}`,
  name: `Person ${String(id)}`,
  email: `person${String(id)}@birch.example`,
  title: 'Head of things',
  role: null,
  phone: null,
  optedOut: false,
  ...known,
})

const uuid = (id: number): string => aContact(id).id

/** A customer whose contract ends in three days, with trouble: everything about it is known. */
export function troubled(known: Partial<ExecutionContext> = {}): ExecutionContext {
  const contacts = [
    aContact(1, { name: 'Dina Kern', title: 'COO', role: 'economic-buyer' }),
    aContact(2, { name: 'Ravi Sen', title: 'Plant lead', role: 'primary' }),
    aContact(3, { name: 'Ole Out', role: 'champion', optedOut: true }),
  ]
  return {
    ...nothingKnown(),
    customer: {
      ...nothingKnown().customer,
      name: 'Birch & Sons',
      domain: 'birch.example',
      arr: 185_000,
      accountPlan: 'invest',
      renewalDate: isoDay(READ_ON + 3),
      owner: 'Ida Nord',
    },
    intelligence: {
      ...nothingKnown().intelligence,
      asOf: isoDay(READ_ON),
      healthScore: 46,
      riskScore: 72,
      coverage: 0.9,
      uncertain: false,
      healthDecline: 18,
      riskFactors: [
        {
          code: 'risk.health',
          label: 'Health is 46',
          note: 'half of 100 − 46',
          contribution: 27,
          source: 'health',
          on: null,
        },
        {
          code: 'risk.usage',
          label: 'Usage fell 23%',
          note: '28 days',
          contribution: 12,
          source: 'usage',
          on: isoDay(READ_ON - 1),
        },
        {
          code: 'risk.leaving',
          label: 'Words of leaving',
          note: 'within 60 days',
          contribution: 33,
          source: 'tickets',
          on: isoDay(READ_ON - 6),
        },
      ],
      headline: 'Usage fell 23% and five tickets are open.',
      aiSummary: 'A summary.',
      recommendations: [
        { text: 'Send an offer for the renewal.', action: 'generateQuote' },
        { text: 'Ask support for a date.', action: 'escalate' },
      ],
      talkingPoints: ['Five tickets are open: say what is being done.'],
    },
    data: {
      ...nothingKnown().data,
      salesforce: {
        opportunities: [],
        contacts,
        cases: [{ id: uuid(9), subject: 'Export fails', priority: 'urgent', openedAt: '2027-03-09T08:00:00.000Z' }],
      },
      usage: { ...nothingKnown().data.usage, changePercent: -23, trend: 'down', lastDay: isoDay(READ_ON - 1) },
      engagement: {
        ...nothingKnown().data.engagement,
        supportTickets: 5,
        urgentTickets: 2,
        last: [{ kind: 'call', on: isoDay(READ_ON - 20), notes: 'They wait for the export.', with: ['Ravi Sen'] }],
      },
    },
    renewal: {
      id: uuid(7),
      date: isoDay(READ_ON + 3),
      decisionDate: null,
      arrAtStake: 185_000,
      targetAmount: null,
      proposedAmount: null,
      currency: 'USD',
      progress: 'none',
      nextStep: null,
    },
    contacts,
    contracts: [
      {
        id: uuid(8),
        startDate: isoDay(READ_ON - 362),
        endDate: isoDay(READ_ON + 3),
        termMonths: 12,
        value: 185_000,
        currency: 'USD',
        autoRenew: false,
        noticeDays: null,
        status: null,
        terms: [{ kind: 'price', text: 'Uplift limited to 7 %', value: 7 }],
      },
    ],
    workflow: { ...nothingKnown().workflow, daysUntilRenewal: 3, priorityScore: 287 },
    ...known,
  }
}

/** A customer of whom nothing is known but the name. */
export function nothingKnown(): ExecutionContext {
  return {
    customer: {
      id: uuid(100),
      externalId: 'birch',
      name: 'Birch',
      domain: null,
      industry: null,
      segment: null,
      tier: null,
      touch: null,
      arr: null,
      currency: 'USD',
      accountPlan: null,
      renewalDate: null,
      customerSince: null,
      lifecycleStage: null,
      owner: null,
      ownerEmail: null,
      nextStep: null,
      lastTouchAt: null,
      competitors: [],
      attributes: {},
    },
    intelligence: {
      asOf: null,
      healthScore: null,
      riskScore: null,
      opportunityScore: null,
      coverage: null,
      uncertain: true,
      healthDecline: null,
      healthFactors: [],
      riskFactors: [],
      history: [],
      sentiment: null,
      headline: null,
      aiSummary: null,
      insights: [],
      recommendations: [],
      talkingPoints: [],
    },
    data: {
      salesforce: { opportunities: [], cases: [], contacts: [] },
      usage: {
        activeUsers: null,
        licensedUsers: null,
        utilizationRate: null,
        trend: null,
        changePercent: null,
        featureAdoption: [],
        lastDay: null,
        weekly: [],
      },
      financials: { currentARR: null, currency: 'USD', arrHistory: [], paymentHistory: [] },
      engagement: {
        lastMeeting: null,
        lastQbr: null,
        meetingsIn90Days: 0,
        supportTickets: 0,
        urgentTickets: 0,
        last: [],
      },
    },
    renewal: null,
    contacts: [],
    contracts: [],
    workflow: {
      id: 'emergency-retention',
      executionId: uuid(200),
      title: 'Emergency Renewal',
      stage: null,
      daysUntilRenewal: null,
      priorityScore: null,
      priorityFactors: [],
    },
    takenAt: '2027-03-15T09:00:00.000Z',
  }
}
