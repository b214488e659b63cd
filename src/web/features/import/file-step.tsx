import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FileSpreadsheet } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent } from 'react'
import { uploadImport, type ImportDetail } from '../../calls/imports.ts'
import { sessionQuery } from '../../calls/session.ts'
import { IMPORT_KINDS, kindWords } from '../../import-kinds.ts'
import { Button } from '../../ui/button.tsx'
import { fieldClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useOnce } from '../../use-once.ts'
import { whyNoImport } from './file-faults.ts'
import { Shell } from './shell.tsx'
import styles from './file-step.module.css'

const route = getRouteApi('/full/import')

type Kind = ImportDetail['kind']

/** Takes the file: dropped, or chosen. It is held until somebody has looked at it. */
export function FileStep() {
  const { data: session } = useQuery(sessionQuery)
  const role = session?.signedIn?.person.role
  useEffect(() => {
    document.title = 'Import a file · Renubu'
  }, [])
  return (
    <Shell title="Import a file" at="File">
      {role === 'admin' && <Step />}
      {role !== undefined && role !== 'admin' && (
        <Notice title="Only administrators bring data in.">
          Ask one of them; Members, in the settings, says who they are.
        </Notice>
      )}
    </Shell>
  )
}

function Step() {
  const { kind } = route.useSearch()
  const navigate = useNavigate({ from: '/import' })
  const [over, setOver] = useState(false)
  const sending = useSending(kind)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) void sending.send(file)
  }
  return (
    <div className={styles.step}>
      <h1>Which file shall we read?</h1>
      <p className={styles.lead}>
        An export of any system will do: CSV, JSON or NDJSON, up to 500 MB. We guess the columns, you look at them, and
        nothing is saved until you say so. One click takes it back.
      </p>
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileSpreadsheet size={24} strokeWidth={1.5} aria-hidden="true" />
        {sending.file ? (
          <Sent name={sending.file.name} share={sending.share} onStop={sending.stop} />
        ) : (
          <Choose onFile={(file) => void sending.send(file)} />
        )}
      </div>
      {sending.fault !== null && (
        <p className={styles.fault} role="alert">
          {sending.fault}
        </p>
      )}
      <label className={styles.kind}>
        <span>What is in it</span>
        <select
          className={fieldClass}
          value={kind ?? ''}
          disabled={sending.file !== null}
          onChange={({ target }) =>
            void navigate({ search: { kind: IMPORT_KINDS.find((each) => each === target.value) }, replace: true })
          }
        >
          <option value="">Guess it from the columns</option>
          {IMPORT_KINDS.map((each) => (
            <option key={each} value={each}>
              {capital(kindWords(each))}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function Choose({ onFile }: { readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <p>
        <span className={styles.wide}>Drop it here, or </span>
        <Button look="filled" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </p>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-label="File to import"
        accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,text/csv,application/json"
        onChange={({ target }) => {
          const file = target.files?.[0]
          // The same file, mended, may be chosen again.
          target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}

type SentProps = { readonly name: string; readonly share: number; readonly onStop: () => void }

function Sent({ name, share, onStop }: SentProps) {
  return (
    <div className={styles.sent}>
      <p>
        <b>{name}</b>
      </p>
      <Progress label={`Sending ${name}`} share={share} />
      <p className="small quiet" role="status">
        {share < 1 ? 'On its way' : 'Looking at the columns'}
      </p>
      <Button look="plain" size="small" onClick={onStop}>
        Stop
      </Button>
    </div>
  )
}

/** One file on its way, and what is wrong with the last one. */
function useSending(kind: Kind | undefined) {
  const navigate = useNavigate()
  const once = useOnce()
  const [file, setFile] = useState<File | null>(null)
  const [share, setShare] = useState(0)
  const [refused, setRefused] = useState<string | null>(null)
  const stopping = useRef<AbortController | null>(null)
  async function send(chosen: File): Promise<void> {
    const wrong = await whyNoImport(chosen)
    setRefused(wrong ?? null)
    if (wrong !== undefined) return
    const controller = new AbortController()
    stopping.current = controller
    setFile(chosen)
    setShare(0)
    try {
      await once.run(async () => {
        const asked = { file: chosen, kind, key: crypto.randomUUID(), onProgress: setShare, signal: controller.signal }
        const { id } = await uploadImport(asked)
        await navigate({ to: '/import/$importId', params: { importId: id }, replace: true })
      })
    } catch (error) {
      if (!controller.signal.aborted) throw error
    } finally {
      setFile(null)
    }
  }
  return { file, share, fault: refused ?? once.fault, send, stop: () => stopping.current?.abort() }
}
