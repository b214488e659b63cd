import type { Card, Term } from '../../../views/card.contract.ts'

/** A group's weight; 1 is as it is. A group that is not named stays as it is. */
export type Weights = Readonly<Record<string, number>>

const weighed = (term: Term, weights: Weights): number =>
  term.neutral + (weights[term.group] ?? 1) * (term.value - term.neutral)

/** What a card would score: the sum of what adds, times what multiplies, less what takes away. */
export function scoreWith(terms: readonly Term[], weights: Weights): number {
  const sumOf = (kind: Term['kind']): number =>
    terms.filter((term) => term.kind === kind).reduce((sum, term) => sum + weighed(term, weights), 0)
  const product = terms.filter((term) => term.kind === 'times').reduce((all, term) => all * weighed(term, weights), 1)
  return sumOf('add') * product - sumOf('minus')
}

export type Move = { readonly customer: string; readonly from: number; readonly to: number }

/** Who would stand elsewhere among the cards of today, the largest step first. Ranks count from 1; equal scores keep their order. */
export function movesWith(cards: readonly Card[], weights: Weights): readonly Move[] {
  const ranked = cards
    .map((card, index) => ({ card, from: index + 1, score: scoreWith(card.terms, weights) }))
    .sort((a, b) => b.score - a.score || a.from - b.from)
  return ranked
    .map(({ card, from }, index) => ({ customer: card.customer.name, from, to: index + 1 }))
    .filter((move) => move.from !== move.to)
    .sort((a, b) => Number(b.to === 1) - Number(a.to === 1) || Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
}

export type WeightGroup = { readonly group: string; readonly label: string }

/** The groups that matter most to a card, at most four: those whose absence would change its score most. */
export function groupsOf(card: Card): readonly WeightGroup[] {
  const whole = scoreWith(card.terms, {})
  const effectOf = (group: string): number => Math.abs(whole - scoreWith(card.terms, { [group]: 0 }))
  const groups = new Map(card.terms.map((term) => [term.group, { group: term.group, label: term.label }]))
  return [...groups.values()]
    .filter(({ group }) => effectOf(group) >= 0.005)
    .sort((a, b) => effectOf(b.group) - effectOf(a.group))
    .slice(0, 4)
}
