import { Captions } from './bars.tsx'
import styles from './chart.module.css'

type LineProps = {
  readonly label: string
  readonly points: readonly { readonly at: number; readonly value: number }[]
  readonly low: number
  readonly high: number
  readonly captions: readonly string[]
  /** Written beside the last point. */
  readonly end: string
}

const WIDTH = 400
const HEIGHT = 120
const MARGIN = 8

/** One line over time, from its lowest possible value to its highest, so that its slope is honest. */
export function Line({ label, points, low, high, captions, end }: LineProps) {
  const first = points[0]?.at ?? 0
  const span = Math.max(1, (points.at(-1)?.at ?? 1) - first)
  const placed = points.map(({ at, value }) => ({
    x: MARGIN + ((WIDTH - 2 * MARGIN) * (at - first)) / span,
    y: MARGIN + (HEIGHT - 2 * MARGIN) * (1 - (value - low) / (high - low)),
  }))
  const last = placed.at(-1)
  return (
    <figure className={styles.chart} role="img" aria-label={label}>
      <div className={styles.plot}>
        <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" aria-hidden="true">
          <polyline points={placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        </svg>
        {last && (
          <span
            className={styles.end}
            style={{ left: `${((100 * last.x) / WIDTH).toFixed(1)}%`, top: `${((100 * last.y) / HEIGHT).toFixed(1)}%` }}
          >
            <small>{end}</small>
          </span>
        )}
      </div>
      <Captions captions={captions} />
    </figure>
  )
}
