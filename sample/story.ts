import type {
  AccountPlan,
  ContactRole,
  CustomerStatus,
  EngagementKind,
  LifecycleStage,
  RenewalCategory,
  RenewalProgress,
  TicketPriority,
  Touch,
} from '../src/spine/words.ts'

/**
 * One customer as a story. Every date is told from the day of loading: `daysAgo` looks back, `inDays` ahead, so that
 * the portfolio is as fresh next year as today. What the product works out (health, risk, stage, score) is never in here.
 */
export type Story = {
  /** What a person should remember of it: "Acme: emergency, 3 days". */
  readonly title: string
  readonly customer: CustomerStory
  readonly contacts?: readonly ContactStory[]
  readonly contracts?: readonly ContractStory[]
  readonly renewals?: readonly RenewalStory[]
  readonly usage?: UsageStory
  readonly tickets?: readonly TicketStory[]
  readonly engagements?: readonly EngagementStory[]
  /** A regular rhythm of contact before and between what `engagements` tells. */
  readonly rhythm?: RhythmStory
  readonly surveys?: readonly SurveyStory[]
  readonly invoices?: InvoiceStory
  readonly events?: readonly EventStory[]
  readonly opportunities?: readonly OpportunityStory[]
  /** Products bought, by name; left out: the company's first. */
  readonly owns?: readonly string[]
  /** ARR as it was until so many days ago. */
  readonly arrBefore?: readonly { readonly daysAgo: number; readonly arr: number }[]
}

export type CustomerStory = {
  readonly name: string
  readonly domain?: string
  readonly industry?: string
  readonly segment?: string
  readonly tier?: string
  readonly touch?: Touch
  readonly arr?: number
  readonly currency?: string
  readonly accountPlan?: AccountPlan
  /** First name of the owner; the company's people say the rest. Absent: nobody owns it yet. */
  readonly owner?: string
  readonly licensedUsers?: number
  readonly sinceDaysAgo?: number
  readonly liveDaysAgo?: number
  /** Only where no contract tells it. */
  readonly renewalInDays?: number
  readonly status?: CustomerStatus
  readonly lifecycleStage?: LifecycleStage
  readonly churned?: { readonly daysAgo: number; readonly reason: string }
  /** Name of the parent customer. */
  readonly parent?: string
  readonly competitors?: readonly string[]
  readonly attributes?: Readonly<Record<string, string | number | boolean>>
}

export type ContactStory = {
  readonly name: string
  readonly title: string
  readonly role?: ContactRole
  readonly leftDaysAgo?: number
  readonly optedOut?: boolean
  readonly phone?: string
}

export type ContractStory = {
  /** Tells contracts of one customer apart: `platform`, `analytics`. */
  readonly key: string
  readonly startedDaysAgo: number
  readonly endsInDays: number
  readonly termMonths: number
  readonly value: number
  readonly autoRenew?: boolean
  readonly noticeDays?: number
  readonly noticeGivenDaysAgo?: number
  readonly status?: string
  readonly terms?: readonly { readonly kind: string; readonly text: string; readonly value?: number }[]
}

export type RenewalStory = {
  readonly key: string
  readonly contracts: readonly string[]
  readonly inDays: number
  readonly arrAtStake?: number
  readonly targetAmount?: number
  readonly proposedAmount?: number
  readonly progress: RenewalProgress
  readonly category?: RenewalCategory
  readonly nextStep?: string
  readonly nextStepInDays?: number
  readonly closed?: { readonly daysAgo: number; readonly amount: number; readonly reason?: string }
}

export type UsageStory = {
  /** People active on an ordinary working day, mean of the last 28 days. */
  readonly active: number
  /** Percent against the 28 days before. */
  readonly change: number
  /** Percent by four weeks in the time before. */
  readonly drift?: number
  /** Nothing came after this many days ago (a source that went silent). */
  readonly silentSinceDaysAgo?: number
  /** Features in use, and how many days ago each was last used. */
  readonly features?: Readonly<Record<string, number>>
  /** A holiday or an outage: days ago from–to without any value. */
  readonly gap?: { readonly from: number; readonly to: number }
  /** How far a day strays from its level, 0–1. */
  readonly noise?: number
}

export type TicketStory = {
  readonly daysAgo: number
  readonly subject: string
  readonly body: string
  readonly priority: TicketPriority
  readonly repliedAfterHours?: number
  /** Absent: still open. */
  readonly resolvedAfterHours?: number
  readonly reopened?: boolean
  readonly satisfaction?: number
}

export type EngagementStory = {
  readonly daysAgo: number
  readonly kind: EngagementKind
  readonly notes: string
  /** Names of the customer's people who took part. */
  readonly with?: readonly string[]
  readonly minutes?: number
  readonly direction?: 'inbound' | 'outbound'
  readonly sentiment?: number
}

export type RhythmStory = {
  /** Days between two conversations. */
  readonly every: number
  readonly lastDaysAgo: number
  /** Quarterly or half-yearly business reviews. */
  readonly reviewEvery?: number
  readonly lastReviewDaysAgo?: number
}

export type SurveyStory = {
  readonly daysAgo: number
  readonly kind: 'nps' | 'csat' | 'ces'
  readonly score: number
  readonly comment?: string
  readonly from?: string
}

export type InvoiceStory = {
  /** Days between two invoices: 30, 91 or 365. */
  readonly every: number
  readonly amount: number
  readonly currency?: string
  /** Of the paid ones of the last year, how many came late. */
  readonly late?: number
  /** The newest one is unpaid and this many days past due. */
  readonly overdueDays?: number
}

export type EventStory = {
  readonly daysAgo: number
  readonly kind: string
  readonly data?: Readonly<Record<string, string | number | boolean>>
}

export type OpportunityStory = {
  readonly key: string
  readonly name: string
  readonly stage: string
  readonly amount: number
  readonly type: string
  readonly closesInDays: number
  readonly openedDaysAgo?: number
  readonly probability?: number
  readonly product?: string
}

/** A person of the company. The first name is how stories name them. */
export type PersonStory = {
  readonly name: string
  readonly email: string
  readonly role: 'csm' | 'manager' | 'admin' | 'viewer'
  readonly experience?: number
  readonly capacity?: number
  readonly team?: string
  readonly lead?: string
  readonly absence?: { readonly fromInDays: number; readonly toInDays: number; readonly cover: string }
}

export type CompanyStory = {
  readonly name: string
  readonly timeZone: string
  readonly locale: string
  readonly currency: string
  readonly domain: string
  readonly people: readonly PersonStory[]
  readonly products: readonly { readonly name: string; readonly listPrice: number; readonly unit: string }[]
  /** One unit in the company's currency, by how many days ago it began to hold. */
  readonly rates: readonly { readonly currency: string; readonly daysAgo: number; readonly rate: number }[]
  /** What the company has changed of the product's configuration. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What people were in the middle of when yesterday ended. */
  readonly underWay?: readonly UnderWay[]
  /** The named stories and the rest of the book. */
  readonly stories: readonly Story[]
}

/** Work that somebody has begun: how many steps are done, and whether the next one waits for something. */
export type UnderWay = {
  readonly person: string
  readonly customer: string
  readonly stepsDone: number
  readonly snoozed?: { readonly inDays: number; readonly reason: string }
}
