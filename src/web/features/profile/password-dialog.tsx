import { useState } from 'react'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'

type PasswordDialogProps = {
  readonly title: string
  /** What becomes of it. */
  readonly says: string
  readonly verb: string
  readonly asked: {
    readonly isPending: boolean
    readonly error: Error | null
    readonly mutate: (password: string, then: { readonly onSuccess: () => void }) => void
  }
  readonly onClose: () => void
}

/** An act for which who is signed in gives the password once more. */
export function PasswordDialog({ title, says, verb, asked, onClose }: PasswordDialogProps) {
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <FormDialog
      title={title}
      says={says}
      verb={verb}
      busy={asked.isPending}
      // Not one of the time before.
      fault={tried ? (asked.error?.message ?? null) : null}
      onClose={onClose}
      onSubmit={() => {
        if (asked.isPending) return
        setTried(true)
        asked.mutate(password, { onSuccess: onClose })
      }}
    >
      <Field label="Your password">
        <PasswordInput kind="current" required data-autofocus value={password} onText={setPassword} />
      </Field>
    </FormDialog>
  )
}
