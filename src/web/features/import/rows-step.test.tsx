import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetRun, StartRun } from '../../../operate/runs.contract.ts'
import { GetImport, RehearseImport, StartImport, UndoImport } from '../../../stages/ingest/import/imports.contract.ts'
import { GetQueue } from '../../../views/queue.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ID = '01890000-0000-7000-8000-0000000006aa'
const RUN = '01890000-0000-7000-8000-0000000006bb'

const held = {
  kind: 'customers' as const,
  fields: [{ name: 'name' }],
  mapping: { name: 'Account' },
  rows: [
    { rowNumber: 2, record: { name: 'Elm' }, cells: { name: 'Elm' } },
    { rowNumber: 3, record: null, cells: { name: '' }, column: 'Account', reason: 'a name is missing' },
  ],
}

const rejected = [
  { rowNumber: 3, column: 'Account', reason: 'a name is missing', record: { Account: '', Revenue: '5' } },
]

/** An import as it stands; `more` is what it differs in. */
const opens = (more: object, search = '') => {
  server().answers(GetImport, { id: ID, name: 'accounts.csv', actor: 'Ida Nord', held, ...more })
  return opened(server(), `/import/${ID}${search}`, 'admin')
}

/** Label and figure, as they stand side by side. */
const counts = (): readonly string[] =>
  screen.getAllByRole('term').map((term) => `${term.textContent} ${term.nextElementSibling?.textContent ?? ''}`)

describe('a rehearsal', () => {
  const rehearsed = (report: object) =>
    opens({ status: 'held', rehearsal: { dryRun: true, ...report }, rejected }, '?step=rows')

  it('with rejections says what would become of all rows, and why some stay out', async () => {
    rehearsed({ received: 1_204, created: 1_000, updated: 150, unchanged: 51, rejected: 3, unlinked: 2 })
    await screen.findByRole('heading', { name: '1,201 rows are ready, 3 cannot be read.' })
    expect(counts()).toEqual([
      'Would be new 1,000',
      'Would change 150',
      'The same 51',
      'Cannot be read 3',
      'Of them, without their customer 2',
    ])
    const list = within(screen.getByRole('article', { name: '3 rows cannot be read' }))
    expect(list.getByRole('listitem').textContent).toBe('Row 3Account: a name is missing5')
    list.getByText(/^And 2 more\. They stop no other row\./)
    expect(list.getByRole('link', { name: 'Download them' }).getAttribute('href')).toBe(
      `/api/imports/${ID}/rejections.csv`,
    )
    expect(await faultsIn()).toEqual([])
  })

  it('of which everything is ready leads to the import, which is started once', async () => {
    const user = rehearsed({ received: 12, created: 12 })
    await screen.findByRole('heading', { name: 'All 12 rows are ready.' })
    const going = server().isSlow(StartImport, { id: ID })
    await user.dblClick(screen.getByRole('button', { name: 'Import 12 customers' }))
    going()
    server().answers(GetImport, { id: ID, status: 'running', rowsDone: 3, rowsTotal: 12 })
    await screen.findByText('3 of 12 rows. You may close this page; it goes on.')
    expect(screen.getByRole('progressbar', { name: 'Rows that are in' }).getAttribute('aria-valuenow')).toBe('25')
    expect(server().asked(StartImport)).toHaveLength(1)
  })

  it('of which no row is valid leads nowhere', async () => {
    rehearsed({ received: 4, rejected: 4 })
    await screen.findByRole('heading', { name: 'None of the rows can be read as customers.' })
    expect(screen.getByRole('button', { name: 'Import' })).toHaveProperty('disabled', true)
  })

  it('of one row says so', async () => {
    rehearsed({ received: 1, created: 1 })
    await screen.findByRole('heading', { name: 'The one row is ready.' })
    screen.getByRole('button', { name: 'Import 1 customer' })
  })

  it('says what is good to know of rows that are taken all the same, not of columns', async () => {
    const warnings = [
      { code: 'unknown-owner', count: 2, examples: ['bo@x'] },
      { code: 'unmapped-column', count: 1 },
    ]
    rehearsed({ received: 4, created: 4, warnings })
    const known = within(await screen.findByRole('article', { name: 'Good to know' }))
    expect(known.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '2Owners who are nobody of yours. Their customers have no owner until you import the person.bo@x',
    ])
  })

  it('shows the first rows as they would be kept, and what is wrong with one', async () => {
    rehearsed({ received: 2, created: 1, rejected: 1 })
    const rows = within(await screen.findByRole('region', { name: 'The first rows' })).getAllByRole('row')
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'RowNameWhat is wrong',
      '2Elm',
      '3a name is missing; the row is left out.',
    ])
  })

  it('that has not been made is begun by itself, once', async () => {
    const done = { rehearsal: { received: 2, created: 2 } }
    const states = [{ status: 'held' }, { status: 'rehearsing' }, { status: 'held', ...done }] as const
    let read = 0
    server().answers(RehearseImport, { id: ID })
    const user = opens({}, '?step=rows')
    server().answers(GetImport, () => ({ id: ID, held, ...states[Math.min(read++, 2)] }))
    await screen.findByRole('progressbar', { name: 'Trying all rows' })
    await screen.findByRole('heading', { name: 'All 2 rows are ready.' })
    expect(server().asked(RehearseImport)).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Back to the columns' }))
    expect(window.location.search).toBe('')
  })

  it('that failed says why, and is tried again when one wants', async () => {
    const user = opens({ status: 'held', rehearsalError: 'Line 7 has a quote without an end.' }, '?step=rows')
    expect((await screen.findByRole('alert')).textContent).toContain('Line 7 has a quote without an end.')
    expect(server().asked(RehearseImport)).toEqual([])
    server().answers(RehearseImport, { id: ID })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(server().asked(RehearseImport)).toHaveLength(1)
  })
})

describe('an import that has been started', () => {
  const report = { received: 12, created: 10, updated: 1, unchanged: 1 }

  it('says what came in, and is taken back once', async () => {
    const user = opens({ status: 'finished', report, can: ['undo'] })
    await screen.findByRole('heading', { name: '12 customers are in.' })
    screen.getByText('accounts.csv, imported by Ida Nord.')
    expect(counts()).toEqual(['New 10', 'Changed 1', 'The same 1', 'Cannot be read 0'])
    expect(await faultsIn()).toEqual([])
    const going = server().isSlow(UndoImport, { id: ID })
    await user.dblClick(screen.getByRole('button', { name: 'Undo the import' }))
    going()
    server().answers(GetImport, {
      id: ID,
      name: 'accounts.csv',
      status: 'undone',
      report,
      undo: { deleted: 9, restored: 1, archived: ['c-1'], kept: ['c-2', 'c-3'] },
    })
    await screen.findByRole('heading', { name: 'Ten records went back.' })
    screen.getByText('9 were removed, 1 are again what they were before accounts.csv.')
    within(screen.getByRole('article', { name: /^No longer shown/ })).getByText('c-1')
    within(screen.getByRole('article', { name: /^Kept, because/ })).getByText('c-2 · c-3')
    expect(server().asked(UndoImport)).toHaveLength(1)
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull()
  })

  it('that cannot be taken back says why', async () => {
    const user = opens({ status: 'finished', report, can: ['undo'] })
    server().refuses(UndoImport, 409, 'A newer import has changed these.')
    await user.click(await screen.findByRole('button', { name: 'Undo the import' }))
    await screen.findByText('A newer import has changed these.')
  })

  it.each([
    [{ status: 'waiting' }, 'It begins in a moment.'],
    [{ status: 'failed', error: 'The file ends in the middle.' }, 'The import failed.'],
    [{ status: 'undoing' }, 'It is being taken back.'],
    [{ status: 'undone', undo: null }, 'It was discarded.'],
    [{ status: 'finished', report: { ...report, dryRun: true } }, 'That was a rehearsal; nothing was kept.'],
    [{ status: 'finished', report: { received: 1, created: 1 } }, '1 customer is in.'],
  ])('and stands so: %j, says: %s', async (more, heading) => {
    opens(more)
    await screen.findByRole('heading', { name: heading })
  })
})

describe('the daily cycle after an import', () => {
  const finished = { status: 'finished', report: { received: 12, created: 12 } }

  it('is run once, is watched over a reload, and opens the queue', async () => {
    const user = opens(finished)
    server().answers(GetRun, { id: RUN, status: 'running', progress: { done: 3, total: 12 } })
    const going = server().isSlow(StartRun, { id: RUN })
    await user.dblClick(await screen.findByRole('button', { name: 'Run the daily cycle now' }))
    going()
    await screen.findByText('3 of 12 customers looked at. The queue opens when it is done.')
    expect(window.location.search).toBe(`?run=${RUN}`)
    expect(server().asked(StartRun)).toHaveLength(1)
    server().answers(GetQueue, {})
    server().answers(GetRun, { id: RUN, status: 'finished', progress: { done: 12, total: 12 } })
    await waitFor(() => expect(window.location.pathname).toBe('/queue'), { timeout: 20_000 })
  })

  it('that had ended before the page was opened leads nowhere by itself', async () => {
    server().answers(GetRun, { id: RUN, status: 'finished', progress: { done: 12, total: 12 }, counts: { opened: 4 } })
    opens(finished, `?run=${RUN}`)
    await screen.findByText('12 customers were looked at, 4 workflows were opened.')
    screen.getByRole('button', { name: 'Open the queue' })
    expect(window.location.pathname).toBe(`/import/${ID}`)
  })

  it('that stopped says why, and is run again', async () => {
    server().answers(GetRun, { id: RUN, status: 'failed', error: 'the disk is full' })
    const user = opens(finished, `?run=${RUN}`)
    expect((await screen.findByText(/^The daily cycle stopped/)).textContent).toContain('the disk is full')
    server().answers(StartRun, { id: RUN })
    await user.click(screen.getByRole('button', { name: 'Run it again' }))
    expect(server().asked(StartRun)).toHaveLength(1)
  })

  it('that cannot be run says why', async () => {
    const user = opens(finished)
    server().refuses(StartRun, 403, 'Only who leads may run it.')
    await user.click(await screen.findByRole('button', { name: 'Run the daily cycle now' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Only who leads may run it.')
  })
})
