import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../access/password.contract.ts'
import { Field } from './ui/field.tsx'
import { PasswordInput } from './ui/password-input.tsx'

type NewPasswordFieldProps = {
  readonly label?: string
  readonly value: string
  readonly autoFocus?: boolean
  readonly onText: (text: string) => void
}

/** A password that somebody chooses, with the rules that the server has for it. */
export function NewPasswordField({ label = 'Password', value, autoFocus, onText }: NewPasswordFieldProps) {
  const hint = `At least ${String(SHORTEST_PASSWORD)} characters; a few words are easier to keep than signs.`
  return (
    <Field label={label} hint={hint}>
      <PasswordInput
        kind="new"
        required
        autoFocus={autoFocus}
        minLength={SHORTEST_PASSWORD}
        maxLength={LONGEST_PASSWORD}
        value={value}
        onText={onText}
      />
    </Field>
  )
}
