import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '../../../stages/execute/taskmode.contract.ts'
import { CallFailed } from '../../api.ts'
import { createDraftKeeper, type KeeperDeps } from './draft-keeper.ts'
import type { StepDraft } from './draft.ts'

type Saving = Parameters<KeeperDeps['save']>[0]

const DELAY_MS = 600
const RETRY_MS = 5_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server of drafts, as its contract says: refuses what does not go on from the newest. */
function server() {
  const kept = new Map<string, Draft>()
  const heard: Saving[] = []
  let down = false
  let status: number | null = null
  const draft = ({ stepId, data, version }: Saving, savedBy = 'Ida'): Draft => ({
    stepId,
    data,
    version: version + 1,
    savedAt: '2027-03-15T09:00:00.000Z',
    savedBy,
  })
  return {
    kept,
    heard,
    down: (value: boolean) => {
      down = value
    },
    answerWith: (value: number | null) => {
      status = value
    },
    /** Somebody else saves. */
    other: (stepId: string, data: Draft['data']) =>
      kept.set(stepId, draft({ stepId, data, version: kept.get(stepId)?.version ?? 0 }, 'Mia')),
    save: (saving: Saving): Promise<Draft> => {
      heard.push(saving)
      if (down) return Promise.reject(new CallFailed(null))
      if (status !== null) return Promise.reject(refusal(status))
      const now = kept.get(saving.stepId)
      if ((now?.version ?? 0) !== saving.version) return Promise.reject(refusal(409, now))
      const saved = draft(saving)
      kept.set(saving.stepId, saved)
      return Promise.resolve(saved)
    },
  }
}

const refusal = (status: number, draft?: Draft): CallFailed =>
  new CallFailed({ type: 'about:blank', title: 'No', status, detail: 'No.', reference: 'A1', draft })

function storage(): Storage & { readonly all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    length: 0,
    clear: () => all.clear(),
    key: () => null,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  }
}

const keeperOn = (at: ReturnType<typeof server>, on = storage()) => {
  const keeper = createDraftKeeper({ name: 'me.run', save: at.save, storage: on, delayMs: DELAY_MS, retryMs: RETRY_MS })
  return { keeper, on }
}

const typed =
  (text: string) =>
  (before: StepDraft): StepDraft => ({ ...before, panels: { notes: { text } } })

const settle = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

describe('what is typed', () => {
  it('is sent a moment later, once, and called saved when the server has said so', async () => {
    const at = server()
    const { keeper, on } = keeperOn(at)
    expect(keeper.keeping()).toEqual({ state: 'nothing' })
    for (const text of ['a', 'ab', 'abc']) keeper.change('one', typed(text))
    expect([keeper.keeping().state, on.all.size, at.heard.length]).toEqual(['saving', 1, 0])
    await settle(DELAY_MS)
    expect(at.heard).toEqual([
      { stepId: 'one', version: 0, data: { chat: [], seconds: 0, panels: { notes: { text: 'abc' } } } },
    ])
    expect(keeper.keeping()).toEqual({ state: 'saved', at: '2027-03-15T09:00:00.000Z' })
    expect(on.all.size).toBe(0)
  })

  it('while it is being sent is sent after it, from the version that was answered', async () => {
    const at = server()
    const { keeper } = keeperOn(at)
    keeper.change('one', typed('a'))
    const flushing = keeper.flush()
    keeper.change('one', typed('b'))
    expect(keeper.keeping().state).toBe('saving')
    await flushing
    expect(keeper.keeping().state).toBe('saving')
    await settle(2 * DELAY_MS)
    expect(at.heard.map(({ version }) => version)).toEqual([0, 1])
    expect(at.kept.get('one')?.data['panels']).toEqual({ notes: { text: 'b' } })
    expect(keeper.keeping().state).toBe('saved')
  })

  it('while the page is left is sent after what is on its way', async () => {
    const at = server()
    const { keeper } = keeperOn(at)
    keeper.change('one', typed('a'))
    const sending = keeper.flush()
    keeper.change('one', typed('ab'))
    void keeper.flush()
    keeper.rest()
    await sending
    expect(at.kept.get('one')?.data['panels']).toEqual({ notes: { text: 'ab' } })
  })

  it('in several steps is kept apart', async () => {
    const at = server()
    const { keeper } = keeperOn(at)
    keeper.change('one', typed('a'))
    keeper.change('two', typed('b'))
    await settle(DELAY_MS)
    expect([...at.kept.keys()].sort()).toEqual(['one', 'two'])
    expect([keeper.read('one').panels, keeper.read('two').panels, keeper.read('three').panels]).toEqual([
      { notes: { text: 'a' } },
      { notes: { text: 'b' } },
      {},
    ])
  })

  it('tells who listens, until they stop', async () => {
    const { keeper } = keeperOn(server())
    const heard = vi.fn()
    const stop = keeper.listen(heard)
    const before = keeper.revision()
    keeper.change('one', typed('a'))
    expect(heard).toHaveBeenCalledTimes(1)
    expect(keeper.revision()).toBeGreaterThan(before)
    stop()
    await settle(DELAY_MS)
    expect(heard).toHaveBeenCalledTimes(1)
  })
})

describe('without a line', () => {
  it('is kept on this device, said so, and sent when the line is back', async () => {
    const at = server()
    const { keeper, on } = keeperOn(at)
    at.down(true)
    keeper.change('one', typed('a'))
    await settle(DELAY_MS)
    expect([keeper.keeping().state, on.all.size]).toEqual(['here', 1])
    keeper.change('one', typed('ab'))
    expect(keeper.keeping().state).toBe('here')
    at.down(false)
    await settle(RETRY_MS)
    expect([keeper.keeping().state, on.all.size]).toEqual(['saved', 0])
    expect(at.kept.get('one')?.data['panels']).toEqual({ notes: { text: 'ab' } })
  })

  it('survives a reload: the next page finds it here and sends it', async () => {
    const at = server()
    const on = storage()
    at.down(true)
    const { keeper } = keeperOn(at, on)
    keeper.change('one', typed('unsent'))
    await settle(DELAY_MS)
    keeper.rest()
    at.down(false)
    const { keeper: next } = keeperOn(at, on)
    next.recover(['one', 'two'])
    expect(next.read('one').panels).toEqual({ notes: { text: 'unsent' } })
    await settle(0)
    expect(at.kept.get('one')?.data['panels']).toEqual({ notes: { text: 'unsent' } })
    expect(on.all.size).toBe(0)
  })

  it('on a page that is left is not asked for again, so that the next page alone sends it', async () => {
    const at = server()
    at.down(true)
    const { keeper } = keeperOn(at)
    keeper.change('one', typed('unsent'))
    const leaving = keeper.flush()
    keeper.rest()
    await leaving
    at.down(false)
    await settle(10 * RETRY_MS)
    expect([at.heard.length, at.kept.size]).toEqual([1, 0])
  })

  it('a copy that cannot be read is dropped, and nothing else', async () => {
    const on = storage()
    on.setItem('renubu.draft.me.run.one', '{broken')
    const { keeper } = keeperOn(server(), on)
    keeper.recover(['one'])
    expect([keeper.read('one').panels, on.all.size]).toEqual([{}, 0])
    await settle(RETRY_MS)
    expect(keeper.keeping()).toEqual({ state: 'nothing' })
  })

  it('a device without room costs the copy and not the work', async () => {
    const at = server()
    const on = Object.assign(storage(), {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
    const { keeper } = keeperOn(at, on)
    keeper.change('one', typed('a'))
    await settle(DELAY_MS)
    expect(keeper.keeping().state).toBe('saved')
  })

  it.each([500, 503, 429])('asks again after %i, and not after a refusal for good', async (status) => {
    const at = server()
    const { keeper } = keeperOn(at)
    at.answerWith(status)
    keeper.change('one', typed('a'))
    await settle(DELAY_MS + RETRY_MS)
    expect(at.heard).toHaveLength(2)
    at.answerWith(403)
    await settle(10 * RETRY_MS)
    expect(at.heard).toHaveLength(3)
    expect(keeper.keeping().state).toBe('here')
  })
})

describe('two who write in one step', () => {
  const apart = async () => {
    const at = server()
    const { keeper, on } = keeperOn(at)
    keeper.change('one', typed('mine'))
    at.other('one', { panels: { notes: { text: 'theirs' } } })
    await settle(DELAY_MS)
    return { at, keeper, on }
  }

  it('do not overwrite each other: the second is shown what the first has kept', async () => {
    const { at, keeper, on } = await apart()
    expect(keeper.keeping()).toMatchObject({ state: 'changed', stepId: 'one', theirs: { savedBy: 'Mia', version: 1 } })
    keeper.change('one', typed('mine, more'))
    await settle(10 * RETRY_MS)
    expect(at.heard).toHaveLength(1)
    expect(keeper.read('one').panels).toEqual({ notes: { text: 'mine, more' } })
    expect(on.all.size).toBe(1)
  })

  it('mine is put over theirs knowingly', async () => {
    const { at, keeper } = await apart()
    await keeper.settle('mine')
    expect(at.kept.get('one')).toMatchObject({ version: 2, data: { panels: { notes: { text: 'mine' } } } })
    expect(keeper.keeping().state).toBe('saved')
  })

  it('theirs is taken, and what is typed next goes on from it', async () => {
    const { at, keeper, on } = await apart()
    await keeper.settle('theirs')
    expect(keeper.read('one').panels).toEqual({ notes: { text: 'theirs' } })
    expect([keeper.keeping().state, on.all.size]).toEqual(['saved', 0])
    keeper.change('one', (before) => ({ ...before, seconds: 15 }))
    await settle(DELAY_MS)
    expect(at.kept.get('one')).toMatchObject({ version: 2, data: { seconds: 15 } })
  })

  it('are asked about it until they have answered, and what was typed in another step waits no longer than that', async () => {
    const { at, keeper } = await apart()
    keeper.change('two', typed('of another step'))
    await settle(10 * RETRY_MS)
    expect(keeper.keeping().state).toBe('changed')
    await keeper.settle('theirs')
    expect(at.kept.get('two')?.data['panels']).toEqual({ notes: { text: 'of another step' } })
    expect(keeper.keeping().state).toBe('saved')
  })

  it('are asked, even where another step was sent in the same moment', async () => {
    const at = server()
    const { keeper } = keeperOn(at)
    keeper.change('one', typed('mine'))
    keeper.change('two', typed('of another step'))
    at.other('one', { panels: { notes: { text: 'theirs' } } })
    await settle(DELAY_MS)
    expect(at.kept.get('two')?.data['panels']).toEqual({ notes: { text: 'of another step' } })
    expect(keeper.keeping()).toMatchObject({ state: 'changed', stepId: 'one' })
  })

  it('are not asked where one of them only looked: the time of both counts', async () => {
    const at = server()
    const { keeper } = keeperOn(at)
    at.other('one', { seconds: 30, panels: { notes: { text: 'theirs' } } })
    keeper.change('one', (before) => ({ ...before, seconds: before.seconds + 15 }))
    await settle(2 * DELAY_MS)
    expect(keeper.keeping().state).toBe('saved')
    expect(keeper.read('one')).toEqual({ chat: [], seconds: 45, panels: { notes: { text: 'theirs' } } })
    expect(at.kept.get('one')).toMatchObject({ version: 2, data: { seconds: 45 } })
  })

  it('there is nothing to settle otherwise', async () => {
    const { keeper } = keeperOn(server())
    await keeper.settle('mine')
    expect(keeper.keeping()).toEqual({ state: 'nothing' })
  })
})

describe('what the server has', () => {
  const draft = (version: number, text: string): Draft => ({
    stepId: 'one',
    version,
    data: { panels: { notes: { text } } },
    savedAt: '2027-03-15T08:00:00.000Z',
    savedBy: 'Mia',
  })

  it('is shown, and never in place of what is being typed', () => {
    const { keeper } = keeperOn(server())
    keeper.hear([draft(3, 'from the server')])
    expect(keeper.read('one').panels).toEqual({ notes: { text: 'from the server' } })
    keeper.change('one', typed('mine'))
    keeper.hear([draft(4, 'newer')])
    expect(keeper.read('one').panels).toEqual({ notes: { text: 'mine' } })
  })

  it('that is older than what is known is not heard', () => {
    const { keeper } = keeperOn(server())
    keeper.hear([draft(3, 'new')])
    const revision = keeper.revision()
    keeper.hear([draft(2, 'old'), draft(3, 'same version')])
    expect([keeper.read('one').panels, keeper.revision()]).toEqual([{ notes: { text: 'new' } }, revision])
  })

  it('that cannot be read is taken as nothing entered', () => {
    const { keeper } = keeperOn(server())
    keeper.hear([{ ...draft(1, ''), data: { chat: 'x', panels: [1], seconds: -1 } }])
    expect(keeper.read('one')).toEqual({ chat: [], seconds: 0, panels: {} })
  })
})
