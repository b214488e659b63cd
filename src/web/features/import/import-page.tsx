import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { CallFailed } from '../../api.ts'
import { importQuery, type ImportDetail } from '../../calls/imports.ts'
import { kindWords } from '../../import-kinds.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { DoneStep } from './done-step.tsx'
import { RowsStep } from './rows-step.tsx'
import { Shell } from './shell.tsx'

const route = getRouteApi('/full/import/$importId')

/** One import from its columns to its report; where it stands is the server's to say, so that a reload finds it again. */
export function ImportPage() {
  const { importId } = route.useParams()
  const { data, error, refetch } = useQuery(importQuery(importId))
  const title = data ? `Import ${kindWords(data.kind)}` : 'Import'
  useEffect(() => {
    document.title = `${title} · Renubu`
  }, [title])
  if (data) return <AsItStands found={data} title={title} />
  return (
    <Shell title={title} at="Columns">
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading>
          <Skeleton widths={[40, 96, 92, 95, 90]} />
        </Loading>
      )}
    </Shell>
  )
}

function AsItStands({ found, title }: { readonly found: ImportDetail; readonly title: string }) {
  const { step } = route.useSearch()
  if (found.status !== 'held' && found.status !== 'rehearsing') return <DoneStep found={found} title={title} />
  if (found.status === 'rehearsing' || (step === 'rows' && found.held)) return <RowsStep found={found} title={title} />
  if (found.held) return <ColumnsStep found={found} held={found.held} title={title} />
  return (
    <Shell title={title} at="File">
      <Notice
        title="The file is no longer here."
        act={
          <Link to="/import" className={buttonClass}>
            Send it again
          </Link>
        }
      >
        A file that nobody has started for a week is forgotten.
      </Notice>
    </Shell>
  )
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const status = error instanceof CallFailed ? error.problem?.status : undefined
  if (status === 404 || status === 400) {
    return (
      <Notice
        title="There is no such import."
        act={
          <Link to="/import" className={buttonClass}>
            Import a file
          </Link>
        }
      >
        The link may be old, or it belongs to another company.
      </Notice>
    )
  }
  if (status === 403) return <Notice title="Only administrators import.">Ask one of yours to do it.</Notice>
  return <LoadFailed title="The import did not load." error={error} onRetry={onRetry} />
}
