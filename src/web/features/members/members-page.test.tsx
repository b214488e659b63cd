import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ChangeMember, GetMembers, ResetSecondFactor } from '../../../access/members.contract.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ADA = '01890000-0000-7000-8000-0000000003aa'
const MAY = ['read', 'edit', 'deactivate', 'invite', 'reset-second-factor', 'be-absent']
const NORTH = { id: '01890000-0000-7000-8000-0000000003bb', name: 'North' }

const ada = (more: object = {}) => ({
  id: ADA,
  name: 'Ada Quill',
  email: 'ada@meadow.example',
  role: 'csm' as const,
  team: NORTH,
  active: true,
  access: { state: 'active' as const, secondFactor: true },
  can: MAY,
  ...more,
})
const ida = { id: ME, name: 'Ida Nord', role: 'admin' as const, team: { name: 'South' }, active: true, can: MAY }
const people = (more: object = {}) => ({ items: [ada(more), ida], nextCursor: null })

const menuOfAda = async (user: ReturnType<typeof opened>) => {
  await user.click(await screen.findByRole('button', { name: 'More about Ada Quill' }))
  return screen.findByRole('menu')
}

describe('the team of a member', () => {
  it('is chosen in the table, and taken back', async () => {
    server().answers(GetMembers, people())
    server().answers(ChangeMember, ({ body }) => ada({ team: { ...NORTH, name: (body as { team: string }).team } }))
    const user = opened(server(), '/settings/members', 'admin')
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Team of Ada Quill' }), 'South')
    await screen.findByText('Ada Quill is in South now.')
    await user.click(screen.getByRole('button', { name: /Undo/ }))
    await waitFor(() =>
      expect(server().asked(ChangeMember)).toMatchObject([
        { params: { id: ADA }, body: { team: 'South' } },
        { body: { team: 'North' } },
      ]),
    )
  })

  it('is none where that is chosen', async () => {
    server().answers(GetMembers, people())
    server().answers(ChangeMember, ada({ team: null }))
    const user = opened(server(), '/settings/members', 'admin')
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Team of Ada Quill' }), 'No team')
    await screen.findByText('Ada Quill is in no team now.')
    expect(server().asked(ChangeMember)).toMatchObject([{ body: { team: null } }])
  })

  it('is a new one that is named, sent once, with the server’s words where it is refused', async () => {
    server().answers(GetMembers, people())
    server().refuses(ChangeMember, 422, 'No such team can be.')
    const user = opened(server(), '/settings/members', 'admin')
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Team of Ada Quill' }), 'A new team …')
    const dialog = await screen.findByRole('dialog', { name: 'The team of Ada Quill' })
    await user.type(within(dialog).getByRole('textbox', { name: 'Its name' }), ' West ')
    await user.click(within(dialog).getByRole('button', { name: 'Change the team' }))
    await within(dialog).findByText('No such team can be.')
    server().answers(ChangeMember, ada({ team: { ...NORTH, name: 'West' } }))
    await user.dblClick(within(dialog).getByRole('button', { name: 'Change the team' }))
    await screen.findByText('Ada Quill is in West now.')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(server().asked(ChangeMember)).toMatchObject([{ body: { team: 'West' } }, { body: { team: 'West' } }])
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More about Ada Quill' })),
    )
  })

  it('is changed by the menu as well, where the table has no room for it', async () => {
    server().answers(GetMembers, people())
    const user = opened(server(), '/settings/members', 'admin')
    await user.click(within(await menuOfAda(user)).getByRole('menuitem', { name: 'Change the team' }))
    const dialog = await screen.findByRole('dialog', { name: 'The team of Ada Quill' })
    expect(within(dialog).getByRole('combobox', { name: 'Team' })).toHaveProperty('value', 'North')
  })

  it('is only read by whoever may not change it', async () => {
    server().answers(GetMembers, people({ can: ['read'], access: { state: 'active', secondFactor: null } }))
    opened(server(), '/settings/members')
    const row = await screen.findByRole('row', { name: /Ada Quill/ })
    within(row).getByText('North')
    expect(within(row).queryAllByRole('combobox')).toEqual([])
    expect(within(row).queryAllByRole('button')).toEqual([])
  })
})

describe('the second factor of a member', () => {
  it('is reset once, by whoever has read what becomes of it; that cannot be taken back', async () => {
    server().answers(GetMembers, people())
    server().answers(ResetSecondFactor, { member: ada(), mailed: true })
    const user = opened(server(), '/settings/members', 'admin')
    await user.click(within(await menuOfAda(user)).getByRole('menuitem', { name: 'Reset the second factor' }))
    const dialog = await screen.findByRole('dialog', { name: 'Reset the second factor of Ada Quill?' })
    within(dialog).getByText('They are signed out everywhere at once.')
    within(dialog).getByText('This server sends no mails: tell them yourself.')
    expect(server().asked(ResetSecondFactor)).toEqual([])
    await user.dblClick(within(dialog).getByRole('button', { name: 'Reset it' }))
    const toast = (await screen.findByText(/comes in with the password alone now\. A mail tells them\./)).parentElement
    expect(toast && within(toast).queryByRole('button', { name: /Undo/ })).toBeNull()
    expect(server().asked(ResetSecondFactor)).toMatchObject([{ params: { id: ADA } }])
  })

  it('stays when the dialog is left, and says why when the server refuses', async () => {
    server().answers(GetMembers, people())
    server().refuses(ResetSecondFactor, 409, 'This person signs in to another company.')
    const user = opened(server(), '/settings/members', 'admin')
    await user.click(within(await menuOfAda(user)).getByRole('menuitem', { name: 'Reset the second factor' }))
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(server().asked(ResetSecondFactor)).toEqual([])
    await user.click(within(await menuOfAda(user)).getByRole('menuitem', { name: 'Reset the second factor' }))
    await user.click(await screen.findByRole('button', { name: 'Reset it' }))
    await screen.findByText('This person signs in to another company.')
  })

  it('is not offered for who has none', async () => {
    server().answers(GetMembers, people({ access: { state: 'active', secondFactor: false } }))
    const user = opened(server(), '/settings/members', 'admin')
    expect(within(await menuOfAda(user)).queryByRole('menuitem', { name: 'Reset the second factor' })).toBeNull()
  })
})
