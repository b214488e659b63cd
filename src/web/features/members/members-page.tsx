import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { membersQuery, type Person } from '../../calls/members.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Toast, type Done } from '../../ui/toast.tsx'
import { countWord } from '../../words.ts'
import { InviteForm } from './invite-form.tsx'
import { LinkCard, type Link } from './link-card.tsx'
import styles from './members-page.module.css'
import { PeopleTable } from './people-table.tsx'
import { teamsOf } from './teams-of.ts'

/** Everybody of the company: what they may do, where they belong, whether they can come in. */
export function MembersPage() {
  const { data, error, refetch } = useQuery(membersQuery)
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<Link | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  if (error && !data)
    return <LoadFailed title="The members did not load." error={error} onRetry={() => void refetch()} />
  const mayInvite = data?.some(({ can }) => can.includes('invite')) ?? false
  return (
    <>
      <header className={styles.head}>
        <h1>Members</h1>
        {data && <p className="small dim">{sentenceOf(data)}</p>}
        {mayInvite && !inviting && (
          <Button look="filled" className={styles.invite} onClick={() => setInviting(true)}>
            <UserPlus size={16} strokeWidth={1.75} aria-hidden="true" />
            Invite
          </Button>
        )}
      </header>
      {inviting && (
        <InviteForm
          teams={teamsOf(data ?? [])}
          onClose={() => setInviting(false)}
          onInvited={(invited) => {
            setInviting(false)
            setLink(invited)
          }}
        />
      )}
      {link && <LinkCard link={link} onClose={() => setLink(null)} />}
      {data ? (
        <PeopleTable people={data} onLink={setLink} onDone={setDone} />
      ) : (
        <Loading>
          <Skeleton widths={[96, 92, 95, 90]} />
        </Loading>
      )}
      {done && <Toast key={done.says} {...done} onClose={() => setDone(null)} />}
    </>
  )
}

function sentenceOf(people: readonly Person[]): string {
  const active = people.filter((person) => person.active).length
  const gone = people.length - active
  const left = gone > 0 ? ` ${countWord(gone)} can no longer sign in.` : ''
  return `${countWord(active)} ${active === 1 ? 'person works' : 'people work'} here.${left}`
}
