import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetTriedOrder } from '../../views/order.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { GetWhyScore, type Why } from '../../views/why.contract.ts'
import type { Partly } from '../testing/filled.ts'
import { ELM, card, day } from '../testing/given-day.ts'
import { openedWhy } from '../testing/given-why.ts'
import { ME, givenServer, opened } from '../testing/opened.tsx'

const server = givenServer()

const row = (code: string, contribution: number) => ({ code, label: code, contribution, note: '', slider: code })

const SCORE: Partly<Why> = {
  customer: 'Elm',
  figure: 'score',
  total: 40,
  unit: 'points',
  totalLabel: 'points',
  csm: { id: ME, name: 'Ida Nord' },
  rows: [row('arr', 25.5), row('usage', -5.5), row('urgency', 20)],
}

/** An order that other weights give; who stands last stays there. */
const moved = (...cards: readonly (readonly [string, number, number])[]) => ({
  cards: [...cards, ['Yew', 90, 90] as const].map(([customer, from, to]) => ({ customer, from, to })),
  moved: cards.filter(([, from, to]) => from !== to).length,
})
const SAME = moved(['Elm', 1, 1])

const onWhy = (why: Partly<Why> = SCORE) => openedWhy(server(), why, SAME)
const moves = () => screen.getByTestId('moves').textContent

describe('other weights', () => {
  it('can be tried where they matter, the most telling first, and four at most', async () => {
    const rows = ['arr', 'urgency', 'health', 'usage', 'risk', 'plan'].map((code, index) => row(code, index - 2.5))
    await onWhy({ ...SCORE, rows: [...rows, row('none', 0)] })
    const sliders = await screen.findAllByRole('slider')
    expect(sliders.map((slider) => slider.getAttribute('aria-label'))).toEqual([
      'Weight of ARR',
      'Weight of Plan',
      'Weight of Time left',
      'Weight of Risk',
    ])
  })

  it.each([
    [moved(['Elm', 1, 1], ['Larch', 2, 2]), 'Same order as now.'],
    [moved(['Larch', 2, 1], ['Elm', 1, 2]), 'Larch would stand first, Elm would go from 1st to 2nd.'],
    [
      moved(['Ash', 23, 2], ['Oak', 2, 3], ['Elm', 11, 13], ['Fir', 5, 4]),
      'Ash would go from 23rd to 2nd, Elm would go from 11th to 13th; 2 more would move.',
    ],
  ])('say what would move: %j', async (reply, says) => {
    const user = await onWhy()
    const [slider] = await screen.findAllByRole('slider')
    server().answers(GetTriedOrder, reply)
    slider?.focus()
    await user.keyboard('{ArrowRight}')
    await waitFor(() => expect(moves()).toBe(says))
    expect(server().asked(GetTriedOrder).at(-1)).toMatchObject({ query: { csm: ME, weights: 'arr:1.1' } })
  })

  it('whose answer comes late does not stand in place of a later one', async () => {
    const user = await onWhy()
    const [slider] = await screen.findAllByRole('slider')
    const letGo = server().isSlow(GetTriedOrder, moved(['Larch', 2, 1]))
    slider?.focus()
    await user.keyboard('{ArrowRight}')
    await waitFor(() => expect(server().asked(GetTriedOrder)).toHaveLength(2))
    server().answers(GetTriedOrder, moved(['Ash', 3, 1]))
    await user.keyboard('{ArrowRight}')
    await waitFor(() => expect(moves()).toBe('Ash would stand first.'))
    letGo()
    await user.keyboard('{ArrowRight}')
    await waitFor(() => expect(server().asked(GetTriedOrder).length).toBeGreaterThan(3))
    expect(moves()).toBe('Ash would stand first.')
  })

  it('that could not be tried say so', async () => {
    const user = await onWhy()
    const [slider] = await screen.findAllByRole('slider')
    server().refuses(GetTriedOrder, 403, 'Not yours.')
    slider?.focus()
    await user.keyboard('{ArrowLeft}')
    await waitFor(() => expect(moves()).toBe('It could not be tried: Not yours.'))
  })

  it('are put back', async () => {
    const user = await onWhy()
    const [slider] = await screen.findAllByRole('slider')
    slider?.focus()
    await user.keyboard('{End}')
    expect(slider?.getAttribute('aria-valuenow')).toBe('2')
    await user.click(await screen.findByRole('button', { name: 'Put back' }))
    expect(slider?.getAttribute('aria-valuenow')).toBe('1')
    expect(screen.queryByRole('button', { name: 'Put back' })).toBeNull()
  })

  it('are nothing to try where one card stands alone', async () => {
    server().answers(GetToday, day({ one: card(ELM, 'Elm'), next: [], total: 1 }))
    server().answers(GetWhyScore, SCORE)
    server().answers(GetTriedOrder, { cards: [{ customer: 'Elm', from: 1, to: 1 }] })
    const user = opened(server(), '/')
    await user.click(await screen.findByRole('button', { name: 'Why 40 points' }))
    await screen.findByRole('table')
    await waitFor(() => expect(screen.queryByRole('slider')).toBeNull())
  })
})
