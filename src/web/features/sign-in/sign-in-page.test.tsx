import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  GetSession,
  GiveSecondFactor,
  MakeFirstAdmin,
  SignIn,
  SignInAsSamplePerson,
} from '../../../access/session.contract.ts'
import { GetSamplePeople } from '../../../views/sample-people.contract.ts'
import { GetTasksPage } from '../../../stages/execute/tasks.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, openedAsIs } from '../../testing/opened.tsx'

const server = givenServer()

const COMPANY = '01890000-0000-7000-8000-0000000004aa'
const IDA = { signedIn: { person: { id: ME, name: 'Ida Nord', role: 'csm' as const }, company: { name: 'Meadow' } } }

/** Not the button beside it, which shows what is written. */
const FIELD = { selector: 'input' }

/** The page of who is not in yet. */
const entrance = (state: object = {}) => {
  server().answers(GetSession, { signedIn: null, ...state })
  return openedAsIs('/sign-in')
}

const fill = async (user: ReturnType<typeof openedAsIs>, password: string) => {
  await user.type(await screen.findByLabelText('E-mail address'), ' ida@meadow.example ')
  await user.type(screen.getByLabelText(/^Password/, FIELD), password)
}

describe('signing in with a password', () => {
  it('leads to the day, with the address as it is meant, and sends once for a double click', async () => {
    const user = entrance()
    server().answers(SignIn, { kind: 'signed-in', session: IDA })
    server().answers(GetToday, {})
    await fill(user, 'four quiet birches')
    await user.dblClick(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(
      server()
        .asked(SignIn)
        .map(({ body }) => body),
    ).toEqual([{ email: 'ida@meadow.example', password: 'four quiet birches' }])
  })

  it('with a wrong password says so, keeps the address, and goes on with the right one', async () => {
    const user = entrance()
    server().refuses(SignIn, 401, 'This address and this password do not belong together.')
    await fill(user, 'wrong')
    await user.keyboard('{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('do not belong together')
    expect(screen.getByLabelText('E-mail address')).toHaveProperty('value', 'ida@meadow.example')
    server().answers(SignIn, { kind: 'signed-in', session: IDA })
    server().answers(GetToday, {})
    await user.clear(screen.getByLabelText(/^Password/, FIELD))
    await user.type(screen.getByLabelText(/^Password/, FIELD), 'right{Enter}')
    await waitFor(() => expect(window.location.pathname).toBe('/'))
  })

  it.each([
    [429, 'This was tried too often. Wait a quarter of an hour, or set a new password.'],
    [429, 'Too many requests. Try again in 1 minute.'],
  ])('that was tried too often (%i) says when to try again: %s', async (status, says) => {
    const user = entrance()
    server().refuses(SignIn, status, says)
    await fill(user, 'wrong')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect((await screen.findByRole('alert')).textContent.trim()).toBe(says)
    expect(screen.getByRole('button', { name: 'Sign in' })).toHaveProperty('disabled', false)
  })

  it('says that the line is down, and can be tried again', async () => {
    const user = entrance()
    server().isDown(SignIn)
    await fill(user, 'right')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The server cannot be reached.')
  })

  it('can be read while it is written, and hidden again', async () => {
    const user = entrance()
    const field = await screen.findByLabelText(/^Password/, FIELD)
    const eye = screen.getByRole('button', { name: 'Show the password' })
    expect(field.getAttribute('type')).toBe('password')
    await user.click(eye)
    expect(field.getAttribute('type')).toBe('text')
    expect(eye.getAttribute('aria-pressed')).toBe('true')
    await user.click(eye)
    expect(field.getAttribute('type')).toBe('password')
  })

  it('is helped by a link where mails are sent, and by an administrator where none are', async () => {
    entrance()
    await screen.findByText(/Ask an administrator: this server sends no mails/)
    expect(screen.queryByRole('button', { name: 'I have forgotten my password' })).toBeNull()
    expect(await faultsIn()).toEqual([])
  })

  it('is left for a new password', async () => {
    const user = entrance({ mail: true })
    await user.click(await screen.findByRole('button', { name: 'I have forgotten my password' }))
    await screen.findByRole('heading', { name: 'A new password' })
    expect(window.location.pathname).toBe('/forgotten')
  })

  it('keeps the address that was typed on the way to a new password, and back', async () => {
    const user = entrance({ mail: true })
    await user.type(await screen.findByLabelText('E-mail address'), 'ida@meadow.example')
    const kept = () => expect(screen.getByLabelText('E-mail address')).toHaveProperty('value', 'ida@meadow.example')
    await user.click(screen.getByRole('button', { name: 'I have forgotten my password' }))
    await screen.findByRole('heading', { name: 'A new password' })
    kept()
    await user.click(screen.getByRole('button', { name: 'Back to signing in' }))
    await screen.findByLabelText(/^Password/, FIELD)
    kept()
    expect(window.location.href).not.toContain('ida')
  })
})

describe('the second factor', () => {
  const asked = async () => {
    const user = entrance()
    server().answers(SignIn, { kind: 'second-factor', challenge: 'c-1' })
    await fill(user, 'right')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    await screen.findByRole('heading', { name: 'One more thing' })
    return user
  }

  it('is asked for after the password, and lets one in', async () => {
    const user = await asked()
    server().answers(GiveSecondFactor, IDA)
    server().answers(GetToday, {})
    expect(await faultsIn()).toEqual([])
    await user.type(screen.getByLabelText('Code'), '123456{Enter}')
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(server().asked(GiveSecondFactor)).toMatchObject([{ body: { challenge: 'c-1', code: '123456' } }])
  })

  it('that is wrong says so, and a backup code is a way in as well', async () => {
    const user = await asked()
    server().refuses(GiveSecondFactor, 401, 'This code is not the one of this moment.')
    await user.type(screen.getByLabelText('Code'), '000000{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('not the one of this moment')
    await user.click(screen.getByRole('button', { name: 'Use a backup code instead' }))
    expect(screen.getByLabelText('Backup code')).toHaveProperty('value', '')
    server().answers(GiveSecondFactor, IDA)
    server().answers(GetToday, {})
    await user.type(screen.getByLabelText('Backup code'), 'abcde-fghij{Enter}')
    await waitFor(() => expect(window.location.pathname).toBe('/'))
  })

  it('can be left to begin anew', async () => {
    const user = await asked()
    await user.click(screen.getByRole('button', { name: 'Begin anew' }))
    await screen.findByLabelText('E-mail address')
  })
})

describe('the first visit', () => {
  const begun = async () => {
    const user = entrance({ firstAdmin: true })
    await user.type(await screen.findByLabelText('Company'), 'Meadow')
    await user.type(screen.getByLabelText('Your name'), 'Ida Nord')
    await user.type(screen.getByLabelText(/^Your e-mail address/), 'ida@meadow.example')
    await user.type(screen.getByLabelText(/^Password/, FIELD), 'four quiet birches')
    return user
  }

  it('makes the company and its administrator once, by the clock of this place', async () => {
    const user = await begun()
    expect(await faultsIn()).toEqual([])
    server().answers(MakeFirstAdmin, IDA)
    server().answers(GetToday, {})
    await user.dblClick(screen.getByRole('button', { name: 'Begin' }))
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    const company = { name: 'Meadow', timeZone: 'UTC' }
    expect(server().asked(MakeFirstAdmin)).toHaveLength(1)
    expect(server().asked(MakeFirstAdmin)).toMatchObject([{ body: { company, name: 'Ida Nord' } }])
  })

  it('that somebody else was faster with says so and keeps what was written', async () => {
    const user = await begun()
    server().refuses(MakeFirstAdmin, 409, 'There is a company already. Sign in, or ask to be invited.')
    await user.click(screen.getByRole('button', { name: 'Begin' }))
    expect((await screen.findByRole('alert')).textContent).toContain('There is a company already.')
    expect(screen.getByLabelText('Company')).toHaveProperty('value', 'Meadow')
  })
})

describe('the sample', () => {
  const people = [
    { id: ME, name: 'Ida Nord', role: 'csm' as const, top: { customer: 'Elm', days: 3 } },
    { name: 'Bo Ek', role: 'manager' as const, top: { customer: 'Larch', days: -2 } },
    { name: 'Ada Quill', role: 'viewer' as const, top: null },
  ]

  it('is gone into by one click on a person, of whom one sees what is first', async () => {
    server().answers(GetSamplePeople, { companies: [{ id: COMPANY, name: 'Meadow', customers: 120, people }] })
    const user = entrance({ sampleSignIn: true })
    const ida = await screen.findByRole('button', { name: /Ida Nord/ })
    expect(ida.textContent).toContain('CSM · first: Elm, 3 days')
    expect(screen.getByRole('button', { name: /Bo Ek/ }).textContent).toContain('Manager · first: Larch, overdue')
    expect(screen.getByRole('button', { name: /Ada Quill/ }).textContent).toMatch(/Reader$/)
    expect(await faultsIn()).toEqual([])
    server().answers(SignInAsSamplePerson, IDA)
    server().answers(GetToday, {})
    await user.dblClick(ida)
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(
      server()
        .asked(SignInAsSamplePerson)
        .map(({ body }) => body),
    ).toEqual([{ companyId: COMPANY, userId: ME }])
  })

  it('says why one does not come in', async () => {
    server().answers(GetSamplePeople, { companies: [{ id: COMPANY, name: 'Meadow', people }] })
    const user = entrance({ sampleSignIn: true })
    server().refuses(SignInAsSamplePerson, 429, 'Too many requests. Try again in 20 seconds.')
    await user.click(await screen.findByRole('button', { name: /Ida Nord/ }))
    expect((await screen.findByRole('alert')).textContent).toContain('Try again in 20 seconds.')
  })

  it('that is being loaded says so, and one that did not load can be asked for again', async () => {
    server().refuses(GetSamplePeople, 404, 'There is nothing at this address that you may see.')
    const user = entrance({ sampleSignIn: true })
    await screen.findByRole('heading', { name: 'The sample people did not load.' })
    server().answers(GetSamplePeople, {})
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'The sample is being loaded.' })
  })

  it('is beside one’s own account, to and fro', async () => {
    server().answers(GetSamplePeople, {})
    const user = entrance({ sampleSignIn: true })
    await user.click(await screen.findByRole('button', { name: 'I have an account of my own' }))
    await screen.findByLabelText(/^Password/, FIELD)
    await user.click(screen.getByRole('button', { name: 'Look around in the sample instead' }))
    await screen.findByRole('heading', { name: /Who are you today\?$/ })
  })
})

describe('the entrance', () => {
  it('is where one is led who is not signed in', async () => {
    server().answers(GetSession, { signedIn: null })
    openedAsIs('/tasks')
    await screen.findByLabelText(/^Password/, FIELD)
    expect(window.location.pathname).toBe('/sign-in')
    expect(server().asked(GetTasksPage)).toEqual([])
  })

  it('says that it loads, and that it did not, and can be asked again', async () => {
    server().isDown(GetSession)
    const user = openedAsIs('/sign-in')
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().answers(GetSession, { signedIn: null })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByLabelText(/^Password/, FIELD)
  })
})
