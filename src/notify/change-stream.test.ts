import { describe, expect, it } from 'vitest'
import { changeStream, type Streaming } from './change-stream.ts'
import type { Change } from './changes.contract.ts'
import type { Watcher } from './hub.ts'

const change = (object: string, objectId: string | null = null, id = `${object} 1`): Change => ({
  id,
  object,
  objectId,
  customerId: null,
  ownerId: null,
})

/** A stream whose hub is in the hands of the test. */
function given(wanted: Partial<Streaming> = {}) {
  let watcher: Watcher | null = null
  const seen = { left: 0, ended: 0 }
  const stream = changeStream({
    hub: {
      join: (_companyId, joined) => {
        watcher = joined
        return () => (seen.left += 1)
      },
      close: () => Promise.resolve(),
    },
    companyId: 'ours',
    resumed: false,
    stillAdmitted: () => Promise.resolve(true),
    onEnd: () => (seen.ended += 1),
    beatMs: 60_000,
    ...wanted,
  })[Symbol.asyncIterator]()
  const hears = (): Watcher => watcher ?? expect.fail('Nobody joined')
  const read = async (): Promise<string> => ((await stream.next()).value as string | undefined) ?? 'over'
  const names = async (): Promise<readonly string[]> =>
    [...(await read()).matchAll(/^event: (\w+)/gm)].map((m) => m[1] ?? '')
  return { stream, hears, read, names, seen }
}

describe('a stream of changes', () => {
  it('begins before there is anything to tell, and is ready once it is listened to', async () => {
    const { hears, read } = given()
    expect(await read()).toBe(': \n\n')
    const next = read()
    hears().listening()
    expect(await next).toMatch(/^retry: [1-3]\d{3}\nevent: ready\nid: ready\ndata: {}\n\n$/)
  })

  it('tells a change with the row it comes from', async () => {
    const { hears, read } = given()
    await read()
    hears().listening()
    await read()
    hears().change(change('task', 'a'))
    expect(await read()).toBe(
      'event: change\nid: task 1\ndata: {"id":"task 1","object":"task","objectId":"a","customerId":null,"ownerId":null}\n\n',
    )
  })

  it('tells who comes back that something may have been missed', async () => {
    const { hears, read, names } = given({ resumed: true })
    await read()
    hears().listening()
    expect(await names()).toEqual(['ready', 'resync'])
  })

  it('tells it too after the database was not heard for a while', async () => {
    const { hears, read, names } = given()
    await read()
    hears().listening()
    await read()
    hears().listening()
    expect(await names()).toEqual(['resync'])
  })

  it('keeps each thing once for a slow reader, and beyond some says to read anew', async () => {
    const { hears, read, names } = given({ mostWaiting: 2 })
    await read()
    hears().listening()
    await read()
    for (const id of ['1', '2', '3']) hears().change(change('execution', 'same', id))
    hears().change(change('task', 'x'))
    expect(await names()).toEqual(['change', 'change'])
    for (const id of ['a', 'b', 'c']) hears().change(change('execution', id))
    expect(await names()).toEqual(['resync'])
  })

  it('shows that it lives, and shows out who may no longer read', async () => {
    const admitted = [true, false]
    const { read, seen } = given({ beatMs: 1, stillAdmitted: () => Promise.resolve(admitted.shift() ?? false) })
    expect([await read(), await read(), await read()]).toEqual([': \n\n', ': \n\n', 'over'])
    expect(seen).toEqual({ left: 1, ended: 1 })
  })

  it('looks at the reader again as soon as a member is changed', async () => {
    const { hears, read } = given({ stillAdmitted: () => Promise.resolve(false) })
    await read()
    hears().listening()
    await read()
    hears().change(change('user', 'somebody'))
    expect(await read()).toBe('over')
  })

  it('keeps the reader while the database is away', async () => {
    const { read } = given({ beatMs: 1, stillAdmitted: () => Promise.reject(new Error('away')) })
    expect([await read(), await read()]).toEqual([': \n\n', ': \n\n'])
  })

  it('ends when it is told to, while it waits too, and leaves once', async () => {
    const { hears, read, stream, seen } = given()
    await read()
    const next = read()
    hears().over()
    expect(await next).toBe('over')
    await stream.return?.()
    expect(seen).toEqual({ left: 1, ended: 1 })
  })
})
