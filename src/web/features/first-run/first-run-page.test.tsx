import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetSession, SignInAsSamplePerson } from '../../../access/session.contract.ts'
import { GetSamplePeople } from '../../../views/sample-people.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, ME, openedAsIs } from '../../testing/opened.tsx'

const server = givenServer()

const MEADOW = '01890000-0000-7000-8000-0000000004aa'
const SAMPLE = '01890000-0000-7000-8000-0000000004bb'
const NOOR = '01890000-0000-7000-8000-0000000004cc'

const opens = (role: 'admin' | 'csm', sampleSignIn = false) => {
  server().answers(GetSession, {
    signedIn: { person: { id: ME, name: 'Ida Nord', role }, company: { id: MEADOW, name: 'Meadow' } },
    sampleSignIn,
  })
  return openedAsIs('/welcome')
}

const doors = () => screen.getAllByRole('article').map((door) => door.getAttribute('aria-label'))

const sample = (days: number | null) => ({
  companies: [
    { id: MEADOW, name: 'Meadow', customers: 0, people: [{ name: 'Ida Nord' }] },
    {
      id: SAMPLE,
      name: 'Invented',
      customers: 60,
      people: [{ id: NOOR, name: 'Noor Lind', top: { customer: 'Elm', days } }],
    },
  ],
})

describe('a company without customers', () => {
  it('has two doors, of which the first leads to a file', async () => {
    opens('admin')
    await screen.findByRole('heading', { name: /Where shall we begin\?$/ })
    expect(doors()).toEqual(['Import a file', 'Connect a system'])
    expect(screen.getByRole('link', { name: 'Choose a file' }).getAttribute('href')).toBe('/import')
    expect(screen.getByRole('link', { name: 'See how' }).getAttribute('href')).toBe('/settings/connect')
    screen.getByText(/Two doors lead in/)
    expect(await faultsIn()).toEqual([])
  })

  it('has a third door into a sample, through which one goes once', async () => {
    const user = opens('admin', true)
    server().answers(GetSamplePeople, sample(3))
    await screen.findByText(/Three doors lead in/)
    expect(doors()).toEqual(['Look around a sample portfolio', 'Import a file', 'Connect a system'])
    const door = within(screen.getByRole('article', { name: 'Look around a sample portfolio' }))
    door.getByText(/^60 customers of an invented company.* You are signed in there as Noor/)
    door.getByText('3 days left')
    server().answers(SignInAsSamplePerson, { signedIn: { person: { id: NOOR, name: 'Noor Lind' } } })
    server().answers(GetToday, {})
    await user.dblClick(door.getByRole('button', { name: 'Open the sample' }))
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(
      server()
        .asked(SignInAsSamplePerson)
        .map(({ body }) => body),
    ).toEqual([{ companyId: SAMPLE, userId: NOOR }])
  })

  it.each([
    [null, ''],
    [0, '0 days left'],
    [-5, 'overdue'],
  ])('says of the sample’s first story, with %s days to go: %s', async (days, words) => {
    opens('admin', true)
    server().answers(GetSamplePeople, sample(days))
    const door = within(await screen.findByRole('article', { name: 'Look around a sample portfolio' }))
    expect(door.getByRole('listitem').lastElementChild?.textContent).toBe(words)
  })

  it('says why the door into the sample does not open', async () => {
    const user = opens('admin', true)
    server().answers(GetSamplePeople, sample(3))
    server().refuses(SignInAsSamplePerson, 429, 'Too many requests. Try again in 20 seconds.')
    await user.click(await screen.findByRole('button', { name: 'Open the sample' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Try again in 20 seconds.')
  })

  it('says to others that an administrator can begin', async () => {
    opens('csm')
    await screen.findByRole('heading', { name: 'Meadow has no customers yet.' })
    expect(screen.queryByRole('link', { name: 'Choose a file' })).toBeNull()
  })
})
