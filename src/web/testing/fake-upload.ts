type Left = { readonly loaded: number; readonly total: number }

/** In the place of the browser's way to send a file, which tells how much has left; the same server answers it. */
export class FakeUpload {
  status = 0
  response: unknown = null
  responseType = ''
  readonly upload: { onprogress: ((left: Left) => void) | null } = { onprogress: null }
  onload: (() => void) | null = null
  onerror: (() => void) | null = null
  onabort: (() => void) | null = null
  readonly #headers: Record<string, string> = {}
  #method = ''
  #address = ''
  #stopped = false

  open(method: string, address: string): void {
    this.#method = method
    this.#address = address
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value
  }

  send(file: File): void {
    this.upload.onprogress?.({ loaded: file.size / 2, total: file.size })
    void fetch(this.#address, { method: this.#method, headers: this.#headers, body: file.stream() })
      .then(async (answer) => {
        this.status = answer.status
        this.response = await answer.json().catch(() => null)
        if (!this.#stopped) this.onload?.()
      })
      .catch(() => this.onerror?.())
  }

  abort(): void {
    this.#stopped = true
    this.onabort?.()
  }
}
