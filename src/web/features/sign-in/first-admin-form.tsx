import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useFirstAdmin } from '../../calls/session.ts'
import { NewPasswordField } from '../../new-password-field.tsx'
import { Field, fieldClass, TextField } from '../../ui/field.tsx'
import { Entrance, EntranceForm } from './entrance.tsx'

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
        verb="Begin"
        sending={make}
        onSubmit={() => {
          const body = { company: { name: company, timeZone }, name, email: email.trim(), password }
          make.mutate(body, { onSuccess: () => void navigate({ to: '/' }) })
        }}
      >
        <TextField label="Company" autoComplete="organization" required autoFocus value={company} onText={setCompany} />
        <Field label="Time zone" hint="The company’s day begins and ends by it.">
          <select className={fieldClass} value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            {[...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <TextField label="Your name" autoComplete="name" required value={name} onText={setName} />
        <TextField
          label="Your e-mail address"
          hint="You sign in with it."
          type="email"
          autoComplete="username"
          required
          value={email}
          onText={setEmail}
        />
        <NewPasswordField value={password} onText={setPassword} />
      </EntranceForm>
    </Entrance>
  )
}
