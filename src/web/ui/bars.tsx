import styles from './chart.module.css'

type BarsProps = {
  /** The same in words, for those who do not see it. */
  readonly label: string
  readonly bars: readonly { readonly value: number | null; readonly look: 'old' | 'before' | 'now' }[]
  /** A level to hold them against, such as what is licensed. */
  readonly line: { readonly value: number; readonly label: string } | null
  /** Under the first, the middle and the last bars. */
  readonly captions: readonly string[]
}

/** Bars from zero; the subject in the accent, what it is compared with in ink, what lies before in grey. */
export function Bars({ label, bars, line, captions }: BarsProps) {
  const top = Math.max(1, line?.value ?? 0, ...bars.map(({ value }) => value ?? 0))
  const height = (value: number): string => `${((100 * value) / top).toFixed(1)}%`
  return (
    <figure className={styles.chart} role="img" aria-label={label}>
      <div className={styles.bars}>
        {line && (
          <span className={styles.level} style={{ bottom: height(line.value) }}>
            <small>{line.label}</small>
          </span>
        )}
        {bars.map(({ value, look }, index) => (
          <i key={index} data-look={value === null ? 'unknown' : look} style={{ height: height(value ?? top / 20) }} />
        ))}
      </div>
      <Captions captions={captions} />
    </figure>
  )
}

export function Captions({ captions }: { readonly captions: readonly string[] }) {
  return (
    <figcaption className={styles.captions} aria-hidden="true">
      {captions.map((caption) => (
        <span key={caption}>{caption}</span>
      ))}
    </figcaption>
  )
}
