import styles from './stage-badge.module.css'

export type StageTone =
  'strategic' | 'prepare' | 'active' | 'negotiate' | 'finalize' | 'urgent' | 'critical' | 'emergency'

// Eighths of the disc: it fills as the date comes near, so that the stage is read without its colour.
const EIGHTHS: Readonly<Record<StageTone, number>> = {
  strategic: 1,
  prepare: 2,
  active: 3,
  negotiate: 4,
  finalize: 5,
  urgent: 6,
  critical: 7,
  emergency: 8,
}

const CENTRE = 6
const RADIUS = 3.4

function sliceOf(eighths: number): string {
  const angle = (eighths / 8) * 2 * Math.PI
  const x = CENTRE + RADIUS * Math.sin(angle)
  const y = CENTRE - RADIUS * Math.cos(angle)
  const large = eighths > 4 ? 1 : 0
  return `M6 6V2.6A3.4 3.4 0 ${String(large)} 1 ${x.toFixed(2)} ${y.toFixed(2)}Z`
}

export function StageBadge({ tone, label }: { readonly tone: StageTone; readonly label: string }) {
  const eighths = EIGHTHS[tone]
  return (
    <span className={styles.stage} data-tone={tone}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <circle cx="6" cy="6" r="5.1" fill="none" stroke="currentColor" strokeWidth="1.3" />
        {eighths === 8 ? (
          <circle cx="6" cy="6" r="3.4" fill="currentColor" />
        ) : (
          <path d={sliceOf(eighths)} fill="currentColor" />
        )}
      </svg>
      {label}
    </span>
  )
}
