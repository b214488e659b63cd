import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ForgotPassword, ResetPassword } from '../../../access/forgotten.contract.ts'
import { GetSession } from '../../../access/session.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, openedAsIs } from '../../testing/opened.tsx'

const server = givenServer()

/** Not the button beside it, which shows what is written. */
const FIELD = { selector: 'input' }

const bodies = (of: typeof ForgotPassword | typeof ResetPassword) =>
  server()
    .asked(of)
    .map(({ body }) => body)

describe('a forgotten password', () => {
  it('is asked for once, and says where to look, whether or not somebody has the address', async () => {
    server().answers(ForgotPassword, { asked: true })
    const user = openedAsIs('/forgotten')
    await user.type(await screen.findByLabelText('E-mail address'), ' ida@meadow.example')
    expect(await faultsIn()).toEqual([])
    await user.dblClick(screen.getByRole('button', { name: 'Send the link' }))
    await screen.findByRole('heading', { name: 'Look into your mail' })
    screen.getByText(/^If somebody signs in here with ida@meadow.example, .* It holds for an hour\.$/)
    expect(bodies(ForgotPassword)).toEqual([{ email: 'ida@meadow.example' }])
  })

  it('of a server without mails says who helps, and keeps the address', async () => {
    server().refuses(ForgotPassword, 409, 'This server sends no mails. Ask an administrator.')
    const user = openedAsIs('/forgotten')
    await user.type(await screen.findByLabelText('E-mail address'), 'ida@meadow.example{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('Ask an administrator.')
    expect(screen.getByLabelText('E-mail address')).toHaveProperty('value', 'ida@meadow.example')
  })

  it('that comes back to mind leads back to signing in', async () => {
    server().answers(GetSession, { signedIn: null })
    const user = openedAsIs('/forgotten')
    await user.click(await screen.findByRole('button', { name: 'Back to signing in' }))
    await screen.findByLabelText(/^Password/, FIELD)
  })
})

describe('the link to a new password', () => {
  it('sets it with what stands behind the #, once, and leads to signing in', async () => {
    server().answers(ResetPassword, { done: true })
    server().answers(GetSession, { signedIn: null })
    const user = openedAsIs('/password#the-token')
    await user.type(await screen.findByLabelText(/^Password/, FIELD), 'four quiet birches')
    expect(await faultsIn()).toEqual([])
    await user.dblClick(screen.getByRole('button', { name: 'Set the password' }))
    await screen.findByRole('heading', { name: 'Done' })
    expect(bodies(ResetPassword)).toEqual([{ token: 'the-token', password: 'four quiet birches' }])
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    await screen.findByLabelText('E-mail address')
  })

  it('that is too old says so', async () => {
    server().refuses(ResetPassword, 404, 'This link has been used or is too old. Ask for a new one.')
    const user = openedAsIs('/password#old')
    await user.type(await screen.findByLabelText(/^Password/, FIELD), 'four quiet birches{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('Ask for a new one.')
    await user.click(screen.getByRole('button', { name: 'Ask for a new link' }))
    await screen.findByLabelText('E-mail address')
  })
})
