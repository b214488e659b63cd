import { useState, type ComponentProps } from 'react'
import {
  useBackupCodesRenewal,
  useSecondFactorBegin,
  useSecondFactorConfirm,
  useSecondFactorEnd,
} from '../../calls/me.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useOver } from '../../ui/use-over.ts'
import { BackupCodes } from './backup-codes.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import styles from './profile-page.module.css'
import { QrCode } from './qr-code.tsx'

/** A code of an app beside the password: switched on with a code, off with the password. */
export function SecondFactorPanel({ on }: { readonly on: boolean }) {
  return (
    <Panel title="Second factor" aside={on ? <Tag tone="fine">On</Tag> : <Tag tone="plain">Off</Tag>}>
      {on ? <On /> : <Off />}
    </Panel>
  )
}

function Off() {
  const begin = useSecondFactorBegin()
  const [password, setPassword] = useState('')
  if (begin.data) return <Setup uri={begin.data.uri} backupCodes={begin.data.backupCodes} />
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault()
        if (!begin.isPending) begin.mutate(password)
      }}
    >
      <p className="small dim">
        Whoever learns your password still cannot come in: you are asked for a code of an app on your phone as well.
      </p>
      <Field label="Your password" fault={begin.error?.message}>
        <PasswordInput kind="current" required value={password} onText={setPassword} />
      </Field>
      <div className={styles.acts}>
        <Button type="submit" disabled={begin.isPending}>
          Switch on
        </Button>
      </div>
    </form>
  )
}

function On() {
  const renew = useBackupCodesRenewal()
  const end = useSecondFactorEnd()
  return (
    <>
      <ul className={styles.rows}>
        <PasswordAct
          about="Code of your app"
          hint="You are asked for it after your password."
          label="Switch off"
          title="Switch the second factor off"
          says="Your password alone lets you in then."
          verb="Switch off"
          asked={end}
        />
        <PasswordAct
          about="Backup codes"
          hint="Each lets you in once without your app."
          label="Make new ones"
          title="Make new backup codes"
          says="The old ones end at once."
          verb="Make new codes"
          asked={renew}
        />
      </ul>
      {renew.data && <BackupCodes title="Your new backup codes" codes={renew.data.backupCodes} />}
    </>
  )
}

type PasswordActProps = Omit<ComponentProps<typeof PasswordDialog>, 'onClose'> & {
  readonly about: string
  readonly hint: string
  readonly label: string
}

/** A line with an act for which the password is asked once more. */
function PasswordAct({ about, hint, label, ...dialog }: PasswordActProps) {
  const { over, open, close, from } = useOver<true>()
  return (
    <li>
      <span className={styles.what}>
        <b>{about}</b>
        <span className="small quiet">{hint}</span>
      </span>
      <Button size="small" ref={from} onClick={() => open(true)}>
        {label}
      </Button>
      {over && <PasswordDialog {...dialog} onClose={close} />}
    </li>
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
        <BackupCodes title="Backup codes" codes={backupCodes} />
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
