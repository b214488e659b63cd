import { useState } from 'react'
import { usePasswordChange } from '../../calls/me.ts'
import { NewPasswordField } from '../../new-password-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import styles from './profile-page.module.css'

export function PasswordPanel({ email }: { readonly email: string }) {
  const change = usePasswordChange()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  return (
    <Panel title="Password" aside={email}>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault()
          if (change.isPending) return
          change.mutate(
            { current, next },
            {
              onSuccess: () => {
                setCurrent('')
                setNext('')
              },
            },
          )
        }}
      >
        <Field label="Current password" fault={change.error?.message}>
          <PasswordInput kind="current" required value={current} onText={setCurrent} />
        </Field>
        <NewPasswordField label="New password" value={next} onText={setNext} />
        <div className={styles.acts}>
          <Button type="submit" disabled={change.isPending}>
            Change the password
          </Button>
          {change.isSuccess && (
            <span className="small quiet" role="status">
              Changed. You are signed out everywhere else.
            </span>
          )}
        </div>
      </form>
    </Panel>
  )
}
