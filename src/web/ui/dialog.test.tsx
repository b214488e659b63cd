import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { faultsIn } from '../testing/axe.ts'
import { givenServer } from '../testing/opened.tsx'
import { Dialog } from './dialog.tsx'
import { Explain } from './explain.tsx'

// The window of a page; nothing is asked of the server here.
givenServer()

const onPhone = (): void =>
  void vi.stubGlobal('matchMedia', (media: string) => ({
    media,
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))

function WithDialog() {
  const [opened, setOpened] = useState(false)
  return (
    <MantineProvider>
      <button onClick={() => setOpened(true)}>Open</button>
      <button>Behind</button>
      {opened && (
        <Dialog label="Log a call" onClose={() => setOpened(false)}>
          <input aria-label="Note" data-autofocus />
          <button onClick={() => setOpened(false)}>Save</button>
        </Dialog>
      )}
    </MantineProvider>
  )
}

function WithExplain() {
  const [opened, setOpened] = useState(false)
  return (
    <MantineProvider>
      <Explain
        opened={opened}
        label="Why 61"
        onClose={() => setOpened(false)}
        anchor={<button onClick={() => setOpened(true)}>61</button>}
      >
        <button>Another weight</button>
      </Explain>
    </MantineProvider>
  )
}

describe.each([
  ['on a wide screen', () => undefined],
  ['on the phone, as a sheet', onPhone],
])('a dialog %s', (_where, window) => {
  const open = async () => {
    window()
    render(<WithDialog />)
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: 'Open' }))
    const dialog = await screen.findByRole('dialog', { name: 'Log a call' })
    return { user, dialog }
  }

  it('has the focus in it, and keeps it there', async () => {
    const { user, dialog } = await open()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Note')))
    for (const _turn of [1, 2, 3, 4]) {
      await user.tab()
      expect(dialog.contains(document.activeElement)).toBe(true)
    }
    expect(dialog.getAttribute('aria-modal')).toBe('true')
    expect(await faultsIn(dialog)).toEqual([])
  })

  it('is closed by Escape, from within a field too', async () => {
    const { user } = await open()
    await user.type(screen.getByLabelText('Note'), 'Half a word{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})

describe.each([
  ['on a wide screen', () => undefined],
  ['on the phone, as a sheet', onPhone],
])('what explains a figure %s', (_where, window) => {
  it('opens with the focus in it, closes by Escape, and gives the focus back', async () => {
    window()
    render(<WithExplain />)
    const user = userEvent.setup()
    await user.tab()
    await user.keyboard('{Enter}')
    const explained = await screen.findByRole('dialog', { name: 'Why 61' })
    await waitFor(() => expect(explained.contains(document.activeElement)).toBe(true))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: '61' })))
  })
})
