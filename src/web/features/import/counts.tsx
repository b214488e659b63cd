import type { ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import styles from './counts.module.css'

type Report = NonNullable<ImportDetail['report']>

/** What the rows are: they add up to all that came. */
export function Counts({ report }: { readonly report: Report }) {
  const { dryRun, created, updated, unchanged, rejected, unlinked } = report
  const parts = [
    [dryRun ? 'Would be new' : 'New', created],
    [dryRun ? 'Would change' : 'Changed', updated],
    ['The same', unchanged],
    ['Cannot be read', rejected],
  ] as const
  return (
    <dl className={styles.counts}>
      {parts.map(([label, count]) => (
        <div key={label} data-bad={(label === 'Cannot be read' && count > 0) || undefined}>
          <dt>{label}</dt>
          <dd>{figure(count)}</dd>
        </div>
      ))}
      {unlinked > 0 && (
        <div>
          <dt>Of them, without their customer</dt>
          <dd>{figure(unlinked)}</dd>
        </div>
      )}
    </dl>
  )
}
