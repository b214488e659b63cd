import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pieceWriter } from './piece-writer.ts'

const folder = await mkdtemp(join(tmpdir(), 'renubu-pieces-'))
afterAll(() => rm(folder, { recursive: true }))

test('pieces come out whole and in order, also those larger than a buffer', async () => {
  const path = join(folder, 'out.csv')
  const pieces = ['head\n', '', 'x'.repeat(300_000), '\ntail ü\n']
  const writer = await pieceWriter(path)
  for (const piece of pieces) await writer.write(piece)
  await writer.end()
  expect(await readFile(path, 'utf8')).toBe(pieces.join(''))
})

test('a file that cannot be written to is refused before anything is read for it', async () => {
  await expect(pieceWriter(join(folder, 'no such folder', 'out.csv'))).rejects.toThrow('ENOENT')
})
