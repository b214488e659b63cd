import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ChooseCompany, GetSession, SignOut } from '../../../access/session.contract.ts'
import { GetMembers } from '../../../access/members.contract.ts'
import { GetTasksPage } from '../../../stages/execute/tasks.contract.ts'
import { GetQueue } from '../../../views/queue.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, opened, openedAsIs } from '../../testing/opened.tsx'

const server = givenServer()

const MEADOW = '01890000-0000-7000-8000-0000000004aa'
const HEATH = '01890000-0000-7000-8000-0000000004bb'

const ida = (company: string, name: string) => ({
  signedIn: {
    person: { id: ME, name: 'Ida Nord', role: 'csm' as const },
    company: { id: company, name },
    companies: [
      { id: MEADOW, name: 'Meadow' },
      { id: HEATH, name: 'Heath' },
    ],
  },
})

const main = () => within(screen.getByRole('navigation', { name: 'Main' }))
const linksOf = (name: string): readonly (string | null)[] =>
  within(screen.getByRole('navigation', { name }))
    .getAllByRole('link')
    .map(({ textContent }) => textContent)

const onTasks = async (role?: 'csm' | 'manager' | 'viewer') => {
  server().answers(GetTasksPage, {})
  const user = opened(server(), '/tasks', role)
  await screen.findByRole('heading', { name: 'Nothing is to be done.' })
  return user
}

const inMenu = async (user: ReturnType<typeof opened>, name: string) => {
  await user.click(main().getByRole('button', { name: /Ida Nord/ }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

describe('the frame', () => {
  it('says where one is, on the wide screen and on the phone, and who one is', async () => {
    await onTasks()
    expect(main().getByRole('link', { name: 'Tasks' }).getAttribute('aria-current')).toBe('page')
    expect(main().getByRole('link', { name: 'Queue' }).hasAttribute('aria-current')).toBe(false)
    expect(linksOf('Main, phone')).toEqual(['Today', 'Queue', 'Customers'])
    main().getByText('CSM at Meadow')
    expect(await faultsIn()).toEqual([])
  })

  it('has first a way past the navigation, to the content', async () => {
    const user = await onTasks()
    await user.tab()
    expect(document.activeElement?.textContent).toBe('Go to the content')
    expect(document.querySelector(document.activeElement?.getAttribute('href') ?? 'none')).toBe(
      screen.getByRole('main'),
    )
  })

  it.each([
    ['manager', true, false],
    ['viewer', true, false],
    ['csm', false, true],
  ] as const)('of a %s has the team: %s, and logging calls: %s', async (role, team, log) => {
    await onTasks(role)
    expect(linksOf('Main').includes('Team')).toBe(team)
    expect(screen.queryByRole('button', { name: 'Log' }) !== null).toBe(log)
  })

  it('is light, dark, or as the system, as one chooses', async () => {
    const user = await onTasks()
    await user.click(main().getByRole('button', { name: /Ida Nord/ }))
    expect((await screen.findByRole('menuitemradio', { name: 'As the system' })).getAttribute('aria-checked')).toBe(
      'true',
    )
    await user.click(screen.getByRole('menuitemradio', { name: 'Dark' }))
    await waitFor(() => expect(document.documentElement.dataset['mantineColorScheme']).toBe('dark'))
  })

  it('is left by signing out, and nothing that was read stays', async () => {
    const user = await onTasks()
    server().answers(SignOut, { signedIn: null })
    server().answers(GetSession, { signedIn: null })
    await inMenu(user, 'Sign out')
    await screen.findByLabelText('E-mail address')
    expect(server().asked(SignOut)).toHaveLength(1)
    act(() => window.history.back())
    await waitFor(() => expect(window.location.pathname).toBe('/sign-in'))
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull()
  })

  it('says that one is still signed in where signing out was not possible', async () => {
    const user = await onTasks()
    server().isDown(SignOut)
    await inMenu(user, 'Sign out')
    await screen.findByText('You are still signed in. The server cannot be reached.')
  })

  it.each(['/tasks', '/'])(
    'leads who works for several companies from %s into another one, of which all is read anew',
    async (path) => {
      server().answers(GetSession, ida(MEADOW, 'Meadow'))
      server().answers(GetTasksPage, {})
      server().answers(GetToday, {})
      const user = openedAsIs(path)
      await screen.findByText('CSM at Meadow')
      server().answers(ChooseCompany, ida(HEATH, 'Heath'))
      server().answers(GetToday, {})
      await user.click(main().getByRole('button', { name: /Ida Nord/ }))
      expect((await screen.findByRole('menuitemradio', { name: 'Meadow' })).getAttribute('aria-checked')).toBe('true')
      const before = server().asked(GetToday).length
      await user.click(screen.getByRole('menuitemradio', { name: 'Heath' }))
      await screen.findByText('CSM at Heath')
      await waitFor(() => expect(window.location.pathname).toBe('/'))
      await waitFor(() => expect(server().asked(GetToday)).toHaveLength(before + 1))
      expect(server().asked(ChooseCompany)).toMatchObject([{ body: { companyId: HEATH } }])
    },
  )

  it('says that one is still where one was, where another company could not be entered', async () => {
    server().answers(GetSession, ida(MEADOW, 'Meadow'))
    server().answers(GetTasksPage, {})
    const user = openedAsIs('/tasks')
    await screen.findByText('CSM at Meadow')
    server().isDown(ChooseCompany)
    await user.click(main().getByRole('button', { name: /Ida Nord/ }))
    await user.click(await screen.findByRole('menuitemradio', { name: 'Heath' }))
    await screen.findByText('You are still at Meadow. The server cannot be reached.')
    screen.getByText('CSM at Meadow')
  })

  it.each([
    ['csm', ['Today', 'Queue', 'Customers', 'Log', 'More']],
    ['manager', ['Today', 'Queue', 'Customers', 'Team', 'More']],
  ] as const)('has five places on the phone of a %s; the rest is behind the last one', async (role, places) => {
    server().answers(GetToday, {})
    const user = await onTasks(role)
    const bar = screen.getByRole('navigation', { name: 'Main, phone' })
    expect([...bar.querySelectorAll('a, button')].map(({ textContent }) => textContent)).toEqual(places)
    const more = within(bar).getByRole('button', { name: 'More' })
    expect(more.getAttribute('aria-current'), 'where Tasks are').toBe('page')
    await user.click(within(bar).getByRole('link', { name: 'Today' }))
    await waitFor(() => expect(more.hasAttribute('aria-current')).toBe(false))
    await user.click(more)
    await user.click(await screen.findByRole('menuitem', { name: 'Find or do' }))
    await screen.findByRole('combobox', { name: 'Find or do' })
    await user.keyboard('{Escape}')
    await user.click(more)
    await user.click(await screen.findByRole('menuitem', { name: 'Tasks' }))
    await waitFor(() => expect(window.location.pathname).toBe('/tasks'))
  })

  it('is left for the entrance when the session has ended elsewhere', async () => {
    const user = await onTasks()
    server().answers(GetSession, { signedIn: null })
    server().refuses(GetQueue, 401, 'Sign in first.')
    await user.click(main().getByRole('link', { name: 'Queue' }))
    await screen.findByLabelText('E-mail address')
    expect(window.location.pathname).toBe('/sign-in')
  })
})

describe('an address', () => {
  it('at which there is nothing says so, with a way to Today', async () => {
    opened(server(), '/nowhere')
    await screen.findByRole('heading', { name: 'There is nothing at this address.' })
    expect(screen.getByRole('link', { name: 'Go to Today' }).getAttribute('href')).toBe('/')
    expect(await faultsIn()).toEqual([])
  })

  it('of Settings leads to their first section, and each section has its own', async () => {
    server().answers(GetMembers, {})
    const user = opened(server(), '/settings')
    await screen.findByRole('heading', { level: 1, name: 'Members' })
    expect(window.location.pathname).toBe('/settings/members')
    await waitFor(() => expect(document.title).toBe('Members · Renubu'))
    const sections = within(screen.getByRole('navigation', { name: 'Settings' }))
    expect(sections.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(['Profile', 'Members', 'Data', 'Connections']),
    )
    expect(sections.getByRole('link', { name: 'Members' }).getAttribute('aria-current')).toBe('page')
    await user.click(main().getByRole('link', { name: 'Settings' }))
    await screen.findByRole('heading', { level: 1, name: 'Members' })
  })

  it('of a section that is none says so beside those there are', async () => {
    opened(server(), '/settings/nothing')
    await screen.findByRole('heading', { name: 'There is no such section.' })
    screen.getByRole('link', { name: 'Profile' })
  })

  it('that cannot be opened at all says why, and opens when it is tried again', async () => {
    // The router tells the console of what it could not open.
    vi.spyOn(console, 'error').mockReturnValue()
    vi.spyOn(console, 'warn').mockReturnValue()
    server().isDown(GetSession)
    const user = openedAsIs('/tasks')
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().answers(GetSession, ida(MEADOW, 'Meadow'))
    server().answers(GetTasksPage, {})
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'Nothing is to be done.' })
  })
})
