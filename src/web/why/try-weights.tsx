import { Slider } from '@mantine/core'
import '@mantine/core/styles/Slider.css'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { TriedOrder } from '../../views/order.contract.ts'
import type { WhyRow } from '../../views/why.contract.ts'
import { triedOrderQuery, type Weights } from '../calls/order.ts'
import { points } from '../format.ts'
import { Button } from '../ui/button.tsx'
import styles from './why.module.css'

type TryWeightsProps = {
  readonly rows: readonly WhyRow[]
  /** Whose queue, or `everybody`. */
  readonly csm: string
}

const MOST_SLIDERS = 4

const SLIDER_WORDS: Readonly<Record<string, string>> = {
  arr: 'ARR',
  urgency: 'Time left',
  health: 'Health lost',
  usage: 'Usage',
  risk: 'Risk',
  plan: 'Plan',
  workload: 'Other runs open',
}

/** Sliders that re-rank the whole of the queue and say what would move. Nothing is saved. */
export function TryWeights({ rows, csm }: TryWeightsProps) {
  const [weights, setWeights] = useState<Weights>({})
  const everybody = csm === 'everybody'
  const { data, error } = useQuery(triedOrderQuery(everybody ? undefined : csm, useDeferredValue(weights)))
  const touched = Object.values(weights).some((weight) => weight !== 1)
  const sliders = slidersOf(rows)
  // Of one there is no order.
  if (sliders.length === 0 || (data && data.cards.length < 2)) return null
  return (
    <section className={styles.try} aria-label="Try other weights">
      <p>
        <b>Try other weights</b>{' '}
        <span className="quiet">{everybody ? 'on everybody’s queue' : 'on today’s cards'}; nothing is saved. </span>
        <span aria-live="polite" data-testid="moves" className={touched ? undefined : 'quiet'}>
          {error ? `It could not be tried: ${error.message}` : data ? sayMoves(data) : ''}
        </span>
      </p>
      {sliders.map((code) => {
        const label = SLIDER_WORDS[code] ?? code
        const weight = weights[code] ?? 1
        return (
          <div key={code}>
            <p className={styles.weight}>
              <span>{label}</span>
              <span className="tabular">× {points(weight, { digits: 1, signed: false })}</span>
            </p>
            <Slider
              min={0}
              max={2}
              step={0.1}
              value={weight}
              onChange={(value) => setWeights((before) => ({ ...before, [code]: Math.round(value * 10) / 10 }))}
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

/** The weights that matter most to this score. */
function slidersOf(rows: readonly WhyRow[]): readonly string[] {
  return rows
    .filter((row) => row.slider !== null && row.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .flatMap((row) => row.slider ?? [])
    .slice(0, MOST_SLIDERS)
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' })
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinal = (rank: number): string => `${String(rank)}${ENDINGS[ORDINALS.select(rank)] ?? 'th'}`

/** The new first one, then whoever moves furthest. */
function sayMoves({ cards, moved }: TriedOrder): string {
  const moves = cards
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => Number(b.to === 1) - Number(a.to === 1) || Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
  if (moved === 0) return 'Same order as now.'
  const told = moves
    .slice(0, 2)
    .map(({ customer, from, to }) =>
      to === 1 ? `${customer} would stand first` : `${customer} would go from ${ordinal(from)} to ${ordinal(to)}`,
    )
  const rest = moved - told.length
  return `${told.join(', ')}${rest > 0 ? `; ${String(rest)} more would move` : ''}.`
}
