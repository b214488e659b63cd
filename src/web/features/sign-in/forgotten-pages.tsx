import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useForgotten, useNewPassword } from '../../calls/password.ts'
import { NewPasswordField } from '../../new-password-field.tsx'
import { Button } from '../../ui/button.tsx'
import { EmailField, Entrance, EntranceActs, EntranceForm } from './entrance.tsx'
import { useTypedAddress } from './typed-address.ts'

/** Asks for a link to a new password. */
export function ForgottenPage() {
  const ask = useForgotten()
  const navigate = useNavigate()
  const [email, setEmail] = useState(useTypedAddress())
  const back = (
    <Button look="plain" onClick={() => void navigate({ to: '/sign-in', state: { email } })}>
      Back to signing in
    </Button>
  )
  if (ask.isSuccess)
    return (
      <Entrance
        title="New password"
        heading="Look into your mail"
        lead={`If somebody signs in here with ${email.trim()}, a link to a new password is on its way there. It holds for an hour.`}
      >
        <EntranceActs>{back}</EntranceActs>
      </Entrance>
    )
  return (
    <Entrance title="New password" heading="A new password" lead="We send you a link by which you choose one.">
      <EntranceForm
        verb="Send the link"
        sending={ask}
        below={back}
        onSubmit={() => ask.mutate({ email: email.trim() })}
      >
        <EmailField email={email} onEmail={setEmail} />
      </EntranceForm>
    </Entrance>
  )
}

/** Where that link leads. */
export function NewPasswordPage() {
  // Behind the # it reaches no server by itself.
  const [token] = useState(() => location.hash.slice(1))
  const set = useNewPassword()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  if (set.isSuccess)
    return (
      <Entrance title="New password" heading="Done" lead="Your new password counts from now on, everywhere.">
        <EntranceActs>
          <Button look="filled" autoFocus onClick={() => void navigate({ to: '/sign-in' })}>
            Sign in
          </Button>
        </EntranceActs>
      </Entrance>
    )
  return (
    <Entrance title="New password" heading="A new password" lead="It ends all sessions that are open with the old one.">
      <EntranceForm
        verb="Set the password"
        sending={set}
        below={
          set.error && (
            <Button look="plain" onClick={() => void navigate({ to: '/forgotten' })}>
              Ask for a new link
            </Button>
          )
        }
        onSubmit={() => set.mutate({ token, password })}
      >
        <NewPasswordField autoFocus value={password} onText={setPassword} />
      </EntranceForm>
    </Entrance>
  )
}
