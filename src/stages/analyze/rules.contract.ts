import { z } from 'zod'
import { CUSTOMER_STATUSES, LIFECYCLE_STAGES, STAGES, TOUCHES } from '../../spine/words.ts'

/** The codes of health's components, in the order in which they are shown. Kept analyses name them by their place: a new one goes to the end. */
export const COMPONENT_CODES = [
  'usage.utilization',
  'usage.trend',
  'usage.breadth',
  'engagement.contact',
  'engagement.qbr',
  'support',
  'relationship.champion',
  'relationship.buyer',
  'relationship.threads',
  'financial',
  'pulse',
] as const
export type ComponentCode = (typeof COMPONENT_CODES)[number]

const points = z.number().min(-1000).max(1000)
const days = z.number().int().min(0).max(3660)
const share = z.number().min(0).max(1)
const weight = z.number().min(0).max(1000)

const Weights = z.strictObject({
  'usage.utilization': weight,
  'usage.trend': weight,
  'usage.breadth': weight,
  'engagement.contact': weight,
  'engagement.qbr': weight,
  support: weight,
  'relationship.champion': weight,
  'relationship.buyer': weight,
  'relationship.threads': weight,
  financial: weight,
  pulse: weight,
})

const perTouch = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ high: schema, mid: schema, low: schema, digital: schema })

const HealthShapes = z.strictObject({
  /** Share of the licensed seats from which utilization scores 100. */
  utilizationFull: share.min(0.01),
  /** Score of a flat trend; change in percent at which the trend scores 0 and 100. */
  trendFlat: z.number().min(0).max(100),
  trendZeroPercent: z.number().max(-1),
  trendFullPercent: z.number().min(1),
  /** Share of the known features from which breadth scores 100. */
  breadthFull: share.min(0.01),
  contactPointsPerWeek: points.min(0),
  qbrPointsPerWeek: points.min(0),
  threadsFull: z.number().int().min(1),
  overduePointsPerWeek: points.min(0),
  overduePointsAtMost: points.min(0),
  pulse: z.strictObject({ green: points, amber: points, red: points }),
  support: z.strictObject({
    perOpen: z.strictObject({ low: points, normal: points, high: points, urgent: points }),
    openAtMost: points,
    perExtraOpened: points,
    extraOpenedAtMost: points,
    perReopened: points,
    reopenedAtMost: points,
    /** Points taken at a sentiment of −1, in proportion above it, none from 0 on. */
    sentiment: points,
  }),
})

const TrendRules = z.strictObject({
  metrics: z.array(z.string().min(1)).min(1),
  deadBandPercent: z.number().min(0).max(100),
  minimumDays: z.number().int().min(1).max(28),
  /** The book's median beyond which trends are used net of it. */
  bookPercent: z.number().min(0).max(100),
})

export const RISK_SIGNAL_RULES = ['leaving', 'sponsor-left', 'sentiment'] as const

const RiskRules = z.strictObject({
  healthShare: share,
  usageDrops: z.array(z.strictObject({ atMostPercent: z.number().max(0), points })),
  silence: z.strictObject({ days, points }),
  sponsorLeft: z.strictObject({ days, points }),
  urgent: z.strictObject({ points, atMost: points }),
  sentiment: z.strictObject({ atMost: z.number().min(-1).max(1), points }),
  late: z.strictObject({ days, points }),
  leaving: z.strictObject({ days, points }),
  noticeGiven: z.number().min(0).max(100),
  /** Kinds of risk signals that count as one of the rules above. */
  signals: z.record(z.string(), z.enum(RISK_SIGNAL_RULES)),
})

const OpportunityRules = z.strictObject({
  utilization: z.strictObject({ atLeast: z.number().min(0), points }),
  growth: z.strictObject({ atLeastPercent: z.number().min(0), points }),
  health: z.strictObject({ atLeast: z.number().min(0).max(100), points }),
  products: z.strictObject({ notOwnedAtLeast: z.number().int().min(1), points }),
  expansion: z.strictObject({ points }),
  risk: z.strictObject({ atLeast: z.number().min(0).max(100), points }),
})

export const StageRow = z.strictObject({
  /** Whole days up to which the row holds; null: for all that is left. */
  untilDays: z.number().int().nullable(),
  /** The row holds only above this risk; left out: for any. */
  riskAbove: z.number().min(0).max(100).optional(),
  stage: z.enum(STAGES),
})

const StageRules = z.strictObject({
  clock: z.enum(['auto', 'renewal', 'decision']),
  table: z.array(StageRow).min(1),
})

const RenewalRules = z.strictObject({
  coTermDays: days,
  minorShare: share,
  minorFloor: z.number().min(0),
  expiringDays: days,
  /** How far a successor's first day may lie from the old contract's last. */
  successorDays: days,
  /** A date of renewal in the customer's own record that moves on by this much says that it was renewed. */
  movedOnDays: days,
  anniversaryLeadDays: days,
  minorLeadDays: days,
  /** A contract that ended longer ago than this opens no renewal any more. */
  forgottenDays: days,
})

/** Every weight, point, threshold, cadence and table that an analysis reads; one set per profile. Units are in the names or in `analyze.defaults.ts`. */
export const Rules = z.strictObject({
  weights: Weights,
  cadence: z.strictObject({
    contactDays: perTouch(days),
    /** null: no business review is expected, and its weight goes to contact. */
    qbrDays: perTouch(days.nullable()),
    touchWhenUnknown: z.enum(TOUCHES),
  }),
  health: HealthShapes,
  trend: TrendRules,
  risk: RiskRules,
  opportunity: OpportunityRules,
  freshness: z.strictObject({ usageDays: days, keptDays: days, uncertainBelow: share }),
  override: z.strictObject({ days: days, atMostDays: days }),
  stages: StageRules,
  renewals: RenewalRules,
})
export type Rules = z.infer<typeof Rules>

/** All that is named must hold; an empty list or none: any. Words are compared without case. */
export const ProfileCondition = z.strictObject({
  segment: z.array(z.string()).optional(),
  tier: z.array(z.string()).optional(),
  touch: z.array(z.enum(TOUCHES)).optional(),
  lifecycle: z.array(z.enum(LIFECYCLE_STAGES)).optional(),
  status: z.array(z.enum(CUSTOMER_STATUSES)).optional(),
  product: z.array(z.string()).optional(),
})
export type ProfileCondition = z.infer<typeof ProfileCondition>
export type StageRow = z.infer<typeof StageRow>
