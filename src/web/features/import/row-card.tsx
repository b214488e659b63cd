import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Held } from '../../calls/imports.ts'
import { fieldWords } from '../../import-words.ts'
import { Button } from '../../ui/button.tsx'
import { shownValue } from './shown-value.ts'
import styles from './row-card.module.css'

type RowCardProps = { readonly held: Held; readonly place: number; readonly onPlace: (place: number) => void }

/** One of the first rows, as it would be kept. */
export function RowCard({ held, place, onPlace }: RowCardProps) {
  const row = held.rows[place]
  if (!row) return null
  const fields = held.fields.filter(({ name }) => name in held.mapping)
  return (
    <aside className={styles.beside}>
      <article className={styles.card} aria-label="A row, as we would keep it">
        <header>
          <h2>Row {row.rowNumber}, as we would keep it</h2>
          <Button look="icon" aria-label="Row before" disabled={place === 0} onClick={() => onPlace(place - 1)}>
            <ChevronLeft size={16} strokeWidth={1.75} />
          </Button>
          <Button
            look="icon"
            aria-label="Row after"
            disabled={place === held.rows.length - 1}
            onClick={() => onPlace(place + 1)}
          >
            <ChevronRight size={16} strokeWidth={1.75} />
          </Button>
        </header>
        {row.reason !== null && <p className={styles.fault}>It cannot be kept: {row.reason}.</p>}
        <dl>
          {fields.map(({ name }) => {
            const wrong = row.reason !== null && row.column === held.mapping[name]
            const value = row.record ? shownValue(row.record[name]) : row.cells[name]
            return (
              <div key={name} data-wrong={wrong || undefined}>
                <dt>{fieldWords(name)}</dt>
                <dd>{value ?? '–'}</dd>
              </div>
            )
          })}
        </dl>
      </article>
      <p className={styles.note}>Nothing is saved yet. After the import you can take all of it back with one click.</p>
    </aside>
  )
}
