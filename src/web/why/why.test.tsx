import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetTriedOrder } from '../../views/order.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { GetWhyFigure, GetWhyScore, type Why } from '../../views/why.contract.ts'
import type { Partly } from '../testing/filled.ts'
import { ELM, LARCH, card, day } from '../testing/given-day.ts'
import { ME, givenServer, opened } from '../testing/opened.tsx'

const server = givenServer()

const row = (code: string, label: string, contribution: number, more: object = {}) => ({
  code,
  label,
  contribution,
  note: '',
  slider: code,
  ...more,
})

const SCORE: Partly<Why> = {
  customer: 'Elm',
  figure: 'score',
  total: 40,
  unit: 'points',
  totalLabel: 'points',
  readAt: '2020-03-13T05:00:00.000Z',
  configurationVersion: 7,
  rows: [
    row('arr', 'ARR', 25.5, {
      value: { kind: 'money', amount: 80_000, currency: 'USD' },
      note: 'of the book',
      source: 'CRM',
      on: '2027-03-14',
    }),
    row('usage', 'Usage', -5.5, { source: 'Product usage', on: '2027-02-01', stale: true }),
    row('urgency', 'Time left', 20),
    row('quiet', 'Nothing', 0),
  ],
}

const onWhy = async (why: Partly<Why> = SCORE) => {
  server().answers(GetToday, day({ person: { id: ME, name: 'Ida Nord' } }))
  server().answers(GetWhyScore, why)
  server().answers(GetTriedOrder, {})
  const user = opened(server(), '/')
  await screen.findByRole('article', { name: 'Your one thing' })
  await user.keyboard('w')
  await screen.findByRole('heading', { name: 'Why 40 points' })
  return user
}
const cells = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)
const moves = () => screen.getByTestId('moves').textContent

describe('why a score is what it is', () => {
  it('is a sum with the same decimals in every row, with what it rests on and how old that is', async () => {
    await onWhy()
    const table = await screen.findByRole('table', { name: 'What makes points 40' })
    expect(
      within(table)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'ARR$80,000 of the book · CRM, yesterday25.5',
      'Usage Product usage, February 1−5.5',
      'Time left+20.0',
      'Nothing0.0',
      'points40.0',
    ])
    screen.getByText(/^Counted at \d+:\d\d.* Fri, March 13, weights version 7$/)
  })

  it.each([
    [{ kind: 'date', date: '2027-10-27' }, 'Wed, October 27'],
    [{ kind: 'days', days: 0 }, '0 days'],
    [{ kind: 'percent', percent: -12.34 }, '−12.3%'],
    [{ kind: 'number', number: 3.141 }, '3.14'],
    [{ kind: 'words', words: '<i>none</i>' }, '<i>none</i>'],
  ] as const)('writes %j as %s', async (value, text) => {
    await onWhy({ ...SCORE, rows: [row('x', 'Something', 40, { value })] })
    const table = await screen.findByRole('table', { name: 'What makes points 40' })
    expect(within(table).getByRole('rowheader', { name: /^Something/ }).textContent).toBe(`Something${text}`)
  })

  it('says that the reasons did not load, and loads them when it is asked again', async () => {
    server().answers(GetToday, day())
    server().refuses(GetWhyScore, 404, 'Gone.')
    const user = opened(server(), '/')
    await user.click(await screen.findByRole('button', { name: 'Why 40 points' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The reasons did not load.')
    server().answers(GetWhyScore, { ...SCORE, rows: [] })
    server().answers(GetTriedOrder, {})
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByText(/^Counted at/)
    expect(screen.queryByRole('alert')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('of a figure that is no sum are the facts behind it', async () => {
    server().answers(GetToday, day())
    server().answers(GetWhyFigure, {
      customer: 'Elm',
      figure: 'arr',
      readAt: null,
      facts: [{ label: 'Contract', value: { kind: 'money', amount: 0, currency: 'USD' }, source: 'CRM', on: null }],
      remark: 'Net of what was given back.',
    })
    const user = opened(server(), '/')
    await user.click(await screen.findByRole('button', { name: 'Why ARR $80,000?' }))
    const fact = (await screen.findByText('Contract')).closest('div')
    expect(fact?.textContent).toBe('ContractCRM$0')
    screen.getByText('Net of what was given back.')
    expect(screen.queryByRole('table')).toBeNull()
    expect(server().asked(GetWhyFigure)).toMatchObject([{ params: { figure: 'arr' } }])
  })
})

describe('why another one is not first', () => {
  const against = (gap: number): Partly<Why> => ({
    ...SCORE,
    against: {
      executionId: LARCH,
      customer: 'Larch',
      total: 40 - gap,
      gap,
      rows: [{ label: 'ARR', ours: 25.5, theirs: 25.5 - gap, gap }],
    },
  })

  it.each([
    [4.25, 'Why not Larch first?', 'Leads by', ['40.00', '35.75', '4.25']],
    [0, 'Why not Larch first?', 'Leads by', ['40.0', '40.0', '0.0']],
    [-3, 'Why not Elm first?', 'Stands behind by', ['40.0', '43.0', '−3.0']],
  ])('with a gap of %d', async (gap, title, says, sum) => {
    await onWhy(against(gap))
    await screen.findByRole('heading', { name: title })
    expect(cells(new RegExp(`^${says}`))).toEqual(sum)
  })
})

describe('other weights', () => {
  const moved = (...cards: readonly (readonly [string, number, number])[]) => ({
    cards: cards.map(([customer, from, to]) => ({ customer, from, to })),
  })

  it('can be tried where they matter, the most telling first, and four at most', async () => {
    const rows = ['arr', 'urgency', 'health', 'usage', 'risk', 'plan'].map((code, index) =>
      row(code, code, index - 2.5),
    )
    await onWhy({ ...SCORE, rows: [...rows, row('none', 'none', 0)] })
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
    expect(server().asked(GetTriedOrder).at(-1)).toMatchObject({ query: { person: ME, weights: 'arr:1.1' } })
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
    const user = opened(server(), '/')
    await user.click(await screen.findByRole('button', { name: 'Why 40 points' }))
    await screen.findByRole('table')
    expect(screen.queryByRole('slider')).toBeNull()
    expect(server().asked(GetTriedOrder)).toEqual([])
  })
})
