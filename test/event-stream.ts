/** A server-sent event as it came. */
export type Told = { readonly event: string; readonly id: string; readonly data: Readonly<Record<string, unknown>> }

export type EventStream = {
  readonly status: number
  /** What has been told so far. */
  readonly told: readonly Told[]
  /** Comments, which are signs of life. */
  beats(): number
  /** True once the other side has ended it. */
  ended(): boolean
  close(): Promise<void>
}

/** Reads a stream of server-sent events, as a program does, until it is closed. */
export async function readEvents(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
  const leaving = new AbortController()
  const answer = await fetch(url, { headers, signal: leaving.signal })
  const told: Told[] = []
  let beats = 0
  let ended = false
  const take = (part: string): void => {
    if (part.startsWith(':')) beats += 1
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? ''
    if (field('event') === '') return
    told.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) as Told['data'] })
  }
  const reading = (async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const bytes of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      parts.forEach(take)
    }
  })()
    .catch(() => undefined)
    .then(() => (ended = true))
  return {
    status: answer.status,
    told,
    beats: () => beats,
    ended: () => ended,
    close: async () => {
      leaving.abort()
      await reading
    },
  }
}
