import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSecondFactor, useSignIn } from '../../calls/session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { EmailField, Entrance, EntranceForm } from './entrance.tsx'
import { useTypedAddress } from './typed-address.ts'

type PasswordFormProps = {
  readonly heading: string
  /** What else one can do here, with the address that was typed so far. */
  readonly below?: (email: string) => React.ReactNode
}

/** An address and a password; then, of those who have one, the second factor. */
export function PasswordForm({ heading, below }: PasswordFormProps) {
  const signIn = useSignIn()
  const navigate = useNavigate()
  const [email, setEmail] = useState(useTypedAddress())
  const [password, setPassword] = useState('')
  const answer = signIn.data
  if (answer?.kind === 'second-factor')
    return <SecondFactorForm challenge={answer.challenge} onAnew={() => signIn.reset()} />
  return (
    <Entrance title="Sign in" heading={heading} lead="With the address and the password of your account.">
      <EntranceForm
        verb="Sign in"
        sending={signIn}
        below={below?.(email)}
        onSubmit={() =>
          signIn.mutate(
            { email: email.trim(), password },
            { onSuccess: ({ kind }) => void (kind === 'signed-in' && navigate({ to: '/' })) },
          )
        }
      >
        <EmailField email={email} onEmail={setEmail} />
        <Field label="Password">
          <PasswordInput kind="current" required value={password} onText={setPassword} />
        </Field>
      </EntranceForm>
    </Entrance>
  )
}

/** The second step, behind a password that was right. */
type SecondFactorFormProps = { readonly challenge: string; readonly onAnew: () => void }

export function SecondFactorForm({ challenge, onAnew }: SecondFactorFormProps) {
  const give = useSecondFactor()
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const [backup, setBackup] = useState(false)
  const lead = backup
    ? 'One of the codes that you were given when you switched the second factor on. Each of them works once.'
    : 'The six digits that your app shows for Renubu just now.'
  return (
    <Entrance title="Second factor" heading="One more thing" lead={lead}>
      <EntranceForm
        verb="Sign in"
        sending={give}
        below={
          <>
            <Button
              look="plain"
              onClick={() => {
                setBackup(!backup)
                setCode('')
              }}
            >
              {backup ? 'Use the app instead' : 'Use a backup code instead'}
            </Button>
            <Button look="plain" onClick={onAnew}>
              Begin anew
            </Button>
          </>
        }
        onSubmit={() => give.mutate({ challenge, code: code.trim() }, { onSuccess: () => void navigate({ to: '/' }) })}
      >
        <Field label={backup ? 'Backup code' : 'Code'}>
          <input
            key={String(backup)}
            className={`${fieldClass} tabular`}
            inputMode={backup ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            minLength={6}
            required
            autoFocus
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
      </EntranceForm>
    </Entrance>
  )
}
