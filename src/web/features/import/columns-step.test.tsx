import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetImport, RehearseImport, SetImport } from '../../../stages/ingest/import/imports.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ID = '01890000-0000-7000-8000-0000000006aa'

const guess = (name: string, field: string | null, more: object = {}) => ({
  name,
  field,
  sure: 'sure' as const,
  because: 'title' as const,
  ...more,
})

const held = {
  kind: 'customers' as const,
  seen: { rows: 1_204, all: true },
  fields: [
    { name: 'externalId', required: true },
    { name: 'name', required: true },
    { name: 'renewalDate', required: false },
  ],
  columns: [
    { name: 'Key', samples: ['c-1', 'c-2'] },
    { name: 'Account', samples: ['Elm', 'Larch', 'Yew', 'Oak'] },
    { name: '' },
  ],
  guesses: [
    guess('Key', null, { sure: 'unread', because: null }),
    guess('Account', 'name'),
    guess('', null, { sure: 'unread', because: null }),
  ],
  mapping: { name: 'Account' } as Readonly<Record<string, string>>,
  rows: [
    { rowNumber: 2, record: { name: 'Elm', renewalDate: '2027-03-18' }, cells: { name: 'Elm' } },
    { rowNumber: 3, record: null, cells: { name: '' }, column: 'Account', reason: 'a name is missing' },
  ],
}

const whole = {
  ...held,
  guesses: [guess('Key', 'externalId'), guess('Account', 'name'), guess('', null, { sure: 'unread', because: null })],
  mapping: { externalId: 'Key', name: 'Account' },
}

const opens = async (found: object = {}, read: object = held) => {
  server().answers(GetImport, { id: ID, name: 'accounts.csv', status: 'held', held: read, ...found })
  const user = opened(server(), `/import/${ID}`, 'admin')
  await screen.findByRole('table', { name: /^The columns of the file/ })
  return user
}

const next = () => screen.getByRole('button', { name: 'Look at the rows' })
const bodies = () =>
  server()
    .asked(SetImport)
    .map(({ body }) => body)

describe('the columns of a file', () => {
  it('of which a needed one is missing are asked for, and nothing goes on before', async () => {
    const user = await opens()
    screen.getByRole('heading', { name: 'Which column is the id there?' })
    screen.getByText(/^accounts\.csv · 1,204 rows, 3 columns, CSV\. Two are kept as attributes\./)
    expect(next()).toHaveProperty('disabled', true)
    expect(await faultsIn()).toEqual([])
    const key = screen.getByRole('combobox', { name: 'Key goes to' })
    expect(
      within(key)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Leave out', 'Id there (needed)', 'Name (now Account)', 'Renewal date'])
    server().answers(SetImport, { id: ID, status: 'held', held: whole })
    await user.selectOptions(key, 'Id there (needed)')
    await screen.findByRole('heading', { name: 'Every column is clear.' })
    expect(bodies()).toEqual([{ mapping: { name: 'Account', externalId: 'Key' } }])
    expect(next()).toHaveProperty('disabled', false)
  })

  it('are shown with their first values, and what they are taken for because of what', async () => {
    await opens(
      {},
      {
        ...whole,
        guesses: [
          guess('Key', 'externalId', { sure: 'look', because: 'rival', rival: 'Nr' }),
          ...whole.guesses.slice(1),
        ],
      },
    )
    screen.getByRole('heading', { name: 'One column needs your eye.' })
    const rows = screen.getAllByRole('row').slice(1)
    expect(rows[0]?.textContent).toContain('Please look“Nr” is as likely')
    expect(rows[1]?.textContent).toContain('Elm · Larch · Yew')
    expect(rows[1]?.textContent).not.toContain('Oak')
    expect(rows[2]?.textContent).toMatch(/^without a titleAll empty.*Not readKept as an attribute$/)
  })

  it('are left out one at a time', async () => {
    const user = await opens({}, whole)
    server().answers(SetImport, { id: ID, status: 'held', held })
    await user.selectOptions(screen.getByRole('combobox', { name: 'Key goes to' }), 'Leave out')
    await screen.findByRole('heading', { name: 'Which column is the id there?' })
    expect(bodies()).toEqual([{ mapping: { name: 'Account' } }])
  })

  it.each([
    [
      'dates',
      { because: 'date-order', dates: 'month-first' },
      'Order of the dates in Key',
      /^Day first/,
      { order: 'day-first' },
    ],
    ['amounts', { because: 'number-format', decimals: '.' }, 'Decimal mark in Key', /^1\.234/, { mark: ',' }],
  ])('with %s that can be read in two ways are asked about', async (_what, more, name, option, reading) => {
    const user = await opens({}, { ...whole, guesses: [guess('Key', 'externalId', { sure: 'look', ...more })] })
    server().answers(SetImport, { id: ID, status: 'held', held: whole })
    const select = screen.getByRole('combobox', { name })
    await user.selectOptions(select, within(select).getByRole('option', { name: option }))
    await waitFor(() => expect(bodies()).toEqual([{ readings: { Key: reading } }]))
  })

  it('are of another kind when one says so', async () => {
    const user = await opens({}, whole)
    server().answers(SetImport, { id: ID, kind: 'contacts', status: 'held', held: { ...held, kind: 'contacts' } })
    await user.selectOptions(screen.getByRole('combobox', { name: 'These are' }), 'contacts')
    await waitFor(() => expect(bodies()).toEqual([{ kind: 'contacts' }]))
    await screen.findByText('Import contacts')
  })

  it('that cannot be set so say why', async () => {
    const user = await opens({}, whole)
    server().refuses(SetImport, 409, 'This import has been started already.')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Key goes to' }), 'Leave out')
    await screen.findByText('This import has been started already.')
    expect(screen.getByRole('combobox', { name: 'Key goes to' })).toHaveProperty('value', 'externalId')
  })

  it('of a file without rows lead nowhere', async () => {
    await opens({}, { ...whole, rows: [] })
    screen.getByRole('heading', { name: 'There are no rows in this file.' })
    expect(next()).toHaveProperty('disabled', true)
  })

  it('are beside a row as it would be kept, or why it would not', async () => {
    const user = await opens({}, { ...whole, mapping: { ...whole.mapping, renewalDate: 'Renews' } })
    const card = within(screen.getByRole('article', { name: 'A row, as we would keep it' }))
    card.getByRole('heading', { name: 'Row 2, as we would keep it' })
    expect(card.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
      '–',
      'Elm',
      'March 18, 2027',
    ])
    expect(card.getByRole('button', { name: 'Row before' })).toHaveProperty('disabled', true)
    await user.click(card.getByRole('button', { name: 'Row after' }))
    card.getByText('It cannot be kept: a name is missing.')
    expect(card.getByRole('button', { name: 'Row after' })).toHaveProperty('disabled', true)
    expect(screen.getByRole('status').textContent).toBe('Of the first 2 rows 1 can be read.')
  })

  it('lead on to the rows, which are tried once', async () => {
    const user = await opens({}, whole)
    server().answers(RehearseImport, { id: ID })
    server().answers(GetImport, { id: ID, status: 'rehearsing', rowsTotal: null })
    await user.dblClick(next())
    await screen.findByRole('heading', { name: 'Trying all rows.' })
    expect(window.location.search).toBe('?step=rows')
    expect(server().asked(RehearseImport)).toMatchObject([{ params: { id: ID } }])
  })
})

describe('an import', () => {
  it.each([
    ['that is none', 404, 'There is no such import.'],
    ['of who may not', 403, 'Only administrators import.'],
    ['that did not load', 422, 'The import did not load.'],
  ])('%s says so', async (_what, status, heading) => {
    server().refuses(GetImport, status, 'No.')
    opened(server(), `/import/${ID}`, 'admin')
    await screen.findByRole('heading', { name: heading })
  })

  it('whose file was forgotten asks for it again', async () => {
    server().answers(GetImport, { id: ID, status: 'held', held: null })
    opened(server(), `/import/${ID}`, 'admin')
    await screen.findByRole('heading', { name: 'The file is no longer here.' })
    expect(screen.getByRole('link', { name: 'Send it again' }).getAttribute('href')).toBe('/import')
  })

  it('is closed without being lost', async () => {
    await opens({}, whole)
    const close = screen.getByRole('link', { name: 'Close; the import stays where it is' })
    expect(close.getAttribute('href')).toBe('/settings/data')
    expect(screen.getByRole('listitem', { current: 'step' }).textContent).toContain('Columns')
  })
})
