import type { Held } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { fieldWords, warningWords } from '../../import-words.ts'
import { shownValue } from './shown-value.ts'
import styles from './first-rows.module.css'

/** The first rows as they would be kept; a cell that is wrong says so. */
export function FirstRows({ held }: { readonly held: Held }) {
  const fields = held.fields.filter(({ name }) => name in held.mapping)
  if (held.rows.length === 0) return null
  return (
    <section className={styles.first}>
      <h2>The first {held.rows.length === 1 ? 'row' : `${figure(held.rows.length)} rows`}, as they would be kept</h2>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="The first rows">
        <table className={styles.rows}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {fields.map(({ name }) => (
                <th key={name} scope="col">
                  {fieldWords(name)}
                </th>
              ))}
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {held.rows.map((row) => (
              <tr key={row.rowNumber} data-rejected={row.record === null || undefined}>
                <th scope="row">{figure(row.rowNumber)}</th>
                {fields.map(({ name }) => {
                  const wrong = row.reason !== null && row.column === held.mapping[name]
                  const odd = row.unknown.includes(name)
                  const kept = row.record ? shownValue(row.record[name]) : row.cells[name]
                  return (
                    <td key={name} data-state={wrong ? 'wrong' : odd ? 'odd' : undefined}>
                      {(odd ? row.cells[name] : kept) ?? '–'}
                    </td>
                  )
                })}
                <td className={styles.why}>{whyOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function whyOf({ reason, unknown, contradictions }: Held['rows'][number]): string {
  if (reason !== null) return `${reason}; the row is left out.`
  const odd = unknown.map(
    (field) => `${fieldWords(field)} says nothing that is known here; it is kept as an attribute.`,
  )
  return [...odd, ...contradictions.map(warningWords)].join(' ')
}
