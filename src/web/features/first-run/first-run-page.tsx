import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { BookOpen, FileSpreadsheet, Plug } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { partOfDay } from '../../../base/hour.ts'
import type { SampleCompany } from '../../../views/sample-people.contract.ts'
import { samplePeopleQuery } from '../../calls/sample-people.ts'
import { sessionQuery, useSamplePerson } from '../../calls/session.ts'
import { days, firstName } from '../../format.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import styles from './first-run-page.module.css'

/** A company without customers: three doors lead in. */
export function FirstRunPage() {
  const { data: session } = useQuery(sessionQuery)
  useEffect(() => {
    document.title = 'Welcome · Renubu'
  }, [])
  const me = session?.signedIn
  return (
    <div className={styles.page}>
      <header>
        <Link to="/" aria-label="Renubu, Today">
          <Mark />
        </Link>
      </header>
      <main id="content">
        {me?.person.role === 'admin' ? (
          <Doors company={me.company.id} sample={session?.sampleSignIn === true} />
        ) : (
          me && (
            <Notice title={`${me.company.name} has no customers yet.`}>
              An administrator can bring them in. What becomes due then stands on your page.
            </Notice>
          )
        )}
      </main>
      <footer>
        <span>Everything stays on this machine.</span>
        <Link to="/settings">Settings</Link>
      </footer>
    </div>
  )
}

function Doors({ company, sample }: { readonly company: string; readonly sample: boolean }) {
  const { data, isLoading } = useQuery({ ...samplePeopleQuery, enabled: sample })
  // How many doors there are is known before the first is shown: none moves under a hand.
  if (isLoading)
    return (
      <Loading>
        <Skeleton widths={[60, 90, 40]} />
      </Loading>
    )
  const others = data?.companies.filter(({ id, people }) => id !== company && people.length > 0) ?? []
  return (
    <>
      <h1>Good {partOfDay(new Date().getHours())}. Where shall we begin?</h1>
      <p className={styles.lead}>
        Renubu needs customers, their contracts and something that moves, such as usage or tickets.{' '}
        {others.length > 0 ? 'Three' : 'Two'} doors lead in; you can take another one later.
      </p>
      <div className={styles.doors} data-doors={others.length > 0 ? 3 : 2}>
        {others.length > 0 && <SampleDoor companies={others} />}
        <Door
          Icon={<FileSpreadsheet size={24} strokeWidth={1.5} aria-hidden="true" />}
          title="Import a file"
          act={
            <Link to="/import" className={buttonClass} data-look={others.length === 0 ? 'filled' : 'edged'}>
              Choose a file
            </Link>
          }
          takes="about 5 min"
        >
          <p>
            An export of any system will do. We guess the columns, you look at them, and nothing is saved until you say
            so. One click takes it back.
          </p>
        </Door>
        <Door
          Icon={<Plug size={24} strokeWidth={1.5} aria-hidden="true" />}
          title="Connect a system"
          act={
            <Link to="/settings/$section" params={{ section: 'connect' }} className={buttonClass}>
              See how
            </Link>
          }
          takes="about 15 min"
        >
          <p>
            Your product tells us by a signed webhook what customers do, as it happens. It is read only: nothing is
            written there.
          </p>
        </Door>
      </div>
    </>
  )
}

type DoorProps = {
  readonly Icon: ReactNode
  readonly title: string
  readonly act: ReactNode
  readonly takes: string
  readonly children: ReactNode
  readonly likely?: boolean
}

function Door({ Icon, title, act, takes, children, likely = false }: DoorProps) {
  return (
    <article className={styles.door} data-likely={likely || undefined} aria-label={title}>
      {Icon}
      <h2>{title}</h2>
      {children}
      <div className={styles.foot}>
        {act}
        <span className="small quiet">{takes}</span>
      </div>
    </article>
  )
}

const leftOf = (left: number | null): string => (left === null ? '' : left < 0 ? 'overdue' : `${days(left)} left`)

/** The sample is a company of its own beside this one: to look around is to be one of its people for a while. */
function SampleDoor({ companies }: { readonly companies: readonly SampleCompany[] }) {
  const signIn = useSamplePerson()
  const navigate = useNavigate()
  const people = companies.flatMap(({ id, people: [first] }) => (first ? [{ company: id, person: first }] : []))
  const [door] = people
  const customers = companies.reduce((sum, each) => sum + each.customers, 0)
  if (!door) return null
  return (
    <Door
      likely
      Icon={<BookOpen size={24} strokeWidth={1.5} aria-hidden="true" />}
      title="Look around a sample portfolio"
      takes="ready in seconds"
      act={
        <Button
          look="filled"
          disabled={signIn.isPending}
          onClick={() =>
            signIn.mutate(
              { companyId: door.company, userId: door.person.id },
              { onSuccess: () => void navigate({ to: '/' }) },
            )
          }
        >
          Open the sample
        </Button>
      }
    >
      <p>
        {customers} customers of {companies.length === 1 ? 'an invented company' : 'invented companies'}, with a year of
        their history. You are signed in there as {firstName(door.person.name)}; your own company stays as it is, and
        signing in again leads back to it.
      </p>
      {signIn.error && (
        <p role="alert" className={styles.fault}>
          {signIn.error.message}
        </p>
      )}
      <ul className={styles.stories}>
        {people.slice(0, 2).map(({ person }) => (
          <li key={person.id}>
            <span>
              <b>{firstName(person.name)}</b>
              {person.top && ` and ${person.top.customer}`}
            </span>
            <span>{leftOf(person.top?.days ?? null)}</span>
          </li>
        ))}
      </ul>
    </Door>
  )
}
