import { screen } from '@testing-library/react'
import { GetTriedOrder, type TriedOrder } from '../../views/order.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { GetWhyScore, type Why } from '../../views/why.contract.ts'
import type { FakeServer } from './fake-server.ts'
import type { Partly } from './filled.ts'
import { day } from './given-day.ts'
import { ME, opened } from './opened.tsx'

/** Today, with the reasons of its first card open: 40 points of Elm's. */
export async function openedWhy(server: FakeServer, why: Partly<Why>, order: Partly<TriedOrder>) {
  server.answers(GetToday, day({ person: { id: ME, name: 'Ida Nord' } }))
  server.answers(GetWhyScore, why)
  server.answers(GetTriedOrder, order)
  const user = opened(server, '/')
  await screen.findByRole('article', { name: 'Your one thing' })
  await user.keyboard('w')
  await screen.findByRole('heading', { name: 'Why 40 points' })
  return user
}
