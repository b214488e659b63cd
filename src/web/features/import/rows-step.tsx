import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { rehearseImport, startImport, type ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { countedKind, kindWords } from '../../import-kinds.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useOnce } from '../../use-once.ts'
import { Counts } from './counts.tsx'
import { FirstRows } from './first-rows.tsx'
import { Rejected } from './rejected.tsx'
import { Shell } from './shell.tsx'
import { Warnings } from './warnings.tsx'
import styles from './rows-step.module.css'

type RowsStepProps = { readonly found: ImportDetail; readonly title: string }

/** What the import would do, tried with every row; nothing of it is kept. */
export function RowsStep({ found, title }: RowsStepProps) {
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/import/$importId' })
  const trying = useOnce()
  const starting = useOnce()
  const { id, rehearsal, rehearsalError, status } = found
  const untried = status === 'held' && rehearsal === null && rehearsalError === null && !trying.busy && !trying.fault
  const { run } = trying
  const rehearse = useCallback(() => void run(() => rehearseImport(client, id)), [run, client, id])
  // It is tried by itself once: between the answer and the newer state of the import it looks untried again.
  const tried = useRef(false)
  useEffect(() => {
    if (!untried || tried.current) return
    tried.current = true
    rehearse()
  }, [untried, rehearse])
  const takes = rehearsal ? rehearsal.received - rehearsal.rejected : 0
  const fault = trying.fault ?? starting.fault
  return (
    <Shell
      title={title}
      at="Rows"
      foot={
        <>
          <span role="status">{fault ? <span className={styles.fault}>{fault}</span> : 'Nothing is saved yet.'}</span>
          <Button look="plain" disabled={status === 'rehearsing'} onClick={() => void navigate({ search: {} })}>
            Back to the columns
          </Button>
          <Button
            look="filled"
            disabled={takes === 0 || starting.busy}
            onClick={() => void starting.run(() => startImport(client, id))}
          >
            {takes === 0 ? 'Import' : `Import ${figure(takes)} ${countedKind(found.kind, takes)}`}
          </Button>
        </>
      }
    >
      {rehearsalError !== null ? (
        <Notice
          role="alert"
          title="The file cannot be read to its end."
          act={<Button onClick={rehearse}>Try again</Button>}
        >
          {rehearsalError}
        </Notice>
      ) : rehearsal ? (
        <>
          <h1>{findingOf(rehearsal, found)}</h1>
          <p className={styles.about}>
            {found.name} · tried with all {figure(rehearsal.received)} rows.
          </p>
          <Counts report={rehearsal} />
          <Rejected found={found} report={rehearsal} />
          <Warnings warnings={rehearsal.warnings} />
        </>
      ) : (
        <Trying rows={found.rowsTotal} />
      )}
      {found.held && <FirstRows held={found.held} />}
    </Shell>
  )
}

function findingOf({ received, rejected }: NonNullable<ImportDetail['rehearsal']>, { kind }: ImportDetail): string {
  const takes = received - rejected
  if (takes === 0) return `None of the rows can be read as ${kindWords(kind)}.`
  if (rejected === 0) return takes === 1 ? 'The one row is ready.' : `All ${figure(takes)} rows are ready.`
  return `${figure(takes)} ${takes === 1 ? 'row is' : 'rows are'} ready, ${figure(rejected)} cannot be read.`
}

function Trying({ rows }: { readonly rows: number | null }) {
  return (
    <div className={styles.trying}>
      <h1>Trying all rows.</h1>
      <p className={styles.about} role="status">
        {rows === null ? 'Reading the file' : `${figure(rows)} rows are compared with what is here`}. Nothing is saved.
      </p>
      <Progress label="Trying all rows" share={null} />
    </div>
  )
}
