import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadImport } from '../stages/ingest/import/imports.contract.ts'
import { CallFailed } from './api.ts'
import { upload } from './upload.ts'

/** The older way to send, as a browser has it. */
class FakeRequest {
  static last: FakeRequest
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null }
  readonly headers: Record<string, string> = {}
  opened: readonly string[] = []
  sent: unknown = null
  status = 0
  response: unknown = null
  responseType = ''
  onload: (() => void) | null = null
  onerror: (() => void) | null = null
  onabort: (() => void) | null = null
  constructor() {
    FakeRequest.last = this
  }
  open(...opened: readonly string[]): void {
    this.opened = opened
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }
  send(body: unknown): void {
    this.sent = body
  }
  abort(): void {
    this.onabort?.()
  }
  answers(status: number, response: unknown): void {
    Object.assign(this, { status, response })
    this.onload?.()
  }
}

beforeEach(() => void vi.stubGlobal('XMLHttpRequest', FakeRequest))
afterEach(() => void vi.unstubAllGlobals())

function sending(name = 'customers.csv') {
  const file = new File(['name\nElm'], name)
  const leaving = new AbortController()
  const shares: number[] = []
  const answer = upload(UploadImport, {
    file,
    query: { kind: 'customers', name: 'Ä & ?', sheet: undefined },
    key: 'a click',
    onProgress: (share) => shares.push(share),
    signal: leaving.signal,
  })
  return { answer, file, shares, leaving, request: FakeRequest.last }
}

describe('a file', () => {
  it('is the body, under the key of the click, with what it is in the address', async () => {
    const { answer, file, request } = sending()
    request.answers(201, { id: 'i' })
    expect(await answer).toEqual({ id: 'i' })
    expect(request.sent).toBe(file)
    expect(request.opened).toEqual([
      UploadImport.method,
      `${UploadImport.path}?${new URLSearchParams({ kind: 'customers', name: 'Ä & ?' }).toString()}`,
    ])
    expect(request.headers['idempotency-key']).toBe('a click')
  })

  it.each([
    ['customers.csv', 'text/csv'],
    ['CUSTOMERS.CSV', 'text/csv'],
    ['a.b.json', 'application/json'],
    ['a.ndjson', 'application/x-ndjson'],
    ['a.jsonl', 'application/x-ndjson'],
    ['a.xlsx', 'application/octet-stream'],
    ['nothing', 'application/octet-stream'],
  ])('called %s is sent as %s', (name, form) => {
    expect(sending(name).request.headers['content-type']).toBe(form)
  })

  it('tells how much of it has left, of an empty one all', () => {
    const { request, shares } = sending()
    request.upload.onprogress?.({ loaded: 1, total: 4 })
    request.upload.onprogress?.({ loaded: 4, total: 4 })
    request.upload.onprogress?.({ loaded: 0, total: 0 })
    expect(shares).toEqual([0.25, 1, 1])
  })

  it.each([
    [
      413,
      { type: 'about:blank', title: 'Too large', status: 413, detail: 'It is too large.', reference: 'A1' },
      'It is too large.',
    ],
    [502, null, 'The server cannot be reached.'],
  ])('that is refused with %i says why', async (status, response, says) => {
    const { answer, request } = sending()
    request.answers(status, response)
    const failed = await answer.catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(CallFailed)
    expect(failed).toMatchObject({ message: says })
  })

  it('whose line breaks says so', async () => {
    const { answer, request } = sending()
    request.onerror?.()
    await expect(answer).rejects.toMatchObject({ message: 'The server cannot be reached.', problem: null })
  })

  it('that is stopped by the reader is no failure of the server', async () => {
    const { answer, leaving } = sending()
    leaving.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })
})
