import { useQuery } from '@tanstack/react-query'
import { Navigate, useRouterState } from '@tanstack/react-router'
import { sessionQuery } from './calls/session.ts'
import { Notice } from './ui/notice.tsx'

/** Instead of a page of a company that has no customer yet: who can bring them in is led there, unless on the way elsewhere. */
export function NoCustomers() {
  const { data } = useQuery(sessionQuery)
  const stays = useRouterState({ select: ({ location, resolvedLocation }) => location.href === resolvedLocation?.href })
  if (!data || !stays) return null
  if (data.signedIn?.person.role === 'admin') return <Navigate to="/welcome" replace />
  return (
    <Notice title="There are no customers yet.">
      An administrator can bring them in. What becomes due then stands here.
    </Notice>
  )
}
