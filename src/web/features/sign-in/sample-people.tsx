import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { partOfDay } from '../../../base/hour.ts'
import type { SampleCompany } from '../../../views/sample-people.contract.ts'
import { samplePeopleQuery } from '../../calls/sample-people.ts'
import { useSamplePerson } from '../../calls/session.ts'
import { days, initials } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ROLE_WORDS } from '../../words.ts'
import { Entrance, Fault } from './entrance.tsx'
import styles from './sample-people.module.css'

/** One click a person while the sample portfolio is on. */
export function SamplePeople({ onOwnAccount }: { readonly onOwnAccount: () => void }) {
  return (
    <Entrance
      wide
      title="Sign in"
      heading={`Good ${partOfDay(new Date().getHours())}. Who are you today?`}
      lead="The sample portfolio is open. Choose a person and see the day as they see it; nobody needs a password here."
    >
      <div className={styles.people}>
        <Companies />
      </div>
      <Button look="plain" onClick={onOwnAccount}>
        I have an account of my own
      </Button>
    </Entrance>
  )
}

function Companies() {
  const { data, error, refetch } = useQuery(samplePeopleQuery)
  if (error) return <LoadFailed title="The sample people did not load." error={error} onRetry={() => void refetch()} />
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
  const signIn = useSamplePerson()
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
      <Fault error={signIn.error} />
    </section>
  )
}

function lineOf({ role, top }: SampleCompany['people'][number]): string {
  if (!top) return ROLE_WORDS[role]
  const when = top.days === null ? '' : top.days < 0 ? ', overdue' : `, ${days(top.days)}`
  return `${ROLE_WORDS[role]} · first: ${top.customer}${when}`
}
