import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useForgotten, useNewPassword } from '../../calls/password.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Entrance, EntranceForm, Fault } from './entrance.tsx'

/** Asks for a link to a new password. */
export function ForgottenPage() {
  const ask = useForgotten()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const back = (
    <Button look="plain" onClick={() => void navigate({ to: '/sign-in' })}>
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
        <EntranceForm onSubmit={() => undefined}>{back}</EntranceForm>
      </Entrance>
    )
  return (
    <Entrance title="New password" heading="A new password" lead="We send you a link by which you choose one.">
      <EntranceForm
        onSubmit={() => {
          if (!ask.isPending) ask.mutate({ email: email.trim() })
        }}
      >
        <Field label="E-mail address">
          <input
            className={fieldClass}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Fault error={ask.error} />
        <Button type="submit" look="filled" disabled={ask.isPending}>
          Send the link
        </Button>
        {back}
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
        <EntranceForm onSubmit={() => void navigate({ to: '/sign-in' })}>
          <Button type="submit" look="filled" autoFocus>
            Sign in
          </Button>
        </EntranceForm>
      </Entrance>
    )
  return (
    <Entrance title="New password" heading="A new password" lead="It ends all sessions that are open with the old one.">
      <EntranceForm
        onSubmit={() => {
          if (!set.isPending) set.mutate({ token, password })
        }}
      >
        <Field label="Password" hint="At least 10 characters; a few words are easier to keep than signs.">
          <PasswordInput
            kind="new"
            required
            autoFocus
            minLength={10}
            maxLength={128}
            value={password}
            onText={setPassword}
          />
        </Field>
        <Fault error={set.error} />
        <Button type="submit" look="filled" disabled={set.isPending}>
          Set the password
        </Button>
        {set.error && (
          <Button look="plain" onClick={() => void navigate({ to: '/forgotten' })}>
            Ask for a new link
          </Button>
        )}
      </EntranceForm>
    </Entrance>
  )
}
