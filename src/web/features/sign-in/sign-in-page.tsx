import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { sessionQuery } from '../../calls/session.ts'
import { partOfDay } from '../../../base/hour.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Entrance } from './entrance.tsx'
import { FirstAdminForm } from './first-admin-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SamplePeople } from './sample-people.tsx'

/** How one comes in here: by one click into the sample, with a password, or as the very first. */
export function SignInPage() {
  const { data, error, refetch } = useQuery(sessionQuery)
  const [own, setOwn] = useState(false)
  const navigate = useNavigate()
  const greeting = `Good ${partOfDay(new Date().getHours())}`
  if (error && !data)
    return (
      <Entrance title="Sign in" heading={greeting}>
        <LoadFailed title="Signing in is not possible just now." error={error} onRetry={() => void refetch()} />
      </Entrance>
    )
  if (!data)
    return (
      <Entrance title="Sign in" heading={greeting}>
        <Loading>
          <Skeleton widths={[40, 100, 40, 100]} />
        </Loading>
      </Entrance>
    )
  if (data.firstAdmin) return <FirstAdminForm />
  if (data.sampleSignIn && !own) return <SamplePeople onOwnAccount={() => setOwn(true)} />
  return (
    <PasswordForm
      heading={greeting}
      below={(email) => (
        <>
          {data.mail ? (
            <Button look="plain" onClick={() => void navigate({ to: '/forgotten', state: { email } })}>
              I have forgotten my password
            </Button>
          ) : (
            <p className="small quiet">Forgotten your password? Ask an administrator: this server sends no mails.</p>
          )}
          {data.sampleSignIn && (
            <Button look="plain" onClick={() => setOwn(false)}>
              Look around in the sample instead
            </Button>
          )}
        </>
      )}
    />
  )
}
