import type { Endpoint } from '../platform/http/endpoint.contract.ts'
import { addressOf, CallFailed, failureOf, type OutputOf } from './api.ts'

const FORMS: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
}

type Sending = {
  readonly file: File
  readonly query: Readonly<Record<string, string | number | undefined>>
  /** Sent again with the same key, the file is taken once. */
  readonly key: string
  /** From 0 to 1, as the bytes leave. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Sends a file as the body of a call. `fetch` does not tell how much has left; an older way does. */
export function upload<E extends Endpoint>(
  endpoint: E,
  { file, query, key, onProgress, signal }: Sending,
): Promise<OutputOf<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressOf(endpoint.path, { query }))
    const ending = file.name.split('.').at(-1)?.toLowerCase() ?? ''
    request.setRequestHeader('content-type', FORMS[ending] ?? 'application/octet-stream')
    request.setRequestHeader('idempotency-key', key)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    request.onload = () => {
      const answer: unknown = request.response
      if (request.status >= 200 && request.status < 300) resolve(answer as OutputOf<E>)
      else reject(failureOf(endpoint, request.status, answer))
    }
    request.onerror = () => reject(new CallFailed(null))
    request.onabort = () => reject(new DOMException('It was stopped.', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
