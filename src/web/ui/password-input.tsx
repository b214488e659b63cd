import { Eye, EyeOff } from 'lucide-react'
import { useState, type InputHTMLAttributes } from 'react'
import { fieldClass } from './field.tsx'
import styles from './password-input.module.css'

type PasswordInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'autoComplete' | 'onChange'> & {
  /** What a keeper of passwords offers here. */
  readonly kind: 'current' | 'new'
  readonly onText: (text: string) => void
}

/** A password, hidden until somebody asks to see it. */
export function PasswordInput({ kind, onText, ...rest }: PasswordInputProps) {
  const [shown, setShown] = useState(false)
  return (
    <span className={styles.password}>
      <input
        {...rest}
        className={fieldClass}
        type={shown ? 'text' : 'password'}
        autoComplete={`${kind}-password`}
        onChange={(event) => onText(event.target.value)}
      />
      <button type="button" aria-label="Show the password" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? <EyeOff size={16} strokeWidth={1.75} /> : <Eye size={16} strokeWidth={1.75} />}
      </button>
    </span>
  )
}
