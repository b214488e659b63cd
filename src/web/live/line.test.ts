import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Change } from '../../notify/changes.contract.ts'
import { givenLine } from '../testing/given-line.ts'
import { openLine, type LineState } from './line.ts'

const line = givenLine()

const CHANGE: Change = {
  id: '01890000-0000-7000-8000-000000000901',
  object: 'execution',
  objectId: null,
  customerId: null,
  ownerId: null,
}

/** One tab of a browser, and what it heard. */
function tab(name = 'me') {
  const heard: (Change | 'missed' | LineState)[] = []
  const { close } = openLine({
    name,
    onChange: (change) => heard.push(change),
    onMissed: () => heard.push('missed'),
    onState: (state) => heard.push(state),
  })
  return { heard, close }
}

/** Whoever holds the lock of a name reads; the next one follows when it is let go. */
function locks() {
  const queues = new Map<string, Promise<void>>()
  return {
    request: (name: string, { signal }: { readonly signal: AbortSignal }, work: () => Promise<void>) => {
      const before = queues.get(name) ?? Promise.resolve()
      const turn = before.then(() => (signal.aborted ? undefined : work()))
      queues.set(
        name,
        turn.catch(() => undefined),
      )
      return turn
    },
  }
}

/** What one tab says is heard by the others of its name, not by itself. */
class Channel {
  static all: Channel[] = []
  onmessage: ((event: { readonly data: unknown }) => void) | null = null
  readonly name: string
  constructor(name: string) {
    this.name = name
    Channel.all.push(this)
  }
  postMessage(data: unknown): void {
    for (const other of Channel.all) if (other !== this && other.name === this.name) other.onmessage?.({ data })
  }
  close(): void {
    Channel.all = Channel.all.filter((each) => each !== this)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  Channel.all = []
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.stubGlobal('navigator', { locks: locks() })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const turn = () => vi.advanceTimersByTimeAsync(0)

describe('the line of one tab', () => {
  it('tells what changed, once it is ready', async () => {
    const { heard } = tab()
    await turn()
    expect(line.opened()).toEqual(['/api/changes'])
    line.isReady()
    line.tells(CHANGE)
    expect(heard).toEqual(['live', CHANGE])
  })

  it('passes over what it does not understand', async () => {
    const { heard } = tab()
    await turn()
    line.isReady()
    line.tells({ object: 'execution' })
    line.tells('{}')
    expect(heard).toEqual(['live'])
  })

  it('says that it is broken, and live again when the browser has brought it back', async () => {
    const { heard } = tab()
    await turn()
    line.isReady()
    line.breaks()
    line.isReady()
    expect(heard).toEqual(['live', 'broken', 'live'])
    expect(line.opened()).toHaveLength(1)
  })

  it('that the server asks to read anew has missed something', async () => {
    const { heard } = tab()
    await turn()
    line.mayHaveMissed()
    expect(heard).toEqual(['missed'])
  })

  it('that the browser gives up is opened again after two seconds, and has missed something', async () => {
    const { heard } = tab()
    await turn()
    line.isReady()
    line.breaks(true)
    await vi.advanceTimersByTimeAsync(1_999)
    expect(line.opened()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(line.opened()).toHaveLength(2)
    line.isReady()
    expect(heard).toEqual(['live', 'broken', 'live', 'missed'])
  })

  it('is tried more and more rarely, at most every thirty seconds, and from the start once it was ready', async () => {
    tab()
    await turn()
    for (const wait of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = line.opened().length
      line.breaks(true)
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(line.opened()).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(line.opened()).toHaveLength(before + 1)
    }
    line.isReady()
    const before = line.opened().length
    line.breaks(true)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(line.opened()).toHaveLength(before + 1)
  })

  it('that is closed is not opened again', async () => {
    const { heard, close } = tab()
    await turn()
    line.breaks(true)
    close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([line.opened().length, line.open()]).toEqual([1, 0])
    expect(heard).toEqual(['broken'])
  })

  it('is its own where a browser knows no locks', async () => {
    vi.stubGlobal('navigator', {})
    tab()
    tab()
    await turn()
    expect(line.open()).toBe(2)
  })
})

describe('several tabs of one person', () => {
  it('share one line, and all of them hear it', async () => {
    const [one, two] = [tab(), tab()]
    await turn()
    expect(line.open()).toBe(1)
    line.isReady()
    line.tells(CHANGE)
    expect(one.heard).toEqual(['live', CHANGE])
    expect(two.heard).toEqual(['live', CHANGE])
  })

  it('that come later are told how it stands', async () => {
    tab()
    await turn()
    line.isReady()
    const late = tab()
    expect(late.heard).toEqual(['live'])
  })

  it('go on when the one that read is closed, and read anew what was said in between', async () => {
    const [one, two] = [tab(), tab()]
    await turn()
    line.isReady()
    one.close()
    await turn()
    expect(line.open()).toBe(1)
    line.isReady()
    expect(two.heard).toEqual(['live', 'live', 'missed'])
  })

  it('of another person hear nothing of it', async () => {
    tab('me')
    const other = tab('somebody else')
    await turn()
    expect(line.open()).toBe(2)
    other.close()
    line.isReady()
    expect(other.heard).toEqual([])
  })
})
