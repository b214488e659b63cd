import type { ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { isOfColumns, warningWords } from '../../import-words.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './lists.module.css'

type Warning = NonNullable<ImportDetail['report']>['warnings'][number]

/** What a person should know of rows that were taken all the same; columns have been looked at before. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  const shown = warnings.filter(({ code }) => !isOfColumns(code))
  if (shown.length === 0) return null
  return (
    <div className={styles.list}>
      <Panel title="Good to know">
        <ul>
          {shown.map(({ code, count, examples }) => (
            <li key={code}>
              <b>{figure(count)}</b>
              <span>
                {warningWords(code)}
                {examples.length > 0 && <span className={styles.examples}>{examples.join(' · ')}</span>}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
