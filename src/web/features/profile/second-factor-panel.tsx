import { useState } from 'react'
import { useSecondFactorBegin, useSecondFactorConfirm, useSecondFactorEnd } from '../../calls/me.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './profile-page.module.css'
import { QrCode } from './qr-code.tsx'

/** A code of an app beside the password: switched on with a code, off with the password. */
export function SecondFactorPanel({ on }: { readonly on: boolean }) {
  const begin = useSecondFactorBegin()
  const end = useSecondFactorEnd()
  const asked = on ? end : begin
  const [password, setPassword] = useState('')
  const setup = on ? undefined : begin.data
  return (
    <Panel title="Second factor" aside={on ? <Tag tone="fine">On</Tag> : <Tag tone="plain">Off</Tag>}>
      {setup ? (
        <Setup uri={setup.uri} backupCodes={setup.backupCodes} />
      ) : (
        <form
          className={styles.fields}
          onSubmit={(event) => {
            event.preventDefault()
            if (asked.isPending) return
            asked.mutate(password, { onSuccess: () => setPassword('') })
          }}
        >
          <p className="small dim">
            {on
              ? 'After your password you are asked for a code of your app. Your password is needed to switch that off.'
              : 'Whoever learns your password still cannot come in: you are asked for a code of an app on your phone as well.'}
          </p>
          <Field label="Your password" fault={asked.error?.message}>
            <PasswordInput kind="current" required value={password} onText={setPassword} />
          </Field>
          <div className={styles.acts}>
            <Button type="submit" disabled={asked.isPending}>
              {on ? 'Switch off' : 'Switch on'}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  )
}

type SetupProps = { readonly uri: string; readonly backupCodes: readonly string[] }

function Setup({ uri, backupCodes }: SetupProps) {
  const confirm = useSecondFactorConfirm()
  const [code, setCode] = useState('')
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <div className={styles.setup}>
      <QrCode text={uri} label="Code for your authenticator app" />
      <div className={styles.fields}>
        <p className="small dim">
          Scan this with an authenticator app, or type its key there:
          <code className={styles.secret}>{secret}</code>
        </p>
        <div>
          <h3>Backup codes</h3>
          <p className="small dim">Keep them where your phone is not. Each works once; they are shown only now.</p>
          <ul className={styles.codes}>
            {backupCodes.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
        <form
          className={styles.fields}
          onSubmit={(event) => {
            event.preventDefault()
            if (!confirm.isPending) confirm.mutate(code.trim())
          }}
        >
          <Field label="Code that the app shows now" fault={confirm.error?.message}>
            <input
              className={`${fieldClass} tabular`}
              inputMode="numeric"
              autoComplete="one-time-code"
              pattern="[0-9]{6}"
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
          <div className={styles.acts}>
            <Button type="submit" look="filled" disabled={confirm.isPending}>
              Switch on
            </Button>
          </div>
        </form>
      </div>
    </div>
  )
}
