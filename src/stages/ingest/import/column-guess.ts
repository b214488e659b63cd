import { type Column, dateDoubt, numberDoubt, type Readings } from './column.ts'
import type { Doubt, Mapping } from './guess.ts'
import { headerForm } from './header-form.ts'
import type { BECAUSE, SURENESS } from './imports.contract.ts'
import type { Plan } from './read-row.ts'
import type { DateOrder } from './values/date.ts'
import type { DecimalMark } from './values/number.ts'

/** What a column is taken for, how sure that is, and why. */
export type ColumnGuess = {
  readonly name: string
  readonly field: string | null
  /** `look`: a person should; `unread`: no field is read from it, it is kept among the attributes. */
  readonly sure: (typeof SURENESS)[number]
  readonly because: (typeof BECAUSE)[number] | null
  /** The column that is as likely to be the field. */
  readonly rival: string | null
  /** How its dates are read, where the order of day and month matters. */
  readonly dates: Exclude<DateOrder, 'unknown'> | null
  /** Its decimal mark, where a number could be read in two ways. */
  readonly decimals: Exclude<DecimalMark, 'unknown'> | null
}

type Given = {
  readonly columns: readonly Column[]
  /** As it is set. */
  readonly plan: Plan
  /** As it would be guessed, with the doubts of that. */
  readonly guessed: Mapping
  readonly doubts: readonly Doubt[]
  readonly readings: Readings
}

/** What each column of a file is taken for. */
export function columnGuesses({ columns, plan, guessed, doubts, readings }: Given): readonly ColumnGuess[] {
  return columns.map((column) => {
    const used = plan.fields.find((one) => one.column === column.name)
    if (!used)
      return { name: column.name, field: null, sure: 'unread', because: null, rival: null, dates: null, decimals: null }
    const { field, reading } = used
    const told = readings[column.name]
    const dated = field.type === 'day' || field.type === 'instant'
    const doubted = dated && told?.order === undefined ? dateDoubt(column) : undefined
    const counted = field.type === 'amount' || field.type === 'number' || field.type === 'integer'
    const unclear = counted && numberDoubt(column)
    const doubt = doubts.find((one) => one.field === field.name)
    const basis: Pick<ColumnGuess, 'sure' | 'because'> =
      doubted === undefined
        ? unclear && told?.mark === undefined
          ? { sure: 'look', because: 'number-format' }
          : guessed[field.name] === column.name
            ? basisOf(field.name, column, doubt)
            : { sure: 'chosen', because: null }
        : { sure: 'look', because: doubted === 'date-order-unclear' ? 'date-order' : 'mixed-dates' }
    return {
      name: column.name,
      field: field.name,
      ...basis,
      rival: basis.because === 'rival' ? (doubt?.rival ?? null) : null,
      dates: dated && column.orderNeeded > 0 && reading.order !== 'unknown' ? reading.order : null,
      decimals: unclear ? (reading.mark === ',' ? ',' : '.') : null,
    }
  })
}

function basisOf(field: string, column: Column, doubt: Doubt | undefined): Pick<ColumnGuess, 'sure' | 'because'> {
  switch (doubt?.code) {
    case 'guess-ambiguous':
      return { sure: 'look', because: 'rival' }
    case 'guess-weak':
      return { sure: 'look', because: 'weak-title' }
    case 'guess-by-values':
      return { sure: 'likely', because: 'values' }
    case undefined:
      return field === 'arr' && isRevenueOfTheirs(column.name)
        ? { sure: 'look', because: 'meaning' }
        : { sure: 'sure', because: 'title' }
  }
}

// In most systems of sales this is what the customer earns, not what he pays; nothing in the values tells.
const isRevenueOfTheirs = (name: string): boolean =>
  ['annualrevenue', 'jahresumsatz', 'jährlicherumsatz', 'chiffredaffairesannuel', 'ingresosanuales'].includes(
    headerForm(name),
  )
