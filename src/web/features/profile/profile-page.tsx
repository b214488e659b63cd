import { useQuery } from '@tanstack/react-query'
import { profileQuery, useProfileChange, type Profile } from '../../calls/me.ts'
import { useState } from 'react'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ROLE_WORDS } from '../../words.ts'
import { Absences } from './absences.tsx'
import { PasswordPanel } from './password-panel.tsx'
import styles from './profile-page.module.css'
import { SecondFactorPanel } from './second-factor-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

/** What somebody sees and changes of himself. */
export function ProfilePage() {
  const { data, error, refetch } = useQuery(profileQuery)
  if (error && !data)
    return <LoadFailed title="Your profile did not load." error={error} onRetry={() => void refetch()} />
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Profile</h1>
        {data && <p className="small dim">{ROLE_WORDS[data.role]}</p>}
      </header>
      {data ? (
        <>
          <You profile={data} />
          <Absences memberId={data.id} />
          {data.account && (
            <>
              <PasswordPanel email={data.account.email} />
              <SecondFactorPanel on={data.account.secondFactor} />
              <SessionsPanel />
            </>
          )}
        </>
      ) : (
        <Loading>
          <Skeleton widths={[60, 80, 70]} />
        </Loading>
      )}
    </div>
  )
}

function You({ profile }: { readonly profile: Profile }) {
  const change = useProfileChange()
  const [name, setName] = useState(profile.name)
  const [timeZone, setTimeZone] = useState(profile.timeZone ?? '')
  const changed = name.trim() !== profile.name || (timeZone === '' ? null : timeZone) !== profile.timeZone
  return (
    <Panel title="You">
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault()
          if (!change.isPending) change.mutate({ name: name.trim(), timeZone: timeZone === '' ? null : timeZone })
        }}
      >
        <Field label="Name" fault={change.error?.message}>
          <input
            className={fieldClass}
            autoComplete="name"
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Time zone" hint="Your days and your snoozes are counted by it.">
          <select className={fieldClass} value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            <option value="">The company’s</option>
            {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </Field>
        <div className={styles.acts}>
          <Button type="submit" disabled={!changed || change.isPending}>
            Save
          </Button>
          {change.isSuccess && !changed && (
            <span className="small quiet" role="status">
              Saved
            </span>
          )}
        </div>
      </form>
    </Panel>
  )
}
