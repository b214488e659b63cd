import styles from './choices.module.css'

type Choice<T extends string> = { readonly value: T; readonly label: string }

type ChoicesProps<T extends string> = {
  readonly legend: string
  readonly choices: readonly Choice<T>[]
  /** Null: none is chosen yet. */
  readonly value: T | null
  readonly onChoose: (value: T) => void
}

/** A few words of which one holds. */
export function Choices<T extends string>({ legend, choices, value, onChoose }: ChoicesProps<T>) {
  return (
    <fieldset className={styles.choices}>
      <legend className="unseen">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" name={legend} checked={value === choice.value} onChange={() => onChoose(choice.value)} />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
