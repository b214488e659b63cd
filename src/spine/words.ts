/** The domain's closed word lists. The checks of the tables say the same; a test compares both. */

export const TOUCHES = ['high', 'mid', 'low', 'digital'] as const
export type Touch = (typeof TOUCHES)[number]

export const ACCOUNT_PLANS = ['invest', 'expand', 'manage', 'monitor'] as const
export type AccountPlan = (typeof ACCOUNT_PLANS)[number]

export const CUSTOMER_STATUSES = ['active', 'trial', 'churned', 'test', 'internal'] as const
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number]

export const LIFECYCLE_STAGES = ['onboarding', 'adopting', 'mature', 'renewing', 'churned', 'won-back'] as const
export type LifecycleStage = (typeof LIFECYCLE_STAGES)[number]

export const CONTACT_ROLES = ['champion', 'economic-buyer', 'exec-sponsor', 'primary', 'user', 'detractor'] as const
export type ContactRole = (typeof CONTACT_ROLES)[number]

export const CONTRACT_STATUSES = ['active', 'expiring', 'renewed', 'expired', 'churned'] as const
export type ContractStatus = (typeof CONTRACT_STATUSES)[number]

export const RENEWAL_PROGRESS = ['none', 'contacted', 'proposed', 'verbal', 'signed', 'lost'] as const
export type RenewalProgress = (typeof RENEWAL_PROGRESS)[number]

export const RENEWAL_CATEGORIES = ['commit', 'best case', 'at risk', 'lost', 'closed'] as const
export type RenewalCategory = (typeof RENEWAL_CATEGORIES)[number]

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]

export const ENGAGEMENT_KINDS = ['meeting', 'qbr', 'email', 'call', 'note'] as const
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number]

/** From cool to warm; the default table is by days, the preset `four-stage` by days and risk. */
export const STAGES = [
  'strategic',
  'prepare',
  'active',
  'negotiate',
  'finalize',
  'urgent',
  'critical',
  'emergency',
  'monitor',
] as const
export type Stage = (typeof STAGES)[number]

export const FAMILIES = ['renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event'] as const
export type Family = (typeof FAMILIES)[number]

/** Of an execution that is not finished. */
export const OPEN_STATUSES = ['pending', 'in_progress', 'snoozed', 'escalated'] as const
export const EXECUTION_STATUSES = [...OPEN_STATUSES, 'completed', 'cancelled', 'superseded'] as const
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number]
