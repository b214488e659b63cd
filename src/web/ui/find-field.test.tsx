import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FindField } from './find-field.tsx'

const asked = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  asked.mockClear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const field = (text = '') => <FindField label="Find a customer" placeholder="Find" text={text} onText={asked} />
const type = (value: string): boolean => fireEvent.change(screen.getByRole('searchbox'), { target: { value } })
const pass = (milliseconds: number): void => act(() => void vi.advanceTimersByTime(milliseconds))

describe('the field that finds', () => {
  it('shows each letter at once and asks when the fingers rest', () => {
    render(field())
    type('e')
    pass(100)
    type('el')
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'el')
    pass(149)
    expect(asked).not.toHaveBeenCalled()
    pass(1)
    expect(asked.mock.calls).toEqual([['el']])
  })

  it('does not lose a letter that is typed before the answer to the last ones has come', () => {
    const { rerender } = render(field())
    type('el')
    pass(150)
    type('elm')
    rerender(field('el'))
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'elm')
    pass(150)
    expect(asked.mock.lastCall).toEqual(['elm'])
  })

  it('shows what was asked elsewhere, by a link or the way back', () => {
    const { rerender } = render(field('elm'))
    rerender(field('larch'))
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'larch')
    pass(1_000)
    expect(asked).not.toHaveBeenCalled()
  })

  it('is gone to by / and left empty by Escape', () => {
    render(field('elm'))
    fireEvent.keyDown(document.body, { key: '/' })
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' })
    pass(150)
    expect(asked.mock.calls).toEqual([['']])
  })
})
