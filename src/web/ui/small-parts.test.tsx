import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { faultsIn } from '../testing/axe.ts'
import { Bars } from './bars.tsx'
import { Choices } from './choices.tsx'
import { Field, fieldClass } from './field.tsx'
import { Ledger } from './ledger.tsx'
import { movedNote } from './moved-note.tsx'
import { PasswordInput } from './password-input.tsx'
import { Progress } from './progress.tsx'
import { Loading, Skeleton } from './skeleton.tsx'
import { useKeys } from './use-keys.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('what loads', () => {
  it('says so at once, and shows bars only after 300 ms', () => {
    vi.useFakeTimers()
    render(
      <Loading>
        <Skeleton widths={[40, 96]} />
      </Loading>,
    )
    expect(screen.getByRole('status').textContent).toBe('Loading')
    const bars = () => screen.getByRole('status').querySelectorAll('i').length
    act(() => void vi.advanceTimersByTime(299))
    expect(bars()).toBe(0)
    act(() => void vi.advanceTimersByTime(1))
    expect(bars()).toBe(2)
  })
})

describe('a field', () => {
  it('has what is wrong and what helps under it', async () => {
    render(
      <Field label="Address" hint="You sign in with it." fault="This is no address.">
        <input className={fieldClass} />
      </Field>,
    )
    expect(screen.getByRole('alert').textContent).toBe('This is no address.')
    screen.getByText('You sign in with it.')
    screen.getByRole('textbox', { name: /^Address/ })
    expect(await faultsIn()).toEqual([])
  })

  it('for a password tells the keeper of passwords which it is, and shows it only when asked', async () => {
    const typed = vi.fn()
    render(<PasswordInput kind="new" aria-label="New password" onText={typed} />)
    const field = screen.getByLabelText('New password')
    expect([field.getAttribute('type'), field.getAttribute('autocomplete')]).toEqual(['password', 'new-password'])
    await userEvent.type(field, 'x')
    expect(typed.mock.calls).toEqual([['x']])
    await userEvent.click(screen.getByRole('button', { name: 'Show the password' }))
    expect(field.getAttribute('type')).toBe('text')
  })
})

describe('a few words of which one holds', () => {
  it('are chosen by the keyboard, and none holds before', async () => {
    const chose = vi.fn()
    const choices = [
      { value: 'mine', label: 'Mine' },
      { value: 'team', label: 'The team’s' },
    ]
    const { rerender } = render(<Choices legend="Whose" choices={choices} value={null} onChoose={chose} />)
    expect(screen.getAllByRole('radio').filter((radio) => (radio as HTMLInputElement).checked)).toEqual([])
    screen.getByRole('group', { name: 'Whose' })
    await userEvent.tab()
    await userEvent.keyboard(' ')
    expect(chose.mock.lastCall).toEqual(['mine'])
    rerender(<Choices legend="Whose" choices={choices} value="team" onChoose={chose} />)
    expect(screen.getByRole('radio', { name: 'The team’s' })).toHaveProperty('checked', true)
    expect(await faultsIn()).toEqual([])
  })
})

describe('how far something is', () => {
  it.each([
    [0, '0', '0%'],
    [0.295, '30', '29.5%'],
    [1, '100', '100%'],
    [null, null, ''],
  ])('%s of it', (share, now, width) => {
    render(<Progress label="Sending" share={share} />)
    const bar = screen.getByRole('progressbar', { name: 'Sending' })
    expect(bar.getAttribute('aria-valuenow')).toBe(now)
    expect(bar.querySelector('i')?.style.width).toBe(width)
  })
})

describe('a sum', () => {
  it('begins each bar where the last one ended, and ends at its total', () => {
    const rows = [70, -20, 10, 0].map((value, index) => ({
      key: String(index),
      label: `Row ${String(index)}`,
      note: '',
      value,
      text: String(value),
    }))
    render(<Ledger caption="What makes 60" rows={rows} total={{ label: 'Health', value: 60, text: '60' }} />)
    const bars = [...screen.getByRole('table').querySelectorAll('i')].map(({ dataset, style }) => [
      dataset['kind'],
      style.left,
      style.width,
    ])
    expect(bars.map(([kind]) => kind)).toEqual(['base', 'takes', 'adds', 'none', 'total'])
    expect(bars[1]).toEqual(['takes', '71.43%', '28.57%'])
    expect(bars[2]).toEqual(['adds', '71.43%', '14.29%'])
    expect(bars[4]).toEqual(['total', '0.00%', '85.71%'])
  })

  it('below nought has its bars beside the line', () => {
    const rows = [{ key: 'one', label: 'Row', note: '', value: -5, text: '−5' }]
    render(<Ledger caption="What makes −5" rows={rows} total={{ label: 'Score', value: -5, text: '−5' }} />)
    const [bar] = screen.getByRole('table').querySelectorAll('i')
    expect([bar?.style.left, bar?.style.width]).toEqual(['0.00%', '100.00%'])
  })
})

describe('what is drawn', () => {
  it('of an unknown value is no bar of nought', () => {
    const bars = [
      { value: null, look: 'now' as const },
      { value: 0, look: 'now' as const },
      { value: 8, look: 'now' as const },
    ]
    render(<Bars label="Usage by week" bars={bars} line={null} captions={[]} />)
    const drawn = [...screen.getByRole('img', { name: 'Usage by week' }).querySelectorAll('i')]
    expect(drawn.map(({ dataset, style }) => [dataset['look'], style.height])).toEqual([
      ['unknown', '5.0%'],
      ['now', '0.0%'],
      ['now', '100.0%'],
    ])
  })

  it.each([
    [-6, 'Down 6 points', 'risk'],
    [3, 'Up 3 points', 'fine'],
  ])('of a change of %i says in words where it went', (change, says, tone) => {
    const { note, tone: told } = movedNote(change, `${String(Math.abs(change))} points`)
    render(<p>{note}</p>)
    screen.getByText((_text, element) => element?.tagName === 'P' && element.textContent === says)
    expect(told).toBe(tone)
  })
})

describe('single keys', () => {
  const pressed = vi.fn()
  const keys = { s: () => void pressed() }
  function Page({ over = false }: { readonly over?: boolean }) {
    useKeys(keys)
    return (
      <>
        <input aria-label="Text" />
        <input type="checkbox" aria-label="Tick" />
        {over && <div role="dialog" aria-label="Over" />}
      </>
    )
  }

  it.each([
    ['work, large and small', {}, 'S', 1],
    ['rest with Ctrl held', { ctrlKey: true }, 's', 0],
    ['rest with ⌘ held', { metaKey: true }, 's', 0],
    ['rest with Alt held', { altKey: true }, 's', 0],
    ['are none but those that are named', {}, 'x', 0],
  ])('%s', (_what, held, key, times) => {
    pressed.mockClear()
    render(<Page />)
    fireEvent.keyDown(document.body, { key, ...held })
    expect(pressed).toHaveBeenCalledTimes(times)
  })

  it('rest in a field, which Escape leaves, but not on a checkbox', () => {
    pressed.mockClear()
    render(<Page />)
    screen.getByLabelText('Text').focus()
    fireEvent.keyDown(screen.getByLabelText('Text'), { key: 's' })
    expect(pressed).not.toHaveBeenCalled()
    fireEvent.keyDown(screen.getByLabelText('Text'), { key: 'Escape' })
    expect(document.activeElement).toBe(document.body)
    fireEvent.keyDown(screen.getByLabelText('Tick'), { key: 's' })
    expect(pressed).toHaveBeenCalledOnce()
  })

  it('rest while something is open over the page', () => {
    pressed.mockClear()
    render(<Page over />)
    fireEvent.keyDown(document.body, { key: 's' })
    expect(pressed).not.toHaveBeenCalled()
  })
})
