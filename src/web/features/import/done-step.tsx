import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { undoImport, type ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { countedKind } from '../../import-kinds.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useOnce } from '../../use-once.ts'
import { Counts } from './counts.tsx'
import { DailyRun } from './daily-run.tsx'
import { Rejected } from './rejected.tsx'
import { Shell } from './shell.tsx'
import { TakenBack } from './taken-back.tsx'
import { Warnings } from './warnings.tsx'
import styles from './done-step.module.css'

type DoneStepProps = { readonly found: ImportDetail; readonly title: string }

/** An import that runs, has ended, or was taken back. */
export function DoneStep({ found, title }: DoneStepProps) {
  const client = useQueryClient()
  const undoing = useOnce()
  const undo = found.can.includes('undo') && (
    <Button look="plain" disabled={undoing.busy} onClick={() => void undoing.run(() => undoImport(client, found.id))}>
      {found.status === 'finished' || found.status === 'failed' ? 'Undo the import' : 'Stop and take it back'}
    </Button>
  )
  useEffect(() => {
    // From now on there may be customers, and the pages of the day are no longer those of an empty company.
    if (found.status !== 'finished' && found.status !== 'undone') return
    for (const page of ['today', 'queue', 'customers']) void client.invalidateQueries({ queryKey: [page] })
  }, [client, found.status])
  return (
    <Shell
      title={title}
      at="Done"
      foot={
        <>
          <span role="status">{undoing.fault && <span className={styles.fault}>{undoing.fault}</span>}</span>
          {undo}
          <Link to="/import" className={buttonClass}>
            Import another file
          </Link>
        </>
      }
    >
      <div className={styles.page}>
        <Standing found={found} />
      </div>
    </Shell>
  )
}

function Standing({ found }: { readonly found: ImportDetail }) {
  const { status, report, error, rowsDone, rowsTotal } = found
  switch (status) {
    case 'waiting':
    case 'running':
      return (
        <>
          <h1>{status === 'waiting' ? 'It begins in a moment.' : 'The rows are coming in.'}</h1>
          <p className={styles.about} role="status">
            {rowsTotal === null
              ? 'Reading the file.'
              : `${figure(rowsDone)} of ${figure(rowsTotal)} rows. You may close this page; it goes on.`}
          </p>
          <Progress label="Rows that are in" share={rowsTotal ? rowsDone / rowsTotal : null} />
        </>
      )
    case 'failed':
      return (
        <Notice role="alert" title="The import failed.">
          {error ?? 'Nobody knows why.'} {rowsDone > 0 && `${figure(rowsDone)} rows are in; you can take them back.`}
        </Notice>
      )
    case 'undoing':
      return (
        <>
          <h1>It is being taken back.</h1>
          <Progress label="The import is being taken back" share={null} />
        </>
      )
    case 'undone':
      return <TakenBack found={found} />
    default:
      return report && <Finished found={found} report={report} />
  }
}

type FinishedProps = { readonly found: ImportDetail; readonly report: NonNullable<ImportDetail['report']> }

function Finished({ found, report }: FinishedProps) {
  const inNow = report.received - report.rejected
  return (
    <>
      <h1>
        {report.dryRun
          ? 'That was a rehearsal; nothing was kept.'
          : `${figure(inNow)} ${countedKind(found.kind, inNow)} ${inNow === 1 ? 'is' : 'are'} in.`}
      </h1>
      <p className={styles.about}>
        {found.name}, imported by {found.actor}.
      </p>
      <Counts report={report} />
      {!report.dryRun && <DailyRun />}
      <Rejected found={found} report={report} />
      <Warnings warnings={report.warnings} />
    </>
  )
}
