import { Download } from 'lucide-react'
import { rejectionsAddress, type ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './lists.module.css'

type RejectedProps = { readonly found: ImportDetail; readonly report: NonNullable<ImportDetail['report']> }

/** The first rows that cannot be taken, with the reason, and all of them as a file that can be mended and imported again. */
export function Rejected({ found, report }: RejectedProps) {
  if (report.rejected === 0) return null
  const more = report.rejected - found.rejected.length
  return (
    <div className={styles.list}>
      <Panel
        title={report.rejected === 1 ? 'One row cannot be read' : `${figure(report.rejected)} rows cannot be read`}
        aside={
          <a className={styles.download} href={rejectionsAddress(found.id)} download={`rejected-${found.id}.csv`}>
            <Download size={14} strokeWidth={1.75} aria-hidden="true" /> Download them
          </a>
        }
      >
        <ul>
          {found.rejected.map(({ rowNumber, column, reason, record }) => (
            <li key={rowNumber}>
              <b>Row {figure(rowNumber)}</b>
              <span>
                {column !== null && `${column}: `}
                {reason}
                <span className={styles.record}>{Object.values(record).map(textOf).filter(Boolean).join(' · ')}</span>
              </span>
            </li>
          ))}
        </ul>
        <p className="small quiet">
          {more > 0 ? `And ${figure(more)} more. ` : ''}They stop no other row. Mend them in the file and import it
          again.
        </p>
      </Panel>
    </div>
  )
}

const textOf = (cell: unknown): string =>
  typeof cell === 'string' ? cell : cell === null || cell === undefined ? '' : JSON.stringify(cell)
