import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CopyButton } from './copy-button.tsx'

beforeEach(() => void vi.stubGlobal('isSecureContext', true))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('a text to take along', () => {
  it('is copied as it stands, which is said until it is another text', async () => {
    const user = userEvent.setup()
    const { rerender } = render(<CopyButton text={'one\n  two'} label="Link" />)
    await user.click(screen.getByRole('button', { name: 'Copy: Link' }))
    expect(await navigator.clipboard.readText()).toBe('one\n  two')
    expect((await screen.findByRole('status')).textContent).toBe('Copied')
    rerender(<CopyButton text="three" label="Link" />)
    expect(screen.getByRole('status').textContent).toBe('Copy')
  })

  it('has no button where the browser lends no clipboard', () => {
    vi.stubGlobal('isSecureContext', false)
    render(<CopyButton text="one" label="Link" />)
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('that the browser does not let be copied says so', async () => {
    const user = userEvent.setup()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('Not allowed.', 'NotAllowedError'))
    render(<CopyButton text="one" label="Link" />)
    await user.click(screen.getByRole('button', { name: 'Copy: Link' }))
    expect((await screen.findByText('Mark it by hand')).textContent).toBe('Mark it by hand')
  })
})
