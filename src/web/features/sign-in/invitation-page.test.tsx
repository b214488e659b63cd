import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AcceptInvitation, LookAtInvitation } from '../../../access/invitations.contract.ts'
import { GetSession } from '../../../access/session.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, openedAsIs } from '../../testing/opened.tsx'

const server = givenServer()

const IDA = { signedIn: { person: { id: ME, name: 'Ida Nord', role: 'csm' as const }, company: { name: 'Meadow' } } }
/** Not the button beside it, which shows what is written. */
const FIELD = { selector: 'input' }
const invitation = { company: 'Meadow', email: 'ida@meadow.example', name: 'ida', known: false }

describe('an invitation', () => {
  it('is looked at by what stands behind the #, and lets in once with a name and a password', async () => {
    server().answers(LookAtInvitation, invitation)
    server().answers(AcceptInvitation, { kind: 'signed-in', session: IDA })
    server().answers(GetToday, {})
    const user = openedAsIs('/invitation#the-token')
    await screen.findByRole('heading', { name: 'Join Meadow' })
    screen.getByText('Your account will be ida@meadow.example. Choose a password, and you are in.')
    expect(await faultsIn()).toEqual([])
    expect(server().asked(LookAtInvitation)).toMatchObject([{ body: { token: 'the-token' } }])
    await user.clear(screen.getByLabelText('Your name'))
    await user.type(screen.getByLabelText('Your name'), 'Ida Nord')
    await user.type(screen.getByLabelText(/^Password/, FIELD), 'four quiet birches')
    await user.dblClick(screen.getByRole('button', { name: 'Join' }))
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(
      server()
        .asked(AcceptInvitation)
        .map(({ body }) => body),
    ).toEqual([{ token: 'the-token', name: 'Ida Nord', password: 'four quiet birches' }])
  })

  it('of somebody who has an account asks for its password, and says when it is wrong', async () => {
    server().answers(LookAtInvitation, { ...invitation, known: true })
    server().refuses(AcceptInvitation, 401, 'This is not the password of this account.')
    const user = openedAsIs('/invitation#the-token')
    await user.type(await screen.findByLabelText('Password of your account', FIELD), 'wrong{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('This is not the password of this account.')
    expect(screen.getByLabelText('Your name')).toHaveProperty('value', 'ida')
  })

  it('of somebody with a second factor asks for that as well', async () => {
    server().answers(LookAtInvitation, { ...invitation, known: true })
    server().answers(AcceptInvitation, { kind: 'second-factor', challenge: 'c-1' })
    const user = openedAsIs('/invitation#the-token')
    await user.type(await screen.findByLabelText('Password of your account', FIELD), 'right{Enter}')
    await screen.findByRole('heading', { name: 'One more thing' })
  })

  it('that is used up says what to do, and leads to signing in', async () => {
    server().refuses(LookAtInvitation, 404, 'This invitation has been used or is too old. Ask for a new one.')
    server().answers(GetSession, { signedIn: null })
    const user = openedAsIs('/invitation#old')
    await screen.findByRole('heading', { name: 'This invitation cannot be opened.' })
    screen.getByText('This invitation has been used or is too old. Ask for a new one.')
    await user.click(screen.getByRole('button', { name: 'Go to signing in' }))
    await screen.findByLabelText('E-mail address')
  })

  it('that could not be looked at just now is looked at again', async () => {
    server().refuses(LookAtInvitation, 429, 'Too many requests. Try again in 20 seconds.')
    const user = openedAsIs('/invitation#the-token')
    expect((await screen.findByRole('alert')).textContent).toContain('Try again in 20 seconds.')
    server().answers(LookAtInvitation, invitation)
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'Join Meadow' })
  })
})
