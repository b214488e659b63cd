import styles from './progress-dashes.module.css'

export type Dash = 'done' | 'snoozed' | 'open'

/** One dash a step: ink is done, orange is snoozed, pale is still to come. `label` says the same in words. */
export function ProgressDashes({ steps, label }: { readonly steps: readonly Dash[]; readonly label: string }) {
  return (
    <span className={styles.dashes} role="img" aria-label={label}>
      {steps.map((step, index) => (
        <i key={index} data-step={step} />
      ))}
    </span>
  )
}
