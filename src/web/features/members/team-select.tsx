import { fieldClass } from '../../ui/field.tsx'

/** What is chosen for a team that is not there yet; a name begins with no space. */
export const NEW_TEAM = ' new'

type TeamSelectProps = {
  readonly teams: readonly string[]
  /** A name, '' for none, or NEW_TEAM. */
  readonly value: string
  readonly label?: string
  readonly className?: string | undefined
  readonly onChoose: (value: string) => void
}

/** The teams that there are, none of them, or a new one. */
export function TeamSelect({ teams, value, label, className = '', onChoose }: TeamSelectProps) {
  return (
    <select
      className={`${fieldClass} ${className}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">No team</option>
      {teams.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
      <option value={NEW_TEAM}>A new team …</option>
    </select>
  )
}
