import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toast } from './toast.tsx'

const closed = vi.fn()
const undo = vi.fn(() => Promise.resolve())

beforeEach(() => {
  vi.useFakeTimers()
  closed.mockClear()
  undo.mockClear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const shown = (says = 'Elm is snoozed.', back: (() => Promise<unknown>) | null = undo) =>
  render(<Toast says={says} undo={back} onClose={closed} />)

/** Time goes by. */
const pass = (milliseconds: number): void => act(() => void vi.advanceTimersByTime(milliseconds))
const press = (key: string): Promise<void> =>
  act(async () => {
    fireEvent.keyDown(document.body, { key })
    await Promise.resolve()
  })

describe('what was done', () => {
  it('stands for ten seconds', () => {
    shown()
    expect(screen.getByRole('status').textContent).toContain('Elm is snoozed.')
    pass(9_999)
    expect(closed).not.toHaveBeenCalled()
    pass(1)
    expect(closed).toHaveBeenCalledOnce()
  })

  it.each([
    ['pointer', fireEvent.pointerEnter, fireEvent.pointerLeave],
    ['focus', fireEvent.focus, fireEvent.blur],
  ])('stays while the %s is on it, and for ten seconds more', (_what, comes, goes) => {
    shown()
    pass(5_000)
    comes(screen.getByRole('status'))
    pass(60_000)
    expect(closed).not.toHaveBeenCalled()
    goes(screen.getByRole('status'))
    pass(9_999)
    expect(closed).not.toHaveBeenCalled()
    pass(1)
    expect(closed).toHaveBeenCalledOnce()
  })

  it('is taken back by Z, once for two hits in one moment', async () => {
    shown()
    await act(async () => {
      fireEvent.keyDown(document.body, { key: 'z' })
      fireEvent.keyDown(document.body, { key: 'Z' })
      await Promise.resolve()
    })
    expect(undo).toHaveBeenCalledOnce()
    expect(closed).toHaveBeenCalledOnce()
  })

  it('of several is taken back with the newest first', async () => {
    const older = vi.fn(() => Promise.resolve())
    render(<Toast says="Larch is done." undo={older} onClose={closed} />)
    const { unmount } = shown()
    await press('z')
    expect(undo).toHaveBeenCalledOnce()
    expect(older).not.toHaveBeenCalled()
    unmount()
    await press('z')
    expect(older).toHaveBeenCalledOnce()
  })

  it('that could not be taken back says why, stays, and can be tried again', async () => {
    shown(
      'Elm is done.',
      vi.fn().mockRejectedValueOnce(new Error('It has been changed since.')).mockResolvedValue(null),
    )
    await press('z')
    expect(screen.getByRole('alert').textContent).toBe('It was not taken back. It has been changed since.')
    pass(60_000)
    expect(closed).not.toHaveBeenCalled()
    await press('z')
    expect(closed).toHaveBeenCalledOnce()
  })

  it('with no way back offers none, and is closed by hand', async () => {
    shown('The mail is sent.', null)
    await press('z')
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(closed).toHaveBeenCalledOnce()
  })
})
