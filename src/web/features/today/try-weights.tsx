import { Slider } from '@mantine/core'
import { useState } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import { points } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { groupsOf, movesWith, type Move, type Weights } from './try-weights.ts'
import styles from './why.module.css'

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' })
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinal = (rank: number): string => `${String(rank)}${ENDINGS[ORDINALS.select(rank)] ?? 'th'}`

function sayMoves(moves: readonly Move[]): string {
  if (moves.length === 0) return 'Same order as now.'
  const told = moves.slice(0, 2).map(({ customer, from, to }) =>
    to === 1 ? `${customer} would stand first` : `${customer} would go from ${ordinal(from)} to ${ordinal(to)}`,
  )
  const rest = moves.length - told.length
  const more = rest > 0 ? `; ${String(rest)} more would move` : ''
  return `${told.join(', ')}${more}.`
}

/** Sliders that re-rank the day's cards on the spot and say what would move. Nothing is saved. */
export function TryWeights({ card, cards }: { readonly card: Card; readonly cards: readonly Card[] }) {
  const [weights, setWeights] = useState<Weights>({})
  const groups = groupsOf(card)
  const touched = Object.values(weights).some((weight) => weight !== 1)
  if (groups.length === 0) return null
  return (
    <section className={styles.try} aria-label="Try other weights">
      <p>
        <b>Try other weights</b> <span className="quiet">on today’s cards; nothing is saved. </span>
        <span aria-live="polite" data-testid="moves" className={touched ? undefined : 'quiet'}>
          {sayMoves(movesWith(cards, weights))}
        </span>
      </p>
      {groups.map(({ group, label }) => {
        const weight = weights[group] ?? 1
        return (
          <div key={group}>
            <p className={styles.weight}>
              <span>{label}</span>
              <span className="tabular">× {points(weight, { digits: 1, signed: false })}</span>
            </p>
            <Slider
              min={0}
              max={2}
              step={0.1}
              value={weight}
              onChange={(value) => setWeights((before) => ({ ...before, [group]: Math.round(value * 10) / 10 }))}
              thumbLabel={`Weight of ${label}`}
            />
          </div>
        )
      })}
      {touched && (
        <div className={styles.back}>
          <Button size="small" onClick={() => setWeights({})}>
            Put back
          </Button>
        </div>
      )}
    </section>
  )
}
