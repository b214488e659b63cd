import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { InviteMember, SendInvitation, TakeBackInvitation } from '../../../access/invitations.contract.ts'
import { ChangeMember, DeactivateMember, GetMembers, ReactivateMember } from '../../../access/members.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, opened, reopened } from '../../testing/opened.tsx'

const server = givenServer()

const BO = '01890000-0000-7000-8000-0000000003bb'
const LINK = 'https://renubu.example/invitation#secret'
const ADMIN_MAY = ['edit', 'deactivate', 'invite']

const ida = {
  id: ME,
  name: 'Ida Nord',
  email: 'ida@meadow.example',
  role: 'admin' as const,
  active: true,
  can: ADMIN_MAY,
}
const bo = {
  id: BO,
  name: 'Bo Ek',
  email: 'bo@meadow.example',
  role: 'csm' as const,
  team: { name: 'North' },
  active: true,
  access: { state: 'active' as const, lastSeenAt: null },
  can: ADMIN_MAY,
}
const sent = { link: LINK, expiresAt: '2027-03-22T09:00:00.000Z' }

const opens = async (people: readonly object[], role: 'admin' | 'viewer' = 'admin') => {
  server().answers(GetMembers, { items: people })
  const user = opened(server(), '/settings/members', role)
  await screen.findByRole('table', { name: 'Members, by name' })
  return user
}

const rowOf = (name: string) => within(screen.getByRole('row', { name: new RegExp(name) }))

describe('the members', () => {
  it('are shown by name, with what they may, where they belong and whether they come in', async () => {
    await opens([ida, bo, { name: 'Ada Quill', email: null, active: false, access: { state: 'deactivated' } }])
    screen.getByText('Two people work here. One can no longer sign in.')
    expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
      'AQAda QuillNo address',
      'BEBo Ekbo@meadow.example',
      'INIda Nordida@meadow.example',
    ])
    expect(rowOf('Bo Ek').getByRole('combobox', { name: 'Role of Bo Ek' })).toHaveProperty('value', 'csm')
    expect(rowOf('Bo Ek').getByRole('combobox', { name: 'Team of Bo Ek' })).toHaveProperty('value', 'North')
    rowOf('Ada Quill').getByText('Deactivated')
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
  })

  it.each([
    [{ state: 'active' }, 'Active'],
    [{ state: 'invited', mail: 'sent' }, 'Invited'],
    [{ state: 'invited', mail: 'failed' }, 'Invited, mail failed'],
    [{ state: 'invited', mail: 'unknown' }, 'Invited, mail uncertain'],
    [{ state: 'lapsed' }, 'Invitation lapsed'],
    [{ state: 'none' }, 'Not invited'],
  ])('who stand so: %j, are said to be: %s', async (access, words) => {
    await opens([ida, { ...bo, access }])
    rowOf('Bo Ek').getByText(words)
  })

  it('are read, and nothing more, by who may not change them', async () => {
    await opens(
      [
        { ...ida, can: ['read'] },
        { ...bo, can: ['read'] },
      ],
      'viewer',
    )
    rowOf('Bo Ek').getByRole('cell', { name: 'CSM' })
    expect(screen.queryByRole('combobox')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Invite' })).toBeNull()
    expect(screen.queryByRole('button', { name: /^More about/ })).toBeNull()
  })

  it('say that they load, and that they did not, and load when they are asked again', async () => {
    server().isSilent(GetMembers)
    const user = opened(server(), '/settings/members', 'admin')
    await screen.findByText('Loading')
    server().refuses(GetMembers, 422, 'This page is not one.')
    reopened()
    await screen.findByRole('heading', { name: 'The members did not load.' })
    server().answers(GetMembers, { items: [bo] })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByText('One person works here.')
  })

  it('of a large company come in several readings and stand in one list', async () => {
    server().answers(GetMembers, ({ query }) =>
      query['cursor'] ? { items: [{ name: 'Zoe', active: true }] } : { items: [bo], nextCursor: 'next' },
    )
    opened(server(), '/settings/members', 'admin')
    await screen.findByRole('row', { name: /Zoe/ })
    screen.getByRole('row', { name: /Bo Ek/ })
  })
})

describe('a member', () => {
  it('gets another role, which Z takes back', async () => {
    const user = await opens([ida, bo])
    server().answers(ChangeMember, { id: BO })
    await user.selectOptions(rowOf('Bo Ek').getByRole('combobox', { name: 'Role of Bo Ek' }), 'Manager')
    await screen.findByText('Bo Ek is Manager now.')
    await user.keyboard('{Escape}z')
    await waitFor(() =>
      expect(
        server()
          .asked(ChangeMember)
          .map(({ body }) => body),
      ).toEqual([{ role: 'manager' }, { role: 'csm' }]),
    )
    await waitFor(() => expect(screen.queryByText('Bo Ek is Manager now.')).toBeNull())
  })

  it('who is the last administrator stays one, and is told so', async () => {
    const user = await opens([ida, bo])
    server().refuses(ChangeMember, 409, 'This is the last admin. Make somebody else an admin first.')
    await user.selectOptions(rowOf('Ida Nord').getByRole('combobox', { name: 'Role of Ida Nord' }), 'CSM')
    expect((await rowOf('Ida Nord').findByRole('alert')).textContent).toBe(
      'This is the last admin. Make somebody else an admin first.',
    )
    expect(rowOf('Ida Nord').getByRole('combobox', { name: 'Role of Ida Nord' })).toHaveProperty('value', 'admin')
    expect(rowOf('Bo Ek').queryByRole('alert')).toBeNull()
  })

  it('who leaves can no longer sign in, and is let in again by undo', async () => {
    const user = await opens([ida, bo])
    server().answers(DeactivateMember, { member: { id: BO } })
    server().answers(ReactivateMember, { id: BO })
    await user.click(rowOf('Bo Ek').getByRole('button', { name: 'More about Bo Ek' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
    await screen.findByText('Bo Ek can no longer sign in.')
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    await waitFor(() => expect(server().asked(ReactivateMember)).toMatchObject([{ params: { id: BO } }]))
    expect(server().asked(DeactivateMember)).toHaveLength(1)
  })
})

describe('an invitation', () => {
  const invited = async () => {
    const user = await opens([ida, bo])
    await user.click(screen.getByRole('button', { name: 'Invite' }))
    await user.type(await screen.findByRole('textbox', { name: /^E-mail address/ }), 'new@meadow.example')
    return user
  }

  it('is sent once, and its link is shown once', async () => {
    const user = await invited()
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
    server().answers(InviteMember, { member: { email: 'new@meadow.example' }, invitation: sent })
    await user.selectOptions(screen.getByRole('combobox', { name: /^Role\b(?! of)/ }), 'Manager')
    const form = within(screen.getByRole('form', { name: 'Invite somebody' }))
    await user.dblClick(form.getByRole('button', { name: 'Invite' }))
    const card = within(await screen.findByRole('status', { name: 'Invitation' }))
    expect(card.getByRole('textbox', { name: 'Link' })).toHaveProperty('value', LINK)
    card.getByText(/This server sends no mails.*works once, and is shown only now\.$/)
    expect(server().asked(InviteMember)).toHaveLength(1)
    expect(server().asked(InviteMember)[0]?.body).toEqual({ email: 'new@meadow.example', role: 'manager', team: null })
    expect(server().asked(InviteMember)[0]?.key).not.toBeNull()
    await user.click(card.getByRole('button', { name: 'Close' }))
    expect(document.body.innerHTML).not.toContain(LINK)
  })

  it('is not shown again when the page is opened anew', async () => {
    const user = await invited()
    server().answers(InviteMember, { invitation: sent })
    await user.keyboard('{Enter}')
    await screen.findByRole('textbox', { name: 'Link' })
    reopened()
    await screen.findByRole('row', { name: /Bo Ek/ })
    expect(screen.queryByRole('textbox', { name: 'Link' })).toBeNull()
  })

  it('that is refused says why under the address, and keeps it', async () => {
    const user = await invited()
    server().refuses(InviteMember, 409, 'Somebody here has this address already.')
    await user.keyboard('{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('Somebody here has this address already.')
    expect(screen.getByRole('textbox', { name: /^E-mail address/ })).toHaveProperty('value', 'new@meadow.example')
  })

  it('can be left', async () => {
    const user = await invited()
    await user.click(screen.getByRole('button', { name: 'Not now' }))
    expect(screen.queryByRole('form')).toBeNull()
    screen.getByRole('button', { name: 'Invite' })
  })

  const waiting = { ...bo, access: { state: 'invited' as const, mail: 'sent' as const } }

  it('is renewed by a new link', async () => {
    const user = await opens([ida, waiting])
    server().answers(SendInvitation, { ...sent, mailed: true })
    await user.click(rowOf('Bo Ek').getByRole('button', { name: 'More about Bo Ek' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Invite again with a new link' }))
    const card = within(await screen.findByRole('status', { name: 'Invitation' }))
    card.getByRole('heading', { name: 'Bo Ek is invited.' })
    card.getByText(/^The mail with this link is on its way/)
  })

  it('is taken back, and says so where that was refused', async () => {
    const user = await opens([ida, waiting])
    server().refuses(TakeBackInvitation, 404, 'This invitation has been used already.')
    await user.click(rowOf('Bo Ek').getByRole('button', { name: 'More about Bo Ek' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Take the invitation back' }))
    expect((await rowOf('Bo Ek').findByRole('alert')).textContent).toBe('This invitation has been used already.')
    expect(server().asked(TakeBackInvitation)).toMatchObject([{ params: { id: BO } }])
  })
})
