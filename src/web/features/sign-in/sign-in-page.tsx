import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowRight, CircleX } from 'lucide-react'
import { useEffect } from 'react'
import type { SampleCompany } from '../../../views/sample-people.contract.ts'
import { samplePeopleQuery } from '../../calls/sample-people.ts'
import { sessionQuery, useSignIn } from '../../calls/session.ts'
import { days, initials, partOfDay } from '../../format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ROLE_WORDS } from '../../words.ts'
import styles from './sign-in-page.module.css'

/** One click a person while the sample portfolio is on. */
export function SignInPage() {
  const session = useQuery(sessionQuery)
  const offered = session.data?.sampleSignIn === true
  useEffect(() => {
    document.title = 'Sign in · Renubu'
  }, [])
  return (
    <div className={styles.page}>
      <header>
        <Mark />
      </header>
      <main>
        <h1>Good {partOfDay(new Date())}. Who are you today?</h1>
        <p className={styles.lead}>
          The sample portfolio is open. Choose a person and see the day as they see it; nobody needs a password here.
        </p>
        {session.data && !offered && (
          <Notice title="The sample portfolio is off.">
            Signing in with your own account is not part of this version yet. Start with RENUBU_SAMPLE=on to look
            around.
          </Notice>
        )}
        {offered && <Companies />}
        {session.error && <Unreachable onRetry={() => void session.refetch()} />}
      </main>
      <footer>Everything stays on this machine.</footer>
    </div>
  )
}

function Companies() {
  const { data, error, refetch } = useQuery(samplePeopleQuery)
  if (error) return <Unreachable onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading>
        <Skeleton widths={[40, 80, 80, 80]} />
      </Loading>
    )
  }
  if (data.companies.length === 0) {
    return (
      <Notice title="The sample is being loaded.">
        It takes about a minute on the first start. This page looks again by itself.
      </Notice>
    )
  }
  return (
    <div className={styles.companies}>
      {data.companies.map((company) => (
        <Company key={company.id} company={company} />
      ))}
    </div>
  )
}

function Company({ company }: { readonly company: SampleCompany }) {
  const signIn = useSignIn()
  const navigate = useNavigate()
  return (
    <section className={styles.company} aria-label={company.name}>
      <h2>{company.name}</h2>
      <p className="small quiet">{company.customers} customers</p>
      <ul>
        {company.people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={styles.person}
              disabled={signIn.isPending}
              onClick={() =>
                signIn.mutate(
                  { companyId: company.id, userId: person.id },
                  { onSuccess: () => void navigate({ to: '/' }) },
                )
              }
            >
              <Avatar letters={initials(person.name)} />
              <span className={styles.who}>
                <b>{person.name}</b>
                <span className="dim">{lineOf(person)}</span>
              </span>
              <ArrowRight size={16} strokeWidth={1.75} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {signIn.error && (
        <p role="alert" className={styles.fault}>
          <CircleX size={16} strokeWidth={1.75} /> {signIn.error.message}
        </p>
      )}
    </section>
  )
}

function lineOf({ role, top }: SampleCompany['people'][number]): string {
  if (!top) return ROLE_WORDS[role]
  const when = top.days === null ? '' : top.days < 0 ? ', overdue' : `, ${days(top.days)}`
  return `${ROLE_WORDS[role]} · first: ${top.customer}${when}`
}

function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Notice
      role="alert"
      title="The server cannot be reached."
      act={
        <Button size="small" onClick={onRetry}>
          Retry
        </Button>
      }
    >
      It may be starting, or the line is down.
    </Notice>
  )
}
