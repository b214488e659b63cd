import { Check, CircleDot, CircleHelp, Minus, UserRound, type LucideIcon } from 'lucide-react'
import type { Held, ImportDetail } from '../../calls/imports.ts'
import { fieldWords } from '../../import-words.ts'
import { fieldClass } from '../../ui/field.tsx'
import table from '../../ui/table.module.css'
import { Tag, type TagTone } from '../../ui/tag.tsx'
import styles from './column-table.module.css'

type Guess = Held['guesses'][number]
type Reading = { readonly order?: 'day-first' | 'month-first'; readonly mark?: '.' | ',' }

type ColumnTableProps = {
  readonly held: Held
  /** What a person has said of how columns are written. */
  readonly readings: ImportDetail['readings']
  readonly busy: boolean
  readonly onField: (column: string, field: string | null) => void
  readonly onReading: (column: string, reading: Reading) => void
}

const SURE: Readonly<
  Record<Guess['sure'], { readonly tone: TagTone; readonly word: string; readonly Icon: LucideIcon }>
> = {
  sure: { tone: 'fine', word: 'Sure', Icon: Check },
  chosen: { tone: 'accent', word: 'Your choice', Icon: UserRound },
  likely: { tone: 'info', word: 'Likely', Icon: CircleDot },
  look: { tone: 'warn', word: 'Please look', Icon: CircleHelp },
  unread: { tone: 'plain', word: 'Not read', Icon: Minus },
}

/** A row per column of the file: its values, the field it becomes, and how sure that is. */
export function ColumnTable({ held, readings, busy, onField, onReading }: ColumnTableProps) {
  return (
    <table className={`${table.table ?? ''} ${styles.columns ?? ''}`} aria-busy={busy}>
      <caption className="unseen">The columns of the file and what they are taken for</caption>
      <thead>
        <tr>
          <th scope="col">In your file</th>
          <th scope="col">First values</th>
          <th scope="col">Goes to</th>
          <th scope="col">How sure</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {held.guesses.map((guess, index) => {
          const { tone, word, Icon } = SURE[guess.sure]
          return (
            <tr key={`${String(index)} ${guess.name}`} data-sure={guess.sure}>
              <th scope="row">{guess.name === '' ? <span className="quiet">without a title</span> : guess.name}</th>
              <td className={styles.values}>{samplesOf(held, index)}</td>
              <td className={styles.field}>
                <FieldSelect held={held} guess={guess} busy={busy} onField={onField} />
              </td>
              <td className={styles.sure}>
                <Tag tone={tone}>
                  <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
                  {word}
                </Tag>
              </td>
              <td className={styles.because}>
                {becauseOf(guess)}
                {isOpen(guess, readings) ? (
                  <ReadingSelect guess={guess} busy={busy} onReading={onReading} />
                ) : (
                  guess.dates !== null && `, ${guess.dates === 'day-first' ? 'day first' : 'month first'}`
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Nothing in the column tells how it is written, or a person has said so. */
const isOpen = ({ name, because }: Guess, readings: ImportDetail['readings']): boolean =>
  name in readings || because === 'date-order' || because === 'mixed-dates' || because === 'number-format'

const SHOWN_SAMPLES = 3

function samplesOf({ columns }: Held, index: number): string {
  const samples = columns[index]?.samples ?? []
  if (samples.length === 0) return 'All empty'
  return samples.slice(0, SHOWN_SAMPLES).join(' · ')
}

function becauseOf({ because, rival, sure }: Guess): string {
  switch (because) {
    case 'title':
      return 'By its title'
    case 'values':
      return 'By its values'
    case 'weak-title':
      return 'By a part of its title'
    case 'rival':
      return `“${rival ?? ''}” is as likely`
    case 'meaning':
      return 'Revenue of theirs, or what they pay you?'
    case 'date-order':
      return 'No date tells which comes first'
    case 'mixed-dates':
      return 'Dates in both orders'
    case 'number-format':
      return 'No value tells what the mark means'
    case null:
      return sure === 'unread' ? 'Kept as an attribute' : ''
  }
}

type FieldSelectProps = Pick<ColumnTableProps, 'held' | 'busy' | 'onField'> & { readonly guess: Guess }

function FieldSelect({ held, guess, busy, onField }: FieldSelectProps) {
  return (
    <select
      className={fieldClass}
      aria-label={`${guess.name} goes to`}
      value={guess.field ?? ''}
      disabled={busy}
      onChange={({ target }) => onField(guess.name, target.value === '' ? null : target.value)}
    >
      <option value="">Leave out</option>
      {held.fields.map(({ name, required }) => {
        const taken = held.mapping[name]
        const elsewhere = taken !== undefined && taken !== guess.name ? ` (now ${taken})` : ''
        return (
          <option key={name} value={name}>
            {fieldWords(name)}
            {required && taken === undefined ? ' (needed)' : elsewhere}
          </option>
        )
      })}
    </select>
  )
}

type ReadingSelectProps = Pick<ColumnTableProps, 'busy' | 'onReading'> & { readonly guess: Guess }

/** Only where a value could be read in two ways. */
function ReadingSelect({ guess, busy, onReading }: ReadingSelectProps) {
  if (guess.dates !== null) {
    return (
      <select
        className={styles.reading}
        aria-label={`Order of the dates in ${guess.name}`}
        value={guess.dates}
        disabled={busy}
        onChange={({ target }) =>
          onReading(guess.name, { order: target.value === 'day-first' ? 'day-first' : 'month-first' })
        }
      >
        <option value="day-first">Day first: 02/03 is 2 March</option>
        <option value="month-first">Month first: 02/03 is 3 February</option>
      </select>
    )
  }
  if (guess.decimals !== null) {
    return (
      <select
        className={styles.reading}
        aria-label={`Decimal mark in ${guess.name}`}
        value={guess.decimals}
        disabled={busy}
        onChange={({ target }) => onReading(guess.name, { mark: target.value === ',' ? ',' : '.' })}
      >
        <option value=".">1,234 is a thousand and more</option>
        <option value=",">1.234 is a thousand and more</option>
      </select>
    )
  }
  return null
}
