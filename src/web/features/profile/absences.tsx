import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { absencesQuery, useAbsenceAdd, useAbsenceDelete } from '../../calls/me.ts'
import { membersQuery } from '../../calls/members.ts'
import { longDate } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import styles from './profile-page.module.css'

/** When one is away, and who takes what cannot wait. */
export function Absences({ memberId }: { readonly memberId: string }) {
  const { data, error, refetch } = useQuery(absencesQuery(memberId))
  const members = useQuery(membersQuery)
  const remove = useAbsenceDelete(memberId)
  const nameOf = (id: string | null): string =>
    id === null ? 'nobody covers' : `${members.data?.find((each) => each.id === id)?.name ?? 'a colleague'} covers`
  return (
    <Panel title="Absences">
      {error && !data ? (
        <LoadFailed title="Your absences did not load." error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ul className={styles.rows}>
          {data.items.length === 0 && (
            <li className="small dim">
              None. Say when you are away: what cannot wait then goes to your cover, and the rest waits for you.
            </li>
          )}
          {data.items.map(({ id, from, to, coverId }) => (
            <li key={id}>
              <span className={styles.what}>
                <b>{from === to ? longDate(from) : `${longDate(from)} – ${longDate(to)}`}</b>
                <span className="small quiet">{nameOf(coverId)}</span>
              </span>
              <Button
                size="small"
                aria-label={`Take back ${longDate(from)}`}
                disabled={remove.isPending}
                onClick={() => remove.mutate(id)}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <Loading>
          <Skeleton widths={[80, 70]} />
        </Loading>
      )}
      {remove.error && (
        <p role="alert" className={styles.fault}>
          {remove.error.message}
        </p>
      )}
      <AbsenceForm memberId={memberId} />
    </Panel>
  )
}

function AbsenceForm({ memberId }: { readonly memberId: string }) {
  const add = useAbsenceAdd(memberId)
  const members = useQuery(membersQuery)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [cover, setCover] = useState('')
  const covers = (members.data ?? []).filter(({ id, active, role }) => active && id !== memberId && role !== 'viewer')
  return (
    <form
      className={styles.absence}
      aria-label="Add an absence"
      onSubmit={(event) => {
        event.preventDefault()
        if (add.isPending) return
        add.mutate(
          { from, to: to === '' ? from : to, coverId: cover === '' ? null : cover },
          {
            onSuccess: () => {
              setFrom('')
              setTo('')
            },
          },
        )
      }}
    >
      <Field label="First day away" fault={add.error?.message}>
        <input
          className={fieldClass}
          type="date"
          required
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </Field>
      <Field label="Last day away">
        <input
          className={fieldClass}
          type="date"
          min={from}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
      <Field label="Covered by">
        <select className={fieldClass} value={cover} onChange={(event) => setCover(event.target.value)}>
          <option value="">Nobody</option>
          {covers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Button type="submit" disabled={add.isPending}>
        Add
      </Button>
    </form>
  )
}
