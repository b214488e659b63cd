import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetTeam } from '../../../views/team.contract.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ADA = '01890000-0000-7000-8000-0000000002aa'

/** Of six customers that Ada has, so many are sent along. */
const team = (sent: number) => ({
  people: [
    {
      id: ADA,
      name: 'Ada Quill',
      open: 6,
      cards: ['Elm', 'Larch', 'Birch', 'Oak', 'Maple', 'Cedar'].slice(0, sent).map((name, at) => ({
        executionId: `01890000-0000-7000-8000-00000000010${String(at)}`,
        customer: { name },
      })),
    },
  ],
})

const onAda = async () => {
  server().answers(GetTeam, ({ query }) => team(query['whole'] === ADA ? 6 : 4))
  const user = opened(server(), '/team', 'manager')
  await user.click(await screen.findByRole('button', { name: /^Ada Quill/ }))
  return user
}

describe('what somebody has beyond the first ones', () => {
  it('is counted, and shown when it is asked for', async () => {
    const user = await onAda()
    expect(screen.queryByText('Cedar')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show all 6' }))
    await screen.findByText('Cedar')
    expect(screen.queryByRole('button', { name: /^Show all/ })).toBeNull()
  })

  it('is in the queue where it is more than one looks through', async () => {
    const user = await onAda()
    server().answers(GetTeam, team(4))
    await user.click(screen.getByRole('button', { name: 'Show all 6' }))
    await screen.findByText('Two more are in the queue.')
  })
})
