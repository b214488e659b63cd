import { expect, it } from 'vitest'
import { middleOf } from './book.ts'
import { copyOut, READS } from './reads.ts'

const read = { table: 'things', columns: ['customer_id', 'size'], where: 'size > 3' }
const middle = '01900000-0032-0000-0000-000000000000'

it('a table is copied out whole, or by halves that meet at the middle', () => {
  expect(copyOut(read)).toBe('copy (select customer_id, size from things where size > 3 and true) to stdout')
  expect(copyOut(read, { half: 'below', middle })).toContain(`and customer_id < '${middle}'`)
  expect(copyOut(read, { half: 'above', middle })).toContain(`and customer_id >= '${middle}'`)
})

it('the middle is the id of the customer in the middle', () => {
  expect(middleOf(100)).toBe(middle)
  expect(middleOf(1_000_000)).toBe('01900007-a120-0000-0000-000000000000')
})

it('no table is read twice, and each can be divided by its first column', () => {
  expect(new Set(READS.map(({ table }) => table)).size).toBe(READS.length)
  for (const { columns } of READS) expect(columns[0]).toMatch(/^(id|customer_id|ticket_id)$/)
})
