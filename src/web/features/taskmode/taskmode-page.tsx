import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useEffect } from 'react'
import { CallFailed } from '../../api.ts'
import { sessionQuery } from '../../calls/session.ts'
import { taskModeQuery } from '../../calls/taskmode.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Screen } from './screen.tsx'
import { LoadFailed } from '../../load-failed.tsx'
import styles from './taskmode.module.css'

const route = getRouteApi('/full/work/$executionId')

/** One workflow, full screen, from its beginning to its end. */
export function TaskModePage() {
  const { executionId } = route.useParams()
  const { step } = route.useSearch()
  const navigate = useNavigate()
  const session = useQuery(sessionQuery)
  const { data, error, refetch } = useQuery(taskModeQuery(executionId))
  const name = data && `${data.execution.customer.name}, ${data.execution.workflow.title}`
  useEffect(() => {
    document.title = name === undefined ? 'Renubu' : `${name} · Renubu`
  }, [name])
  const leave = (): void => void navigate({ to: '/' })
  const me = session.data?.signedIn?.person
  if (data && me) {
    return (
      <Screen
        key={executionId}
        taskMode={data}
        readerId={me.id}
        asked={step}
        stale={error !== null}
        onGo={(next) => void navigate({ to: '.', search: { step: next }, replace: true })}
        onLeave={leave}
      />
    )
  }
  if (error) return <Failed error={error} onRetry={() => void refetch()} onLeave={leave} />
  return (
    <main className={styles.alone}>
      <Loading>
        <Skeleton widths={[30, 80, 66, 72, 48]} />
      </Loading>
    </main>
  )
}

type FailedProps = { readonly error: Error; readonly onRetry: () => void; readonly onLeave: () => void }

function Failed({ error, onRetry, onLeave }: FailedProps) {
  const problem = error instanceof CallFailed ? error.problem : null
  if (problem?.status === 403 || problem?.status === 404 || problem?.status === 400) {
    return (
      <main className={styles.alone}>
        <Notice
          icon={<Lock size={16} strokeWidth={1.75} />}
          title="There is no such workflow, or it is not yours to see."
          act={
            <Button size="small" onClick={onLeave}>
              Go to Today
            </Button>
          }
        >
          {problem.detail}
        </Notice>
      </main>
    )
  }
  return (
    <main className={styles.alone}>
      <LoadFailed title="This workflow did not load." error={error} onRetry={onRetry} />
    </main>
  )
}
