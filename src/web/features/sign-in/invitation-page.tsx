import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { CallFailed } from '../../api.ts'
import { invitationQuery, useAcceptance, type Invitation } from '../../calls/invitation.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { NewPasswordField } from '../../new-password-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Entrance, EntranceActs, EntranceForm } from './entrance.tsx'
import { SecondFactorForm } from './password-form.tsx'

/** Where the link of an invitation leads: a name and a password, and one is in. */
export function InvitationPage() {
  // Behind the # it reaches no server by itself.
  const [token] = useState(() => location.hash.slice(1))
  const { data, error, refetch } = useQuery(invitationQuery(token))
  const navigate = useNavigate()
  const gone = error instanceof CallFailed && error.problem?.status === 404
  if (gone)
    return (
      <Entrance title="Invitation" heading="This invitation cannot be opened." lead={error.message}>
        <EntranceActs>
          <Button onClick={() => void navigate({ to: '/sign-in' })}>Go to signing in</Button>
        </EntranceActs>
      </Entrance>
    )
  if (error)
    return (
      <Entrance title="Invitation" heading="Invitation">
        <EntranceActs>
          <LoadFailed title="This invitation cannot be opened." error={error} onRetry={() => void refetch()} />
        </EntranceActs>
      </Entrance>
    )
  if (!data)
    return (
      <Entrance title="Invitation" heading="Invitation">
        <Loading>
          <Skeleton widths={[80, 100, 100]} />
        </Loading>
      </Entrance>
    )
  return <AcceptForm token={token} invitation={data} />
}

function AcceptForm({ token, invitation }: { readonly token: string; readonly invitation: Invitation }) {
  const accept = useAcceptance()
  const navigate = useNavigate()
  const { company, email, known } = invitation
  const [name, setName] = useState(invitation.name)
  const [password, setPassword] = useState('')
  if (accept.data?.kind === 'second-factor')
    return <SecondFactorForm challenge={accept.data.challenge} onAnew={() => void navigate({ to: '/sign-in' })} />
  const lead = known
    ? `You have an account with ${email} already. Its password lets you into ${company}, too.`
    : `Your account will be ${email}. Choose a password, and you are in.`
  return (
    <Entrance title={`Join ${company}`} heading={`Join ${company}`} lead={lead}>
      <EntranceForm
        verb="Join"
        sending={accept}
        onSubmit={() =>
          accept.mutate(
            { token, name, password },
            { onSuccess: ({ kind }) => void (kind === 'signed-in' && navigate({ to: '/' })) },
          )
        }
      >
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <TextField label="Your name" autoComplete="name" required value={name} onText={setName} />
        {known ? (
          <Field label="Password of your account">
            <PasswordInput kind="current" required value={password} onText={setPassword} />
          </Field>
        ) : (
          <NewPasswordField value={password} onText={setPassword} />
        )}
      </EntranceForm>
    </Entrance>
  )
}
