import { byPriority } from '../prioritize/rank.ts'
import type { PrioritySettings } from '../prioritize/settings.ts'
import type { Card } from './card.ts'

type Order = Pick<PrioritySettings, 'families' | 'renewalLeadsDays'>

export type Holding = {
  /** Lead execution ids in the order that the daily run set. */
  readonly morning: readonly string[]
  /** What the person has seen as the one thing, or has open: nothing but an event goes before it. */
  readonly kept: ReadonlySet<string>
}

/** What keeps its place: the first of the morning that is still there, which was seen as the one thing, and what somebody has begun. */
export function keptOf(cards: readonly Card[], morning: readonly string[]): ReadonlySet<string> {
  const leads = new Set(cards.map(({ lead }) => lead.executionId))
  const seenFirst = morning.find((executionId) => leads.has(executionId))
  const begun = cards.filter(({ lead }) => lead.status === 'in_progress').map(({ lead }) => lead.executionId)
  return new Set([...begun, ...(seenFirst === undefined ? [] : [seenFirst])])
}

/** A card in its place; `isNew`: came since the morning. */
export type Placed = { readonly card: Card; readonly isNew: boolean }

/**
 * The order of the day, which holds: what was there in the morning keeps its order, what is done leaves a gap that closes.
 * What came since goes where its score belongs, but never before what was seen or opened, unless it is an event.
 */
export function holdOrder(cards: readonly Card[], { morning, kept }: Holding, order: Order): readonly Placed[] {
  const compare = byPriority(order)
  const place = new Map(morning.map((id, index) => [id, index]))
  const placeOf = (card: Card): number | undefined => place.get(card.lead.executionId)
  const placed: Placed[] = cards
    .filter((card) => placeOf(card) !== undefined)
    .sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0))
    .map((card) => ({ card, isNew: false }))
  const fresh = cards.filter((card) => placeOf(card) === undefined).sort((a, b) => compare(a.lead, b.lead))
  for (const card of fresh) {
    const wanted = placed.findIndex((other) => compare(card.lead, other.card.lead) < 0)
    const byScore = wanted === -1 ? placed.length : wanted
    const afterKept = placed.findLastIndex((other) => kept.has(other.card.lead.executionId)) + 1
    placed.splice(card.lead.family === 'event' ? byScore : Math.max(byScore, afterKept), 0, { card, isNew: true })
  }
  return placed
}

/** A card as yesterday's summary kept it: what each factor gave. */
export type EarlierCard = {
  readonly executionId: string
  readonly customerId: string
  readonly parts: Readonly<Record<string, number>>
}

export type Move = {
  /** Place yesterday, from 1. */
  readonly from: number
  readonly to: number
  /** The factor that changed most, `workflow` when another one leads the customer now, `others` when only others came or went. */
  readonly because: string
  readonly by: number
}

export type Change = { readonly isNew: boolean; readonly moved: Move | null }

/** What is new against yesterday and what moved, with the reason. Cards that only closed a gap of one or two places are not named. */
export const changesSince = (yesterday: readonly EarlierCard[], cards: readonly Card[]): readonly Change[] =>
  changesBetween(
    yesterday,
    cards.map(({ lead }) => ({
      executionId: lead.executionId,
      customerId: lead.customerId,
      parts: partsOf(lead),
    })),
  )

/** The same between the cards of any two days. */
export function changesBetween(before: readonly EarlierCard[], after: readonly EarlierCard[]): readonly Change[] {
  const places = new Map(before.map((card, index) => [card.customerId, { card, from: index + 1 }]))
  return after.map((card, index): Change => {
    const earlier = places.get(card.customerId)
    if (!earlier) return { isNew: true, moved: null }
    const to = index + 1
    const change = biggestChange(earlier.card, card, to < earlier.from ? 1 : -1)
    const worthNaming = earlier.from !== to && (change.because !== 'others' || Math.abs(earlier.from - to) > 2)
    return { isNew: false, moved: worthNaming ? { from: earlier.from, to, ...change } : null }
  })
}

// Less than a point of a score of a hundred moves nothing that anybody would ask about.
const WORTH_NAMING = 1

/** What changed most in the direction of the move: a card does not go up because its health recovered, but because others are done. */
function biggestChange(earlier: EarlierCard, now: EarlierCard, direction: 1 | -1): Pick<Move, 'because' | 'by'> {
  if (earlier.executionId !== now.executionId) return { because: 'workflow', by: 0 }
  let biggest = { because: 'others', by: 0 }
  for (const code of new Set([...Object.keys(earlier.parts), ...Object.keys(now.parts)])) {
    const by = Math.round(((now.parts[code] ?? 0) - (earlier.parts[code] ?? 0)) * 100) / 100
    if (by * direction >= WORTH_NAMING && Math.abs(by) > Math.abs(biggest.by)) biggest = { because: code, by }
  }
  return biggest
}

/** What each factor of a card's lead gives, for tomorrow's comparison. */
export const partsOf = (lead: Card['lead']): Readonly<Record<string, number>> =>
  Object.fromEntries(lead.factors.map((factor) => [factor.code, factor.contribution]))

const WORDS: Readonly<Record<string, readonly [rises: string, falls: string]>> = {
  base: ['its stage moved on', 'its stage moved back'],
  arr: ['more is at stake', 'less is at stake'],
  urgency: ['its date came nearer', 'its date moved away'],
  health: ['health fell', 'health recovered'],
  usage: ['usage moved', 'usage calmed'],
  risk: ['risk rose', 'risk fell'],
  plan: ['its plan weighs more', 'its plan weighs less'],
  experience: ['somebody else has it', 'somebody else has it'],
  workload: ['you have fewer runs open', 'you have more runs open'],
  'due-step': ['a snoozed step is back', 'a snoozed step was resumed'],
}

/** Why a card stands elsewhere than yesterday, in a few words: "Up from 7: risk rose". */
export function movedWords({ from, to, because, by }: Move): string {
  const direction = to < from ? 'Up' : 'Down'
  const reason =
    because === 'workflow'
      ? 'another workflow leads'
      : because === 'others'
        ? otherWords(to < from)
        : WORDS[because]?.[by > 0 ? 0 : 1]
  return `${direction} from ${String(from)}: ${reason ?? 'its score changed'}`
}

const otherWords = (isUp: boolean): string => (isUp ? 'others are done' : 'others came before it')
