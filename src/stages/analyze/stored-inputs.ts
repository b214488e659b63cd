import type { Day } from '../../base/day.ts'
import { shortened } from '../../base/shortened.ts'
import type { AnalysisInputs, Role } from './analysis-inputs.ts'

type StoredRole = number | [active: number | null, leftOn: Day] | null

/**
 * Inputs as they are kept: by place instead of by name, what is seldom known at the end, where it is left out. A third of what the names
 * would take; a million customers write them in a night. Places are for ever: a new input goes to the end.
 */
export type StoredInputs = [
  status: string,
  segment?: AnalysisInputs['segment'],
  tier?: AnalysisInputs['tier'],
  touch?: AnalysisInputs['touch'],
  lifecycle?: AnalysisInputs['lifecycle'],
  since?: AnalysisInputs['since'],
  seats?: AnalysisInputs['seats'],
  usage?: AnalysisInputs['usage'] | null,
  contact?: AnalysisInputs['contact'],
  qbr?: AnalysisInputs['qbr'],
  threads?: AnalysisInputs['threads'],
  champion?: StoredRole,
  buyer?: StoredRole,
  support?: AnalysisInputs['support'],
  features?: AnalysisInputs['features'],
  products?: AnalysisInputs['products'] | null,
  portfolio?: AnalysisInputs['portfolio'],
  paid?: AnalysisInputs['paid'],
  invoiceOn?: AnalysisInputs['invoiceOn'],
  overdueSince?: AnalysisInputs['overdueSince'],
  sponsorLeftOn?: AnalysisInputs['sponsorLeftOn'],
  noticeOn?: AnalysisInputs['noticeOn'],
  expansionOn?: AnalysisInputs['expansionOn'],
  signals?: AnalysisInputs['signals'] | null,
  book?: AnalysisInputs['book'],
  kept?: AnalysisInputs['kept'] | null,
  overridden?: AnalysisInputs['overridden'] | null,
  pulse?: AnalysisInputs['pulse'],
]

const storedRole = ({ active, leftOn }: Role): StoredRole => (leftOn === null ? active : [active, leftOn])

function roleFrom(stored: StoredRole): Role {
  if (typeof stored === 'number' || stored === null) return { active: stored, leftOn: null }
  return { active: stored[0], leftOn: stored[1] }
}

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list)

export function storedInputs(inputs: AnalysisInputs): StoredInputs {
  const [health, risk] = inputs.overridden
  return shortened<StoredInputs>([
    inputs.status,
    inputs.segment,
    inputs.tier,
    inputs.touch,
    inputs.lifecycle,
    inputs.since,
    inputs.seats,
    unlessEmpty(inputs.usage),
    inputs.contact,
    inputs.qbr,
    inputs.threads,
    storedRole(inputs.champion),
    storedRole(inputs.buyer),
    inputs.support,
    inputs.features,
    unlessEmpty(inputs.products),
    inputs.portfolio,
    inputs.paid,
    inputs.invoiceOn,
    inputs.overdueSince,
    inputs.sponsorLeftOn,
    inputs.noticeOn,
    inputs.expansionOn,
    unlessEmpty(inputs.signals),
    inputs.book,
    unlessEmpty(inputs.kept),
    health === null && risk === null ? null : inputs.overridden,
    inputs.pulse,
  ])
}

const NONE: readonly never[] = []
const NOT_OVERRIDDEN: AnalysisInputs['overridden'] = [null, null]

export function inputsFrom(stored: StoredInputs): AnalysisInputs {
  const [status, segment, tier, touch, lifecycle, since, seats, usage, contact, qbr, threads, champion, buyer] = stored
  const [, , , , , , , , , , , , , support, features, products, portfolio, paid, invoiceOn, overdueSince] = stored
  const [, , , , , , , , , , , , , , , , , , , , sponsorLeftOn, noticeOn, expansionOn, signals, book] = stored
  const [, , , , , , , , , , , , , , , , , , , , , , , , , kept, overridden, pulse] = stored
  return {
    status,
    segment: segment ?? null,
    tier: tier ?? null,
    touch: touch ?? null,
    lifecycle: lifecycle ?? null,
    products: products ?? NONE,
    since: since ?? null,
    seats: seats ?? null,
    usage: usage ?? NONE,
    features: features ?? null,
    contact: contact ?? null,
    qbr: qbr ?? null,
    threads: threads ?? null,
    champion: roleFrom(champion ?? null),
    buyer: roleFrom(buyer ?? null),
    sponsorLeftOn: sponsorLeftOn ?? null,
    support: support ?? null,
    noticeOn: noticeOn ?? null,
    paid: paid ?? null,
    overdueSince: overdueSince ?? null,
    invoiceOn: invoiceOn ?? null,
    portfolio: portfolio ?? null,
    expansionOn: expansionOn ?? null,
    pulse: pulse ?? null,
    signals: signals ?? NONE,
    overridden: overridden ?? NOT_OVERRIDDEN,
    book: book ?? null,
    kept: kept ?? NONE,
  }
}
