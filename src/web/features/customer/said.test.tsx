import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { EndOverride } from '../../../pipeline/customer.contract.ts'
import { GetCustomerPage } from '../../../views/customer-page.contract.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()
const ELM = '01890000-0000-7000-8000-0000000008aa'
const DAY = '2027-03-15'

const elm = {
  day: DAY,
  customer: { id: ELM, name: 'Elm' },
  health: { value: 61.5 },
  risk: { value: 12 },
  can: ['read', 'act', 'override'],
}

const override = {
  figure: 'health' as const,
  value: 80,
  reason: 'Knows better',
  note: 'They told me.',
  by: 'Ada Quill',
  until: '2027-04-01',
}

const opens = async (page: object) => {
  server().answers(GetCustomerPage, page)
  const user = opened(server(), `/customers/${ELM}`)
  await screen.findByRole('heading', { level: 1 })
  return user
}

const panel = (name: string) => within(screen.getByRole('article', { name }))

describe('what people say of a customer', () => {
  it('is an impression, and values in place of the computed ones, which count again when they are taken back', async () => {
    const page = {
      ...elm,
      overrides: [override],
      pulse: { colour: 'amber', line: 'Quiet of late.', by: 'Ada Quill', day: DAY },
    }
    const user = await opens(page)
    const said = panel('What people say')
    said.getByText('Worrying')
    said.getByText('Ada Quill, today')
    said.getByText('instead of the computed 61.5')
    said.getByText('Ada Quill, until April 1')
    server().answers(EndOverride, {})
    server().answers(GetCustomerPage, elm)
    await user.click(said.getByRole('button', { name: 'Use the computed health again' }))
    await waitFor(() => expect(said.queryByText('Health 80')).toBeNull())
    expect(server().asked(EndOverride)).toMatchObject([{ params: { id: ELM, figure: 'health' } }])
  })

  it('takes back a value once, however often that is clicked before the customer is read anew', async () => {
    const user = await opens({ ...elm, overrides: [override] })
    server().answers(EndOverride, {})
    server().isSilent(GetCustomerPage)
    const button = screen.getByRole('button', { name: 'Use the computed health again' })
    await user.dblClick(button)
    await user.click(button)
    expect(server().asked(EndOverride)).toHaveLength(1)
  })

  it('stays as it is where the server refuses, with its words', async () => {
    server().refuses(EndOverride, 404, 'Nobody has set this figure.')
    const user = await opens({ ...elm, overrides: [override] })
    await user.click(screen.getByRole('button', { name: 'Use the computed health again' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Nobody has set this figure.')
    panel('What people say').getByText('instead of the computed 61.5')
  })

  it('is set and taken back only by who may', async () => {
    await opens({ ...elm, overrides: [override], can: ['read', 'act'] })
    panel('What people say').getByText('instead of the computed 61.5')
    screen.getByRole('button', { name: 'Note my impression' })
    expect(screen.queryByRole('button', { name: /again$|^Set / })).toBeNull()
  })
})
