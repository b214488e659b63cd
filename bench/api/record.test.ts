import { expect, it } from 'vitest'
import { copyLine } from '../../src/platform/postgres.ts'
import { testDatabase } from '../../test/database.ts'
import { record, written } from './record.ts'

const { database } = await testDatabase()

it('a request is recorded as its transactions, each with its statements, their values and what was copied', async () => {
  let found = 0
  const script = await record(async () => {
    await database.platform((tx) => tx.row('select $1::int as one', [1]))
    found = await database.platform(async (tx) => {
      await tx.run('create temporary table things (label text) on commit drop')
      await tx.copyInto('things', ['label'], [copyLine(['a']), copyLine(['b'])])
      return tx.run('select label from things')
    })
  })
  expect(found).toBe(2)
  const [first = [], second = []] = written(script)
  expect(first.map(({ text }) => text.split(';')[0])).toEqual(['begin', 'select $1::int as one', 'commit'])
  expect(first[1]).toMatchObject({ values: [1], copied: undefined })
  expect(second).toHaveLength(5)
  expect(second[2]).toMatchObject({ text: 'copy things (label) from stdin', copied: 'a\nb\n' })
  expect(script).toHaveLength(2)
})

it('what comes afterwards, or fails, is not recorded', async () => {
  const broken = record(() => database.platform((tx) => tx.run('select nothing from nowhere').then(() => undefined)))
  await expect(broken).rejects.toThrow('nowhere')
  const script = await record(() => Promise.resolve())
  await database.platform((tx) => tx.run('select 1'))
  expect(script).toEqual([])
})
