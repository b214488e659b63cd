import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useFirstAdmin } from '../../calls/session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Entrance, EntranceForm, Fault } from './entrance.tsx'

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** The first visit to a server on which nothing is yet: a company, and who manages it. */
export function FirstAdminForm() {
  const make = useFirstAdmin()
  const navigate = useNavigate()
  const [company, setCompany] = useState('')
  const [timeZone, setTimeZone] = useState(ownZone)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const lead =
    'Nothing is here yet. Name your company and yourself; you will be its administrator and can invite the others.'
  return (
    <Entrance title="Welcome" heading="Welcome to Renubu" lead={lead}>
      <EntranceForm
        onSubmit={() => {
          if (make.isPending) return
          const body = { company: { name: company, timeZone }, name, email: email.trim(), password }
          make.mutate(body, { onSuccess: () => void navigate({ to: '/' }) })
        }}
      >
        <Field label="Company">
          <input
            className={fieldClass}
            autoComplete="organization"
            required
            autoFocus
            value={company}
            onChange={(event) => setCompany(event.target.value)}
          />
        </Field>
        <Field label="Time zone" hint="The company’s day begins and ends by it.">
          <select className={fieldClass} value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            {[...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <Field label="Your name">
          <input
            className={fieldClass}
            autoComplete="name"
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Your e-mail address" hint="You sign in with it.">
          <input
            className={fieldClass}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password" hint="At least 10 characters; a few words are easier to keep than signs.">
          <PasswordInput kind="new" required minLength={10} maxLength={128} value={password} onText={setPassword} />
        </Field>
        <Fault error={make.error} />
        <Button type="submit" look="filled" disabled={make.isPending}>
          Begin
        </Button>
      </EntranceForm>
    </Entrance>
  )
}
