import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetAbsences } from '../../../access/absences.contract.ts'
import { EndSecondFactor, GetProfile, GetSessions, RenewBackupCodes } from '../../../access/me.contract.ts'
import { GetMembers } from '../../../access/members.contract.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const profileOf = (secondFactor: boolean) => {
  server().answers(GetProfile, {
    id: ME,
    name: 'Ida Nord',
    role: 'csm',
    account: { email: 'ida@meadow.example', secondFactor },
  })
  server().answers(GetMembers, { items: [] })
  server().answers(GetAbsences, { items: [] })
  server().answers(GetSessions, { items: [] })
  return opened(server(), '/settings/profile')
}
const panel = () => screen.findByRole('article', { name: 'Second factor' })

describe('the second factor of whoever is signed in', () => {
  it('has new backup codes for the password, which are shown once', async () => {
    const user = profileOf(true)
    await user.click(within(await panel()).getByRole('button', { name: 'Make new ones' }))
    const dialog = await screen.findByRole('dialog', { name: 'Make new backup codes' })
    within(dialog).getByText('The old ones end at once.')
    server().refuses(RenewBackupCodes, 422, 'This is not your password.')
    await user.type(within(dialog).getByLabelText('Your password', { selector: 'input' }), 'not it')
    await user.keyboard('{Enter}')
    await within(dialog).findByText('This is not your password.')
    server().answers(RenewBackupCodes, { backupCodes: ['one-1', 'two-2'] })
    await user.click(within(dialog).getByRole('button', { name: 'Make new codes' }))
    const codes = await screen.findByRole('region', { name: 'Backup codes' })
    expect(
      within(codes)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['one-1', 'two-2'])
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Make new ones'))
  })

  it('is switched off by the password alone', async () => {
    const user = profileOf(true)
    await user.click(within(await panel()).getByRole('button', { name: 'Switch off' }))
    const dialog = await screen.findByRole('dialog', { name: 'Switch the second factor off' })
    server().answers(EndSecondFactor, {})
    await user.type(within(dialog).getByLabelText('Your password', { selector: 'input' }), 'correct horse battery')
    await user.click(within(dialog).getByRole('button', { name: 'Switch off' }))
    await waitFor(() =>
      expect(server().asked(EndSecondFactor)).toMatchObject([{ body: { password: 'correct horse battery' } }]),
    )
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
