import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { faultsIn } from '../testing/axe.ts'
import { Finder } from './finder.tsx'

afterEach(cleanup)

const shown = (more: { readonly text?: string; readonly busy?: boolean; readonly none?: true } = {}) => {
  const took = vi.fn()
  const option = (label: string) => ({ key: label, label, run: () => void took(label) })
  const groups = [
    { title: 'Customers', options: [option('Elm'), option('Larch Elms')] },
    { title: 'Pages', options: [option('Queue')] },
    { title: 'Acts', options: [] },
  ]
  render(
    <Finder
      label="Find or do"
      placeholder="Find"
      text={more.text ?? ''}
      onText={vi.fn()}
      groups={more.none ? [] : groups}
      busy={more.busy ?? false}
      empty="Nothing is called so."
    />,
  )
  return took
}

const chosen = () =>
  screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')?.textContent

describe('what finds', () => {
  it('has the focus, shows what it found in its groups, and leaves out the empty ones', async () => {
    shown()
    expect(document.activeElement).toBe(screen.getByRole('combobox'))
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual([
      'Customers',
      'Pages',
    ])
    expect(screen.getByRole('status').textContent).toBe('3 found')
    expect(await faultsIn()).toEqual([])
  })

  it('is worked by arrows, around its ends, and taken by Enter, while the focus stays', async () => {
    const took = shown()
    const user = userEvent.setup()
    expect(chosen()).toBe('Elm')
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(chosen()).toBe('Queue')
    await user.keyboard('{ArrowDown}')
    expect(chosen()).toBe('Elm')
    await user.keyboard('{ArrowUp}{Enter}')
    expect(took.mock.calls).toEqual([['Queue']])
    const field = screen.getByRole('combobox')
    expect(document.activeElement).toBe(field)
    expect(document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('Queue')
  })

  it('is not taken by the Enter that ends a word of an input method', () => {
    const took = shown()
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter', isComposing: true })
    expect(took).not.toHaveBeenCalled()
  })

  it('marks the words that were looked for, whatever their case', () => {
    shown({ text: ' elm ' })
    expect(screen.getAllByText('Elm', { selector: 'mark' })).toHaveLength(2)
  })

  it('says that nothing was found, but not before it has looked', () => {
    shown({ none: true })
    expect(screen.getByRole('status').textContent).toBe('Nothing is called so.')
    cleanup()
    shown({ none: true, busy: true })
    expect(screen.getByRole('status').textContent).toBe('')
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' })
  })
})
