import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AddAbsence, DeleteAbsence, GetAbsences } from '../../../access/absences.contract.ts'
import { ChangePassword, ChangeProfile, EndSession, GetProfile, GetSessions } from '../../../access/me.contract.ts'
import { GetMembers } from '../../../access/members.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, opened, reopened } from '../../testing/opened.tsx'

const server = givenServer()

const BO = '01890000-0000-7000-8000-0000000003bb'
const PHONE = '01890000-0000-7000-8000-0000000005aa'
const AWAY = '01890000-0000-7000-8000-0000000005bb'

const profile = (more: object = {}) => ({
  id: ME,
  name: 'Ida Nord',
  account: { email: 'ida@meadow.example', secondFactor: false },
  ...more,
})
const here = {
  device: 'Mozilla/5.0 (Windows NT 10.0) Firefox/144.0',
  startedAt: '2027-03-15T09:00:00.000Z',
  current: true,
}
const phone = { id: PHONE, device: 'Mozilla/5.0 (iPhone) Safari/604.1', startedAt: '2027-03-14T09:00:00.000Z' }
const away = { id: AWAY, memberId: ME, from: '2027-04-01', to: '2027-04-05', coverId: BO }

const opens = async (more: object = {}) => {
  server().answers(GetProfile, profile(more))
  server().answers(GetMembers, {
    items: [
      { id: BO, name: 'Bo Ek', role: 'csm', active: true },
      { name: 'Gone', active: false },
    ],
  })
  server().answers(GetAbsences, { items: [away] })
  server().answers(GetSessions, { items: [here, phone] })
  const user = opened(server(), '/settings/profile')
  await screen.findByRole('article', { name: 'You' })
  return user
}

const panel = (name: string) => within(screen.getByRole('article', { name }))
const bodies = (endpoint: Parameters<ReturnType<typeof server>['asked']>[0]) =>
  server()
    .asked(endpoint)
    .map(({ body }) => body)

describe('the profile', () => {
  it('is changed and said to be saved', async () => {
    const user = await opens()
    await screen.findByText('Firefox on Windows')
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
    const save = panel('You').getByRole('button', { name: 'Save' })
    expect(save).toHaveProperty('disabled', true)
    const name = panel('You').getByRole('textbox', { name: /^Name/ })
    await user.clear(name)
    await user.type(name, 'Ida Norden ')
    server().answers(ChangeProfile, {})
    server().answers(GetProfile, profile({ name: 'Ida Norden' }))
    await user.dblClick(save)
    await panel('You').findByText('Saved')
    expect(bodies(ChangeProfile)).toEqual([{ name: 'Ida Norden', timeZone: null }])
  })

  it('of the sample has no password, no second factor and no sessions', async () => {
    await opens({ account: null })
    for (const name of ['Password', 'Second factor', 'Where you are signed in'])
      expect(screen.queryByRole('article', { name })).toBeNull()
  })

  it('says that it loads, and that it did not, and loads when it is asked again', async () => {
    server().isSilent(GetProfile)
    const user = opened(server(), '/settings/profile')
    await screen.findByText('Loading')
    server().refuses(GetProfile, 403, 'A key has no profile.')
    reopened()
    await screen.findByRole('heading', { name: 'Your profile did not load.' })
    server().answers(GetMembers, {})
    server().answers(GetAbsences, {})
    server().answers(GetProfile, profile({ account: null }))
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('article', { name: 'You' })
  })
})

describe('an absence', () => {
  it('is shown with who covers, and taken back once', async () => {
    const user = await opens()
    await panel('Absences').findByText('April 1, 2027 – April 5, 2027')
    await panel('Absences').findByText('Bo Ek covers')
    server().answers(DeleteAbsence, { deleted: true })
    server().answers(GetAbsences, {})
    await user.dblClick(panel('Absences').getByRole('button', { name: 'Take back April 1, 2027' }))
    await panel('Absences').findByText(/^None\. Say when you are away/)
    expect(server().asked(DeleteAbsence)).toMatchObject([{ params: { id: AWAY } }])
  })

  it('that cannot be taken back says why', async () => {
    const user = await opens()
    server().refuses(DeleteAbsence, 404, 'This absence is no longer there.')
    await user.click(await panel('Absences').findByRole('button', { name: 'Take back April 1, 2027' }))
    expect((await panel('Absences').findByRole('alert')).textContent).toContain('This absence is no longer there.')
  })

  it('of one day needs no second date; only who is here can cover', async () => {
    const user = await opens()
    const form = within(screen.getByRole('form', { name: 'Add an absence' }))
    await user.type(form.getByLabelText('First day away'), '2027-05-03')
    await form.findByRole('option', { name: 'Bo Ek' })
    expect(form.queryByRole('option', { name: 'Gone' })).toBeNull()
    server().answers(AddAbsence, {})
    await user.dblClick(form.getByRole('button', { name: 'Add' }))
    await waitFor(() => expect(bodies(AddAbsence)).toEqual([{ from: '2027-05-03', to: '2027-05-03', coverId: null }]))
    await waitFor(() => expect(form.getByLabelText('First day away')).toHaveProperty('value', ''))
  })

  it('that overlaps another one is refused with the server’s words, and its days stay', async () => {
    const user = await opens()
    const form = within(screen.getByRole('form', { name: 'Add an absence' }))
    server().refuses(AddAbsence, 409, 'You are away then already.')
    await user.type(form.getByLabelText('First day away'), '2027-04-02')
    await user.click(form.getByRole('button', { name: 'Add' }))
    expect((await form.findByRole('alert')).textContent).toBe('You are away then already.')
    expect(form.getByLabelText(/^First day away/)).toHaveProperty('value', '2027-04-02')
  })
})

describe('the password', () => {
  const changed = async () => {
    const user = await opens()
    const fields = screen.getByRole('article', { name: 'Password' }).querySelectorAll('input')
    await user.type(fields[0] as Element, 'the old one')
    await user.type(fields[1] as Element, 'four quiet birches')
    return { user, fields }
  }

  it('is changed once, and its fields are empty then', async () => {
    const { user, fields } = await changed()
    server().answers(ChangePassword, { done: true })
    await user.dblClick(panel('Password').getByRole('button', { name: 'Change the password' }))
    await panel('Password').findByText('Changed. You are signed out everywhere else.')
    expect(bodies(ChangePassword)).toEqual([{ current: 'the old one', next: 'four quiet birches' }])
    expect([...fields].map(({ value }) => value)).toEqual(['', ''])
  })

  it('stays where the current one is wrong', async () => {
    const { user } = await changed()
    server().refuses(ChangePassword, 422, 'This is not your current password.')
    await user.click(panel('Password').getByRole('button', { name: 'Change the password' }))
    expect((await panel('Password').findByRole('alert')).textContent).toBe('This is not your current password.')
  })
})

describe('a session', () => {
  it('is named by its device; this one cannot be ended here, another one disappears when it is', async () => {
    const user = await opens()
    const sessions = panel('Where you are signed in')
    await sessions.findByText('Safari on iPhone')
    sessions.getByText('This one')
    server().answers(EndSession, { done: true })
    server().answers(GetSessions, { items: [here] })
    await user.dblClick(sessions.getByRole('button', { name: 'End Safari on iPhone' }))
    await waitFor(() => expect(sessions.queryByText('Safari on iPhone')).toBeNull())
    expect(server().asked(EndSession)).toMatchObject([{ params: { id: PHONE } }])
    expect(sessions.queryByRole('button')).toBeNull()
  })

  it('that is not ended is said to be there still', async () => {
    const user = await opens()
    const sessions = panel('Where you are signed in')
    server().isDown(EndSession)
    await user.click(await sessions.findByRole('button', { name: 'End Safari on iPhone' }))
    expect((await sessions.findByRole('alert')).textContent).toContain('The server cannot be reached.')
    sessions.getByText('Safari on iPhone')
  })
})
