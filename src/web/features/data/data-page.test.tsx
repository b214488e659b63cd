import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetImports, UndoImport } from '../../../stages/ingest/import/imports.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened, reopened } from '../../testing/opened.tsx'

const server = givenServer()

const ID = '01890000-0000-7000-8000-0000000006aa'

const file = (more: object = {}) => ({
  id: ID,
  name: 'accounts.csv',
  kind: 'customers' as const,
  actor: 'Ida Nord',
  source: 'import',
  status: 'finished' as const,
  startedAt: '2026-03-15T09:00:00.000Z',
  counts: { created: 1_204, updated: 0, rejected: 3 },
  can: ['undo' as const],
  ...more,
})

const opens = async (...items: readonly object[]) => {
  server().answers(GetImports, { items })
  const user = opened(server(), '/settings/data', 'admin')
  await screen.findByRole('table', { name: 'Imports, the newest first' })
  return user
}

const row = () => within(screen.getByRole('row', { name: /accounts\.csv/ }))

describe('the data that came in', () => {
  it('are shown with what each import did, whose it was and when', async () => {
    await opens(file())
    row().getByText('Done')
    expect(
      row()
        .getAllByRole('cell')
        .slice(1, 4)
        .map(({ textContent }) => textContent),
    ).toEqual(['1,204', '0', '3'])
    row().getByText('customers · Ida Nord, Sun, March 15')
    expect(row().getByRole('link', { name: 'accounts.csv' }).getAttribute('href')).toBe(`/import/${ID}`)
    const download = row().getByRole('link', { name: 'Download the rejected rows of accounts.csv' })
    expect(download.getAttribute('href')).toBe(`/api/imports/${ID}/rejections.csv`)
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
  })

  it.each([
    [{ status: 'held', counts: null }, 'Not started'],
    [{ status: 'running', counts: null, rowsDone: 299, rowsTotal: 1_000 }, 'Running 29 %'],
    [{ status: 'running', counts: null }, 'Running'],
    [{ status: 'failed', counts: null }, 'Failed'],
    [{ status: 'undone', counts: null, can: [] }, 'Taken back'],
    [{ dryRun: true }, 'Rehearsed'],
  ])('that stand so: %j, are said to be: %s', async (more, words) => {
    await opens(file(more))
    row().getByText(words)
  })

  it('that have not finished have dashes where they have no counts', async () => {
    await opens(file({ status: 'waiting', counts: null }))
    expect(
      row()
        .getAllByRole('cell')
        .slice(1, 4)
        .map(({ textContent }) => textContent),
    ).toEqual(['–', '–', '–'])
    expect(row().queryByRole('link', { name: /^Download/ })).toBeNull()
  })

  it('are taken back once, after it is asked', async () => {
    const user = await opens(file())
    await user.click(row().getByRole('button', { name: 'Undo' }))
    await user.click(row().getByRole('button', { name: 'Not now' }))
    expect(server().asked(UndoImport)).toEqual([])
    server().answers(UndoImport, {})
    server().answers(GetImports, { items: [file({ status: 'undone', counts: null, can: [] })] })
    await user.click(row().getByRole('button', { name: 'Undo' }))
    await user.dblClick(row().getByRole('button', { name: 'Take accounts.csv back' }))
    await row().findByText('Taken back')
    expect(server().asked(UndoImport)).toMatchObject([{ params: { id: ID } }])
    expect(row().queryByRole('button')).toBeNull()
  })

  it('that cannot be taken back say why', async () => {
    const user = await opens(file())
    server().refuses(UndoImport, 409, 'This import was taken back already.')
    await user.click(row().getByRole('button', { name: 'Undo' }))
    await user.click(row().getByRole('button', { name: 'Take accounts.csv back' }))
    expect((await row().findByRole('alert')).textContent).toBe('This import was taken back already.')
  })

  it('that were not started are gone on with, or discarded', async () => {
    await opens(file({ status: 'held', counts: null }))
    expect(row().getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe(`/import/${ID}`)
    row().getByRole('button', { name: 'Discard' })
  })

  it('are turned over a page at a time', async () => {
    server().answers(GetImports, ({ query }) =>
      query['cursor'] ? { items: [file({ name: 'older.csv' })] } : { items: [file()], nextCursor: 'next' },
    )
    const user = opened(server(), '/settings/data', 'admin')
    await user.click(await screen.findByRole('button', { name: 'Older' }))
    await screen.findByRole('row', { name: /older\.csv/ })
    expect(screen.queryByRole('button', { name: 'Older' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Newer' }))
    await screen.findByRole('row', { name: /accounts\.csv/ })
    expect(screen.queryByRole('button', { name: 'Newer' })).toBeNull()
  })

  it('say where they come from, and how old that is', async () => {
    const source = { lastAt: '2026-03-14T09:00:00.000Z', imports: 2 }
    server().answers(GetImports, {
      items: [file()],
      sources: [
        { ...source, source: 'import', kind: 'customers' },
        { ...source, source: 'active', kind: 'usage' },
        { ...source, source: 'crm', kind: 'contracts' },
      ],
    })
    opened(server(), '/settings/data', 'admin')
    await screen.findByRole('heading', { name: 'Where it comes from' })
    screen.getByRole('row', { name: 'Files and programs customers Sat, March 14 2' })
    screen.getByRole('row', { name: /^Webhook days of usage/ })
    screen.getByRole('row', { name: /^crm contracts/ })
  })

  it('that are none yet say with what to begin', async () => {
    server().answers(GetImports, {})
    opened(server(), '/settings/data', 'admin')
    await screen.findByRole('heading', { name: 'Nothing has come in yet.' })
    expect(screen.getAllByRole('link', { name: 'Import a file' }).at(-1)?.getAttribute('href')).toBe('/import')
  })

  it('are for administrators; others are told whom to ask', async () => {
    server().refuses(GetImports, 403, 'Only admins may do this.')
    opened(server(), '/settings/data')
    await screen.findByRole('heading', { name: 'Only administrators bring data in.' })
    expect(screen.queryByRole('link', { name: 'Import a file' })).toBeNull()
  })

  it('say that they load, and that they did not, and load when they are asked again', async () => {
    server().isSilent(GetImports)
    const user = opened(server(), '/settings/data', 'admin')
    await screen.findByText('Loading')
    server().refuses(GetImports, 422, 'This page is not one.')
    reopened()
    await screen.findByRole('heading', { name: 'The imports did not load.' })
    server().answers(GetImports, { items: [file()] })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => row().getByText('Done'))
  })
})
