import { beforeEach, vi } from 'vitest'
import type { Change } from '../../notify/changes.contract.ts'

/** The stream of changes as a browser reads it. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  readyState = 1
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    sources.push(this)
  }
  close(): void {
    this.readyState = FakeSource.CLOSED
  }
}
let sources: FakeSource[] = []

/** For the tests of one file: a stream that the test speaks on. */
export function givenLine() {
  beforeEach(() => {
    sources = []
    vi.stubGlobal('EventSource', FakeSource)
  })
  const say = (event: Event): void => {
    for (const source of sources.filter(({ readyState }) => readyState !== FakeSource.CLOSED))
      source.dispatchEvent(event)
  }
  return {
    /** How often a stream was opened. */
    opened: (): readonly string[] => sources.map(({ url }) => url),
    open: (): number => sources.filter(({ readyState }) => readyState !== FakeSource.CLOSED).length,
    isReady: (): void => say(new Event('ready')),
    tells: (change: Partial<Change> | string): void =>
      say(new MessageEvent('change', { data: typeof change === 'string' ? change : JSON.stringify(change) })),
    mayHaveMissed: (): void => say(new Event('resync')),
    /** The line breaks; `forGood`: the browser does not come back by itself. */
    breaks: (forGood = false): void => {
      const broken = sources.filter(({ readyState }) => readyState !== FakeSource.CLOSED)
      for (const source of broken) {
        if (forGood) source.readyState = FakeSource.CLOSED
        source.dispatchEvent(new Event('error'))
      }
    },
  }
}
