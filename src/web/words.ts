import type { StageTone } from './ui/stage-badge.tsx'

// Words for what the data calls by code. A code never reaches the screen.

type StageWord = { readonly tone: StageTone; readonly label: string }

const STAGES = new Map<string, StageWord>(
  Object.entries({
    emergency: { tone: 'emergency', label: 'Emergency' },
    critical: { tone: 'critical', label: 'Critical' },
    urgent: { tone: 'urgent', label: 'Urgent' },
    finalize: { tone: 'finalize', label: 'Finalize' },
    negotiate: { tone: 'negotiate', label: 'Negotiate' },
    active: { tone: 'active', label: 'Active' },
    prepare: { tone: 'prepare', label: 'Prepare' },
    strategic: { tone: 'strategic', label: 'Strategic' },
    monitor: { tone: 'strategic', label: 'Monitor' },
  }),
)

/** The badge of a stage; undefined where the customer has none, because no renewal date is known. */
export const stageWord = (stage: string | null): StageWord | undefined =>
  stage === null ? undefined : STAGES.get(stage)

export const ROLE_WORDS = { csm: 'CSM', manager: 'Manager', admin: 'Administrator', viewer: 'Reader' } as const

export const PLAN_WORDS = { invest: 'invest', expand: 'expand', manage: 'manage', monitor: 'monitor' } as const

type Counted = { readonly days: number; readonly kind: 'renewal' | 'decision' }

/** What the days of a renewal count to; null: no date is known. */
export function renewalLabel(renewal: Counted | null): string {
  if (renewal?.kind === 'decision') return renewal.days < 0 ? 'Notice day passed' : 'Notice day in'
  return renewal && renewal.days < 0 ? 'Renewal passed' : 'Renews in'
}

// From here on a date is near enough to be said in red.
const NEAR_DAYS = 30

export const isNear = (renewal: Counted | null): boolean => renewal !== null && renewal.days <= NEAR_DAYS

const SMALL_NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** `Two` for 2; from eleven on in figures. */
export const countWord = (count: number): string => SMALL_NUMBERS[count] ?? String(count)

export const FAMILY_WORDS = {
  renewal: 'Renewals',
  risk: 'Risks',
  event: 'Events',
  opportunity: 'Opportunities',
  strategic: 'Strategy',
  cadence: 'Cadence',
} as const

export const PULSE_WORDS = { green: 'Fine', amber: 'Worrying', red: 'In danger' } as const
