import type { InputHTMLAttributes, ReactNode } from 'react'
import styles from './field.module.css'

type FieldProps = {
  readonly label: string
  readonly hint?: string | undefined
  /** Why what was entered cannot be taken. */
  readonly fault?: string | undefined
  readonly children: ReactNode
}

/** A label over its field; what is wrong stands under it in words. */
export function Field({ label, hint, fault, children }: FieldProps) {
  return (
    <label className={styles.field}>
      <span className={styles.label}>{label}</span>
      {children}
      {fault !== undefined && (
        <span className={styles.fault} role="alert">
          {fault}
        </span>
      )}
      {hint !== undefined && hint !== '' && <span className={styles.hint}>{hint}</span>}
    </label>
  )
}

/** The look of every field that holds text. */
export const fieldClass = styles.input ?? ''

type TextFieldProps = Omit<FieldProps, 'children'> &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange'> & { readonly onText: (text: string) => void }

/** A line of text with its label. */
export function TextField({ label, hint, fault, onText, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      <input {...rest} className={fieldClass} onChange={(event) => onText(event.target.value)} />
    </Field>
  )
}
