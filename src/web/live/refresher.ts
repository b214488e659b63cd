import type { Query, QueryClient } from '@tanstack/react-query'
import type { Change } from '../../notify/changes.contract.ts'
import { concernOf, type Reader } from './concerns.ts'

type RefresherOptions = {
  readonly client: QueryClient
  readonly reader: Reader
  /** Changes of one act come together. */
  readonly settleMs?: number
  /** However much is changed, nothing is read more often than this. */
  readonly restMs?: number
}

const SETTLE_MS = 150
const REST_MS = 2_000

/** Reads anew what changes concern: what is on the screen at once, the rest when it is looked at next. What was read since stays. */
export function createRefresher({ client, reader, settleMs = SETTLE_MS, restMs = REST_MS }: RefresherOptions) {
  // A count instead of a clock: what began to be read after a change was heard of has seen it.
  let count = 0
  const begun = new WeakMap<Query, number>()
  const forget = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'fetch') begun.set(event.query as Query, (count += 1))
  })
  let waiting: { readonly change: Change | 'everything'; readonly heard: number }[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let rests = false

  function flush(): void {
    timer = undefined
    const heard = waiting
    waiting = []
    const concernTo = (query: Query): 'now' | 'later' | 'no' => {
      const since = begun.get(query) ?? 0
      const news = heard.filter((each) => each.heard > since)
      const all = news.map(({ change }) => concernOf(change, query.queryKey, reader))
      return all.includes('now') ? 'now' : all.includes('later') ? 'later' : 'no'
    }
    void client.invalidateQueries({ predicate: (query) => concernTo(query) === 'later', refetchType: 'none' })
    void client.invalidateQueries({ predicate: (query) => concernTo(query) === 'now' })
    rests = true
    timer = setTimeout(() => {
      rests = false
      timer = undefined
      if (waiting.length > 0) flush()
    }, restMs)
  }

  function hear(change: Change | 'everything'): void {
    waiting.push({ change, heard: (count += 1) })
    if (!rests) timer ??= setTimeout(flush, settleMs)
  }

  return {
    hear: (change: Change): void => hear(change),
    /** Something may have been missed. */
    hearAll: (): void => hear('everything'),
    stop: (): void => {
      clearTimeout(timer)
      forget()
    },
  }
}
