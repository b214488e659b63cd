import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetImport, UploadImport } from '../../../stages/ingest/import/imports.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ID = '01890000-0000-7000-8000-0000000006aa'

const fileOf = (content: string | Uint8Array<ArrayBuffer>, name = 'accounts.csv') => new File([content], name)
const ACCOUNTS = fileOf('Account,Revenue\nElm,5\n')

const opens = async (search = '') => {
  const user = opened(server(), `/import${search}`, 'admin')
  await screen.findByRole('heading', { name: 'Which file shall we read?' })
  return user
}

const field = () => screen.getByLabelText('File to import')
const dropZone = () => screen.getByRole('button', { name: 'Choose a file' }).closest('div') as Element

describe('a file to import', () => {
  it('is sent to be held, and leads to its columns', async () => {
    const user = await opens('?kind=contracts')
    expect(await faultsIn()).toEqual([])
    server().answers(UploadImport, { id: ID })
    server().answers(GetImport, { id: ID, status: 'held' })
    await user.upload(field(), ACCOUNTS)
    await waitFor(() => expect(window.location.pathname).toBe(`/import/${ID}`))
    const [asked] = server().asked(UploadImport)
    expect(asked?.query).toEqual({ kind: 'contracts', name: 'accounts.csv', hold: 'true' })
    expect(asked?.key).not.toBeNull()
    expect(server().asked(UploadImport)).toHaveLength(1)
  })

  it('is taken where it is dropped', async () => {
    await opens()
    server().answers(UploadImport, { id: ID })
    server().answers(GetImport, { id: ID, status: 'held' })
    fireEvent.drop(dropZone(), { dataTransfer: { files: [ACCOUNTS] } })
    await waitFor(() => expect(window.location.pathname).toBe(`/import/${ID}`))
    expect(server().asked(UploadImport)[0]?.query).not.toHaveProperty('kind')
  })

  it.each([
    ['an empty file', fileOf(''), /^This file is empty\.$/],
    [
      'a workbook that is called a table',
      fileOf(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0])),
      /Excel workbook.*Save it as CSV/,
    ],
    ['a picture', fileOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47])), /This is a picture\. A table is needed/],
    ['a PDF', fileOf('%PDF-1.7'), /This is a PDF\./],
    ['a compressed file', fileOf(new Uint8Array([0x1f, 0x8b, 0x08])), /This file is compressed\. Unpack it/],
  ])('that is %s is refused before it is sent, with what to do', async (_what, file, says) => {
    await opens()
    fireEvent.drop(dropZone(), { dataTransfer: { files: [file] } })
    expect((await screen.findByRole('alert')).textContent).toMatch(says)
    expect(server().asked(UploadImport)).toEqual([])
  })

  it('that is too large or cannot be opened is refused as well', async () => {
    await opens()
    const large = Object.defineProperty(fileOf('x'), 'size', { value: 600 * 1_048_576 })
    fireEvent.drop(dropZone(), { dataTransfer: { files: [large] } })
    expect((await screen.findByRole('alert')).textContent).toMatch(/larger than 500 MB\. Split it/)
    const folder = Object.assign(fileOf('x'), {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('No.', 'NotReadableError')) }),
    })
    fireEvent.drop(dropZone(), { dataTransfer: { files: [folder] } })
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/^This file cannot be opened\./))
    expect(server().asked(UploadImport)).toEqual([])
  })

  it('that the server refuses says why, and another one can be chosen', async () => {
    const user = await opens()
    server().refuses(UploadImport, 422, 'This file has no line with titles.')
    await user.upload(field(), ACCOUNTS)
    expect((await screen.findByRole('alert')).textContent).toBe('This file has no line with titles.')
    server().answers(UploadImport, { id: ID })
    server().answers(GetImport, { id: ID, status: 'held' })
    await user.upload(field(), ACCOUNTS)
    await waitFor(() => expect(window.location.pathname).toBe(`/import/${ID}`))
  })

  it('on its way shows how far it is, and is stopped', async () => {
    const user = await opens()
    server().isSilent(UploadImport)
    await user.upload(field(), ACCOUNTS)
    const bar = await screen.findByRole('progressbar', { name: 'Sending accounts.csv' })
    expect(bar.getAttribute('aria-valuenow')).toBe('50')
    expect(screen.getByRole('combobox', { name: 'What is in it' })).toHaveProperty('disabled', true)
    await user.click(screen.getByRole('button', { name: 'Stop' }))
    await screen.findByRole('button', { name: 'Choose a file' })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is of the kind that one says, which stands in the address', async () => {
    const user = await opens()
    await user.selectOptions(screen.getByRole('combobox', { name: 'What is in it' }), 'Days of usage')
    await waitFor(() => expect(window.location.search).toBe('?kind=usage'))
    await user.selectOptions(screen.getByRole('combobox', { name: 'What is in it' }), 'Guess it from the columns')
    await waitFor(() => expect(window.location.search).toBe(''))
  })
})
