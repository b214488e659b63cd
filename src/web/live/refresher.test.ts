import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Change } from '../../notify/changes.contract.ts'
import { createRefresher } from './refresher.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const ofAda: Change = { id: 'row', object: 'execution', objectId: 'run', customerId: 'elm', ownerId: 'ada' }
const ofBea: Change = { ...ofAda, ownerId: 'bea' }

/** Ada’s queue on the screen; `reads` counts how often it was asked for. */
async function givenScreen() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const read = vi.fn(() => Promise.resolve('the queue'))
  const queryKey = ['queue', 'ada']
  const leave = new QueryObserver(client, { queryKey, queryFn: read }).subscribe(() => undefined)
  const refresher = createRefresher({ client, reader: { id: 'ada', works: true }, settleMs: 100, restMs: 1_000 })
  await vi.advanceTimersByTimeAsync(1)
  return {
    refresher,
    reads: () => read.mock.calls.length,
    isOld: () => client.getQueryState(queryKey)?.isInvalidated,
    readNow: () => client.refetchQueries({ queryKey }),
    close: () => {
      refresher.stop()
      leave()
      client.clear()
    },
  }
}

describe('what is on the screen', () => {
  test('is read anew once for all changes of a moment', async () => {
    const screen = await givenScreen()
    screen.refresher.hear(ofAda)
    screen.refresher.hear(ofAda)
    expect(screen.reads()).toBe(1)
    await vi.advanceTimersByTimeAsync(100)
    expect(screen.reads()).toBe(2)
    screen.close()
  })

  test('is not read more often than every so often, and what came meanwhile is not lost', async () => {
    const screen = await givenScreen()
    for (let tenth = 0; tenth < 25; tenth += 1) {
      screen.refresher.hear(ofAda)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(screen.reads()).toBe(4)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(screen.reads()).toBe(5)
    screen.close()
  })

  test('is not read again for a change that its last reading has seen', async () => {
    const screen = await givenScreen()
    screen.refresher.hear(ofAda)
    await screen.readNow()
    await vi.advanceTimersByTimeAsync(100)
    expect(screen.reads()).toBe(2)
    screen.close()
  })

  test('is old, and read when it is looked at next, after what concerns it little', async () => {
    const screen = await givenScreen()
    screen.refresher.hear(ofBea)
    await vi.advanceTimersByTimeAsync(100)
    expect([screen.reads(), screen.isOld()]).toEqual([1, true])
    screen.close()
  })

  test('is read anew where something may have been missed', async () => {
    const screen = await givenScreen()
    screen.refresher.hearAll()
    await vi.advanceTimersByTimeAsync(100)
    expect(screen.reads()).toBe(2)
    screen.close()
  })
})
