import type { Rules, StageRow } from './rules.contract.ts'

/** Raised whenever code changes a result; kept with each analysis. The golden file `golden/analyses.ndjson` says so. */
export const MODEL_VERSION = 2

/** Days to the date that the stage clock counts to; the first row that holds. */
export const DEFAULT_STAGES: StageRow[] = [
  { untilDays: 7, stage: 'emergency' },
  { untilDays: 14, stage: 'critical' },
  { untilDays: 30, stage: 'urgent' },
  { untilDays: 60, stage: 'finalize' },
  { untilDays: 90, stage: 'negotiate' },
  { untilDays: 120, stage: 'active' },
  { untilDays: 180, stage: 'prepare' },
  { untilDays: null, stage: 'strategic' },
]

/** The preset of four stages, by days and risk. */
export const FOUR_STAGES: StageRow[] = [
  { untilDays: 6, riskAbove: 70, stage: 'emergency' },
  { untilDays: 30, stage: 'critical' },
  { untilDays: 179, stage: 'prepare' },
  { untilDays: null, stage: 'monitor' },
]

export const STAGE_PRESETS = { default: DEFAULT_STAGES, 'four-stage': FOUR_STAGES } as const

/**
 * What ships. Weights are points of 100; points are points of a figure of 0–100; shares are 0–1; the rest carries its unit in its name.
 * Why the shapes inside health are as they are: docs/analysis.md.
 */
export const DEFAULT_RULES: Rules = {
  weights: {
    'usage.utilization': 15,
    'usage.trend': 12,
    'usage.breadth': 8,
    'engagement.contact': 14,
    'engagement.qbr': 6,
    support: 15,
    'relationship.champion': 5,
    'relationship.buyer': 5,
    'relationship.threads': 5,
    financial: 15,
    pulse: 0,
  },
  cadence: {
    contactDays: { high: 30, mid: 60, low: 120, digital: 180 },
    qbrDays: { high: 90, mid: 180, low: null, digital: null },
    touchWhenUnknown: 'mid',
  },
  health: {
    utilizationFull: 0.8,
    trendFlat: 70,
    trendZeroPercent: -40,
    trendFullPercent: 20,
    breadthFull: 0.6,
    contactPointsPerWeek: 12.5,
    qbrPointsPerWeek: 10,
    threadsFull: 3,
    overduePointsPerWeek: 10,
    overduePointsAtMost: 60,
    pulse: { green: 100, amber: 50, red: 0 },
    support: {
      perOpen: { low: 2, normal: 5, high: 10, urgent: 18 },
      openAtMost: 60,
      perExtraOpened: 5,
      extraOpenedAtMost: 20,
      perReopened: 5,
      reopenedAtMost: 10,
      sentiment: 20,
    },
  },
  trend: { metrics: ['active_users', 'logins', 'key_actions'], deadBandPercent: 5, minimumDays: 4, bookPercent: 10 },
  risk: {
    healthShare: 0.5,
    usageDrops: [
      { atMostPercent: -20, points: 12 },
      { atMostPercent: -40, points: 20 },
    ],
    silence: { days: 60, points: 8 },
    sponsorLeft: { days: 90, points: 15 },
    urgent: { points: 6, atMost: 12 },
    sentiment: { atMost: -0.25, points: 6 },
    late: { days: 30, points: 8 },
    leaving: { days: 60, points: 12 },
    noticeGiven: 100,
    signals: {
      leaving: 'leaving',
      'language-of-leaving': 'leaving',
      'churn-intent': 'leaving',
      cancellation: 'leaving',
      'non-renewal': 'leaving',
      'competitor-evaluation': 'leaving',
      'champion-left': 'sponsor-left',
      'sponsor-left': 'sponsor-left',
      'negative-sentiment': 'sentiment',
    },
  },
  opportunity: {
    utilization: { atLeast: 0.9, points: 30 },
    growth: { atLeastPercent: 15, points: 25 },
    health: { atLeast: 80, points: 20 },
    products: { notOwnedAtLeast: 2, points: 10 },
    expansion: { points: 15 },
    risk: { atLeast: 60, points: -40 },
  },
  freshness: { usageDays: 7, keptDays: 30, uncertainBelow: 0.4 },
  override: { days: 30, atMostDays: 90 },
  stages: { clock: 'auto', table: DEFAULT_STAGES },
  renewals: {
    coTermDays: 30,
    minorShare: 0.1,
    minorFloor: 10_000,
    expiringDays: 120,
    successorDays: 60,
    movedOnDays: 180,
    anniversaryLeadDays: 30,
    minorLeadDays: 120,
    forgottenDays: 180,
  },
}

/** Net of the book needs a book: with fewer customers than this its median is no movement of the market. */
export const BOOK_MINIMUM_CUSTOMERS = 20

/**
 * Whatever else may have changed that nobody was told of, a newer version of the program for one: every customer is looked at within so many
 * days.
 */
export const MOST_DAYS_UNSEEN = 7
