import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { CallFailed } from '../../api.ts'
import { sessionQuery } from '../../calls/session.ts'
import { teamQuery } from '../../calls/team.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Overview } from './overview.tsx'
import styles from './team-page.module.css'

const route = getRouteApi('/inside/team')

// More than somebody moves work between at once.
const WHOLE_AT_ONCE = 6

/** Load against capacity, what is late and handed up, and who takes what. */
export function TeamPage() {
  const { team, show } = route.useSearch()
  const navigate = useNavigate({ from: '/team' })
  const { data: session } = useQuery(sessionQuery)
  const role = session?.signedIn?.person.role
  const [whole, setWhole] = useState<readonly string[]>([])
  const asked = { team, whole }
  const { data, error, refetch } = useQuery({ ...teamQuery(asked), enabled: role !== undefined && role !== 'csm' })
  useEffect(() => {
    document.title = 'Team · Renubu'
  }, [])
  if (data) {
    return (
      <Overview
        // Another team is another page: nothing stays chosen.
        key={data.team?.id ?? 'all'}
        team={data}
        asked={asked}
        onWhole={(id) => setWhole((before) => [...before.slice(1 - WHOLE_AT_ONCE), id])}
        show={show ?? 'load'}
        onShow={(next) => void navigate({ search: (before) => ({ ...before, show: next }), replace: true })}
        onTeam={(next) => void navigate({ search: (before) => ({ ...before, team: next }), replace: true })}
      />
    )
  }
  if (role === 'csm' || (error instanceof CallFailed && error.problem?.status === 403)) {
    return (
      <Notice icon={<Lock size={16} strokeWidth={1.75} />} title="This page is for those who lead.">
        Managers see here who carries how much, and give work to others. Your own is on Today and in the queue.
      </Notice>
    )
  }
  if (error) return <LoadFailed title="The team did not load." error={error} onRetry={() => void refetch()} />
  return (
    <div className={styles.page}>
      <Loading>
        <Skeleton widths={[40, 96, 92, 95, 90, 94]} />
      </Loading>
    </div>
  )
}
