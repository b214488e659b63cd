import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetCustomerPage } from '../../../views/customer-page.contract.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()
const ELM = '01890000-0000-7000-8000-0000000008aa'

describe('a customer', () => {
  it('shows that it loads', async () => {
    server().isSilent(GetCustomerPage)
    opened(server(), `/customers/${ELM}`)
    expect(await screen.findByText('Loading')).toBeDefined()
    expect(server().asked(GetCustomerPage)).toMatchObject([{ params: { id: ELM } }])
  })

  it('that nobody knows is said to be none', async () => {
    server().refuses(GetCustomerPage, 404, 'There is nothing at this address that you may see.')
    opened(server(), `/customers/${ELM}`)
    await screen.findByRole('heading', { name: 'There is no such customer.' })
  })

  it('says that the line is down, with a way to try again', async () => {
    server().isDown(GetCustomerPage)
    const user = opened(server(), `/customers/${ELM}`)
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().refuses(GetCustomerPage, 404, 'Gone.')
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'There is no such customer.' })
  })
})
