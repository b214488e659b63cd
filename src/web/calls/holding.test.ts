import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHolding, type HeldAct, type Sent } from './holding.ts'

type Act = HeldAct<string>

const act = (executionId: string, personId = 'ida'): Act => ({
  executionId,
  personId,
  says: `${executionId} is done.`,
  customer: executionId,
  asked: 'complete',
  key: `key of ${executionId}`,
})

/** A device: what is kept on it outlives the page. */
function device() {
  const kept = new Map<string, string>()
  return {
    kept,
    storage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => void kept.set(name, text),
      removeItem: (name: string) => void kept.delete(name),
      key: (index: number) => [...kept.keys()][index] ?? null,
      get length() {
        return kept.size
      },
    },
  }
}

function opened(answers: readonly Sent[] = [], on = device()) {
  const sent: { act: Act; leaving: boolean }[] = []
  const left = [...answers]
  const holding = createHolding<string>({
    send: (each, leaving) => {
      sent.push({ act: each, leaving })
      return Promise.resolve(left.shift() ?? { kind: 'done' })
    },
    storage: on.storage,
    retryMs: 1000,
    now: Date.now,
  })
  const states = () => holding.entries().map(({ executionId, state }) => [executionId, state])
  return { holding, sent, states, on }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what was said to be done', () => {
  it('is sent when its time is over, with its key, once', async () => {
    const { holding, sent, states, on } = opened()
    holding.hold(act('elm'))
    expect([states(), sent]).toEqual([[['elm', 'held']], []])
    await Promise.all([holding.release('elm'), holding.release('elm')])
    expect(sent).toMatchObject([{ act: { executionId: 'elm', key: 'key of elm' }, leaving: false }])
    expect([states(), on.kept.size]).toEqual([[], 0])
  })

  it('is not sent when it was taken back in time, and whoever asked hears of it', async () => {
    const { holding, sent, on } = opened()
    const heard = vi.fn()
    holding.hold(act('elm'), heard)
    holding.undo('elm')
    await holding.release('elm')
    expect([sent, on.kept.size, heard.mock.calls.length]).toEqual([[], 0, 1])
  })

  it('cannot be taken back once it is on its way', async () => {
    const { holding, sent, states } = opened()
    holding.hold(act('elm'))
    const sending = holding.release('elm')
    holding.undo('elm')
    await sending
    expect([sent.length, states()]).toEqual([1, []])
  })

  it('goes out with the page that is closed', async () => {
    const { holding, sent } = opened()
    holding.hold(act('elm'))
    holding.hold(act('larch'))
    await holding.releaseAll(true)
    expect(sent.map(({ act: each, leaving }) => [each.executionId, leaving])).toEqual([
      ['elm', true],
      ['larch', true],
    ])
  })

  it('is found on the device after a crash and sent with its old key, for the same person alone', async () => {
    const first = opened()
    first.holding.hold(act('elm'))
    first.holding.hold(act('larch', 'somebody else'))
    const { holding, sent } = opened([], first.on)
    holding.recover('ida')
    await vi.runAllTimersAsync()
    expect(sent.map(({ act: each }) => each.key)).toEqual(['key of elm'])
  })

  it('found on the device may still be taken back by the page that holds it', async () => {
    const first = opened()
    first.holding.hold(act('elm'))
    const { holding, sent } = opened([], first.on)
    holding.recover('ida')
    await vi.advanceTimersByTimeAsync(5_000)
    first.holding.undo('elm')
    await vi.runAllTimersAsync()
    expect(sent).toEqual([])
  })

  it('is not sent for whoever comes after, and stays on the device for whoever held it', async () => {
    const { holding, sent, states, on } = opened([{ kind: 'no-line' }])
    holding.hold(act('elm'))
    holding.hold(act('larch'))
    await holding.release('elm')
    holding.part()
    holding.recover('somebody else')
    await vi.runAllTimersAsync()
    expect([sent.length, states(), on.kept.size]).toEqual([1, [], 2])
    holding.recover('ida')
    holding.part()
    await vi.runAllTimersAsync()
    expect(sent).toHaveLength(1)
    holding.recover('ida')
    await vi.runAllTimersAsync()
    expect([sent.map(({ act: each }) => each.executionId), on.kept.size]).toEqual([['elm', 'elm', 'larch'], 0])
  })

  it('waits while the line is down, and is sent when it is back', async () => {
    const { holding, sent, states } = opened([{ kind: 'no-line' }, { kind: 'no-line' }])
    holding.hold(act('elm'))
    await holding.release('elm')
    expect(states()).toEqual([['elm', 'waiting']])
    await vi.runAllTimersAsync()
    expect([sent.length, states()]).toEqual([3, []])
  })

  it('says why it was refused until that was read, and is not kept', async () => {
    const { holding, states, on } = opened([{ kind: 'refused', says: 'Somebody changed it.' }])
    holding.hold(act('elm'))
    await holding.release('elm')
    expect(holding.entries()).toMatchObject([{ state: 'refused', fault: 'Somebody changed it.' }])
    expect(on.kept.size).toBe(0)
    holding.dismiss('elm')
    expect(states()).toEqual([])
  })

  it('is held once for an execution: the later wish counts', () => {
    const { holding, states } = opened()
    holding.hold(act('elm'))
    holding.hold({ ...act('elm'), key: 'later' })
    expect([states(), holding.entries()[0]?.key]).toEqual([[['elm', 'held']], 'later'])
  })

  it('bears a device that keeps nothing, or something else', () => {
    const broken = device()
    broken.kept.set('renubu.held.elm', '{not json')
    const { holding, states } = opened([], broken)
    holding.recover('ida')
    expect(states()).toEqual([])
  })
})
