import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetTriedOrder } from '../../views/order.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { GetWhyFigure, GetWhyScore, type Why } from '../../views/why.contract.ts'
import type { Partly } from '../testing/filled.ts'
import { LARCH, day } from '../testing/given-day.ts'
import { openedWhy } from '../testing/given-why.ts'
import { givenServer, opened } from '../testing/opened.tsx'

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

const SAME = { cards: [{ customer: 'Elm', from: 1, to: 1 }] }

const onWhy = (why: Partly<Why> = SCORE) => openedWhy(server(), why, SAME)
const cells = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

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
    server().answers(GetTriedOrder, SAME)
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
