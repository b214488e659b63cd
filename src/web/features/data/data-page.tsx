import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CallFailed } from '../../api.ts'
import { importsQuery, type ImportItem, type ImportPage } from '../../calls/imports.ts'
import { doneWords, figure } from '../../format.ts'
import { kindWords } from '../../import-kinds.ts'
import { importStatusWords } from '../../import-words.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import table from '../../ui/table.module.css'
import { Tag, type TagTone } from '../../ui/tag.tsx'
import styles from './data-page.module.css'
import { ImportActs } from './import-acts.tsx'

/** What came in, when and by whom; where it came from and how old that is; and the way to bring in more. */
export function DataPage() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const { data, error, refetch } = useQuery(importsQuery(cursors.at(-1)))
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>Data</h1>
          <p className="small dim">What came in by files and programs. Each import can be taken back.</p>
        </div>
        <Link to="/import" className={buttonClass} data-look="filled">
          Import a file
        </Link>
      </header>
      {data ? (
        <>
          <Imports items={data.items} first={cursors.length === 0} />
          <div className={styles.pages}>
            {cursors.length > 0 && (
              <Button size="small" onClick={() => setCursors(cursors.slice(0, -1))}>
                Newer
              </Button>
            )}
            {data.nextCursor !== null && (
              <Button size="small" onClick={() => setCursors([...cursors, data.nextCursor ?? ''])}>
                Older
              </Button>
            )}
          </div>
          <Sources sources={data.sources} />
        </>
      ) : (
        <Loading>
          <Skeleton widths={[96, 92, 95, 90]} />
        </Loading>
      )}
    </>
  )
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  if (error instanceof CallFailed && error.problem?.status === 403)
    return (
      <Notice title="Only administrators bring data in.">
        Ask one of them; Members, in these settings, says who they are.
      </Notice>
    )
  return <LoadFailed title="The imports did not load." error={error} onRetry={onRetry} />
}

type ImportsProps = { readonly items: readonly ImportItem[]; readonly first: boolean }

function Imports({ items, first }: ImportsProps) {
  if (items.length === 0)
    return first ? (
      <Notice
        title="Nothing has come in yet."
        act={
          <Link to="/import" className={buttonClass} data-look="filled">
            Import a file
          </Link>
        }
      >
        Begin with the customers; contracts, people, usage and tickets find theirs by its id or name.
      </Notice>
    ) : (
      <Notice title="There are no older imports." />
    )
  return (
    <table className={`${table.table ?? ''} ${styles.imports ?? ''}`}>
      <caption className="unseen">Imports, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">State</th>
          <th scope="col" className={table.number}>
            New
          </th>
          <th scope="col" className={table.number}>
            Changed
          </th>
          <th scope="col" className={table.number}>
            Rejected
          </th>
          <th scope="col">
            <span className="unseen">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </tbody>
    </table>
  )
}

const TONES: Readonly<Record<ImportItem['status'], TagTone>> = {
  held: 'warn',
  rehearsing: 'info',
  waiting: 'info',
  running: 'info',
  finished: 'fine',
  failed: 'risk',
  undoing: 'info',
  undone: 'plain',
}

function Row({ item }: { readonly item: ImportItem }) {
  const { id, name, kind, actor, startedAt, status, counts, rowsDone, rowsTotal, dryRun, source } = item
  const share = status === 'running' && rowsTotal ? ` ${figure(Math.floor((100 * rowsDone) / rowsTotal))} %` : ''
  const number = (count: number | undefined): string => (count === undefined ? '–' : figure(count))
  return (
    <tr>
      <th scope="row">
        <Link to="/import/$importId" params={{ importId: id }} className={table.name}>
          {name}
        </Link>
        <span className={table.about}>
          {kindWords(kind)} · {actor}, {doneWords(startedAt, new Date())}
          {source === 'import' ? '' : ` · from ${source}`}
        </span>
      </th>
      <td>
        <Tag tone={TONES[status]}>
          {dryRun && status === 'finished' ? 'Rehearsed' : importStatusWords(status)}
          {share}
        </Tag>
      </td>
      <td className={table.number}>{number(counts?.created)}</td>
      <td className={table.number}>{number(counts?.updated)}</td>
      <td className={table.number}>{number(counts?.rejected)}</td>
      <td className={styles.acts}>
        <ImportActs item={item} />
      </td>
    </tr>
  )
}

function Sources({ sources }: { readonly sources: ImportPage['sources'] }) {
  if (sources.length === 0) return null
  return (
    <section className={styles.sources}>
      <h2>Where it comes from</h2>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">What</th>
            <th scope="col">Last brought</th>
            <th scope="col" className={table.number}>
              Imports
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ source, kind, lastAt, imports }) => (
            <tr key={`${source} ${kind}`}>
              <th scope="row">
                {source === 'import' ? 'Files and programs' : source === 'active' ? 'Webhook' : source}
              </th>
              <td>{kindWords(kind)}</td>
              <td>{doneWords(lastAt, new Date())}</td>
              <td className={table.number}>{figure(imports)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
