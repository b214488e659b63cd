import { act, renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { CallFailed } from './api.ts'
import { useOnce } from './use-once.ts'

const gate = () => Promise.withResolvers<null>()

describe('something that is sent once', () => {
  it('is under way until it is answered, and a second click meanwhile does nothing', async () => {
    const { result } = renderHook(useOnce)
    const first = gate()
    let works = 0
    const click = () =>
      result.current.run(() => {
        works += 1
        return first.promise
      })
    let answers: Promise<boolean[]> = Promise.resolve([])
    act(() => {
      answers = Promise.all([click(), click()])
    })
    expect(result.current.busy).toBe(true)
    await act(async () => {
      first.resolve(null)
      expect(await answers).toEqual([true, false])
    })
    expect([works, result.current.busy]).toEqual([1, false])
    await act(click)
    expect(works).toBe(2)
  })

  it('says why it was refused, until it is tried again', async () => {
    const { result } = renderHook(useOnce)
    const refused = () => Promise.reject(new CallFailed(null))
    expect(await act(() => result.current.run(refused))).toBe(false)
    expect([result.current.fault, result.current.busy]).toEqual(['The server cannot be reached.', false])
    act(() => result.current.clear())
    expect(result.current.fault).toBeNull()
    await act(() => result.current.run(refused))
    const second = gate()
    act(() => void result.current.run(() => second.promise))
    expect(result.current.fault).toBeNull()
    await act(async () => {
      second.resolve(null)
      await second.promise
    })
    expect(result.current.fault).toBeNull()
  })

  it('hides no mistake of the program, and can be tried again after one', async () => {
    const { result } = renderHook(useOnce)
    const broken = () => Promise.reject(new TypeError('x is not a function'))
    await act(() => expect(result.current.run(broken)).rejects.toThrow('x is not a function'))
    expect(result.current.fault).toBeNull()
    expect(await act(() => result.current.run(() => Promise.resolve()))).toBe(true)
  })
})
