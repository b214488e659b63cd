import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { setImport, type Held, type ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { IMPORT_KINDS, kindWords } from '../../import-kinds.ts'
import { fieldWords } from '../../import-words.ts'
import { Button } from '../../ui/button.tsx'
import { useOnce } from '../../use-once.ts'
import { countWord } from '../../words.ts'
import { ColumnTable } from './column-table.tsx'
import { movedTo } from './mapping.ts'
import { RowCard } from './row-card.tsx'
import { Shell } from './shell.tsx'
import styles from './columns-step.module.css'

type ColumnsStepProps = { readonly found: ImportDetail; readonly held: Held; readonly title: string }

/** What each column is taken for. The title is the one question that is open. */
export function ColumnsStep({ found, held, title }: ColumnsStepProps) {
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/import/$importId' })
  const setting = useOnce()
  const [row, setRow] = useState(0)
  const set = (body: Parameters<typeof setImport>[2]): void => void setting.run(() => setImport(client, found.id, body))
  const lacking = held.fields.filter(({ name, required }) => required && !(name in held.mapping))
  const readable = held.rows.filter(({ record }) => record !== null).length
  const { fault } = setting
  return (
    <Shell
      title={title}
      at="Columns"
      foot={
        <>
          <span role="status">
            {fault ? (
              <span className={styles.fault}>{fault}</span>
            ) : (
              <>
                Of the first {figure(held.rows.length)} rows <b>{figure(readable)}</b> can be read.
              </>
            )}
          </span>
          <Button look="plain" onClick={() => void navigate({ to: '/import', search: { kind: found.kind } })}>
            Another file
          </Button>
          <Button
            look="filled"
            disabled={lacking.length > 0 || held.rows.length === 0 || setting.busy}
            onClick={() => void navigate({ search: { step: 'rows' } })}
          >
            Look at the rows
          </Button>
        </>
      }
    >
      <div className={styles.page}>
        <div className={styles.column}>
          <h1>{questionOf(held, lacking)}</h1>
          <p className={styles.about}>
            {factsOf(found, held)}{' '}
            <label>
              These are{' '}
              <select
                value={held.kind}
                disabled={setting.busy}
                onChange={({ target }) => {
                  const kind = IMPORT_KINDS.find((each) => each === target.value)
                  if (kind) set({ kind })
                }}
              >
                {IMPORT_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {kindWords(kind)}
                  </option>
                ))}
              </select>
            </label>
          </p>
          <ColumnTable
            held={held}
            readings={found.readings}
            busy={setting.busy}
            onField={(column, field) => set({ mapping: movedTo(held.mapping, column, field) })}
            onReading={(column, reading) => set({ readings: { ...found.readings, [column]: reading } })}
          />
        </div>
        <RowCard held={held} place={Math.min(row, Math.max(0, held.rows.length - 1))} onPlace={setRow} />
      </div>
    </Shell>
  )
}

function questionOf({ guesses, rows }: Held, lacking: Held['fields']): string {
  const [first] = lacking
  if (rows.length === 0) return 'There are no rows in this file.'
  if (first) return `Which column is the ${fieldWords(first.name).toLowerCase()}?`
  const open = guesses.filter(({ sure }) => sure === 'look').length
  if (open === 0) return 'Every column is clear.'
  return `${countWord(open)} ${open === 1 ? 'column needs' : 'columns need'} your eye.`
}

function factsOf({ name }: ImportDetail, { seen, columns, guesses, format }: Held): string {
  const rows = seen.all ? `${figure(seen.rows)} rows` : `more than ${figure(seen.rows)} rows`
  const read = guesses.filter(({ field }) => field !== null).length
  const left = columns.length - read
  const rest = left === 0 ? '' : ` ${countWord(left)} ${left === 1 ? 'is' : 'are'} kept as attributes.`
  return `${name} · ${rows}, ${figure(columns.length)} columns, ${format === 'ndjson' ? 'NDJSON' : format.toUpperCase()}.${rest}`
}
