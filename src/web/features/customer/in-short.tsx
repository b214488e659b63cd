import type { CustomerPage } from '../../../views/customer-page.contract.ts'
import { ageOf, clockTime, dayOfInstant } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './in-short.module.css'

/** What is to be said, each finding with the record that it comes from. */
export function InShort({ page }: { readonly page: CustomerPage }) {
  const { inShort, readAt, day } = page
  if (!inShort)
    return (
      <Panel title="In short">
        <p className="dim">Nothing has been read of this customer yet. The next daily run does it.</p>
      </Panel>
    )
  const read = readAt ? `, read at ${clockTime(readAt)} ${dayOfInstant(readAt, new Date())}` : ''
  return (
    <Panel title="In short" aside={`Written by the ${inShort.writtenBy}${read}`}>
      <p className={styles.summary}>{inShort.summary}</p>
      {inShort.findings.length > 0 && (
        <ol className={styles.findings}>
          {inShort.findings.map(({ text, tone, source, on }, index) => (
            <li key={text} data-tone={tone}>
              <i aria-hidden="true">{index + 1}</i>
              <span>
                {text}
                <small>
                  {source}
                  {on && `, ${ageOf(on, day)}`}
                </small>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
