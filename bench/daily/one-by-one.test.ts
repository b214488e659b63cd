import { expect, it } from 'vitest'
import { copyLine } from '../../src/platform/postgres.ts'
import { testDatabase } from '../../test/database.ts'
import { oneByOne, valuesOf } from './one-by-one.ts'

const { database } = await testDatabase()

it('a line in COPY’s text format gives its values back', () => {
  const values = ['plain', '', null, 'a\tb\nc\rd\\e', 'ends with \\', '\\N']
  expect(valuesOf(copyLine(values))).toEqual(values)
})

it('statements are prepared once, and rows go in and come out as they do set-wise', async () => {
  const write = (label: string) =>
    database.platform(async (tx) => {
      const naive = oneByOne(tx)
      await naive.run('create temporary table if not exists things (label text, size int) on commit delete rows')
      await naive.copyInto('things', ['label', 'size'], [copyLine([label, 3]), copyLine([null, 4])])
      const rows = await naive.rows('select label, size from things where size > $1 order by size', [2])
      await naive.run('truncate things')
      const prepared = await tx.row<{ count: number }>('select count(*)::int as count from pg_prepared_statements')
      return { rows, prepared: prepared?.count }
    })
  const first = await write('a\tb')
  expect(first).toEqual({
    rows: [
      { label: 'a\tb', size: 3 },
      { label: null, size: 4 },
    ],
    prepared: 2,
  })
  expect(await write('c')).toMatchObject({ rows: [{ label: 'c' }, { label: null }], prepared: 2 })
})
