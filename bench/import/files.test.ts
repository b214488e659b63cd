import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { day } from '../../src/base/day.ts'
import {
  countsOf,
  knownOpportunityLines,
  opportunityLines,
  usageByCustomer,
  usageByDate,
  usageOfOneDay,
  writeLines,
} from './files.ts'

const today = day('2027-03-15')
const about = { rows: 1000, customers: 300, today }

it('one opportunity in a hundred is bad, one in twenty was there before with another amount, and none is both', () => {
  const [head = '', ...lines] = opportunityLines(about)
  expect(head.split(',')).toHaveLength(12)
  expect(lines).toHaveLength(1000)
  const bad = lines.filter((line) => line.includes('2026-02-31'))
  const [, ...known] = knownOpportunityLines(about)
  expect(countsOf(1000)).toEqual({ bad: bad.length, known: known.length })
  expect([bad.length, known.length]).toEqual([10, 50])
  const idOf = (line: string): string => line.slice(0, line.indexOf(','))
  const badIds = new Set(bad.map(idOf))
  expect(known.filter((line) => badIds.has(idOf(line)))).toEqual([])
  expect(known.filter((line) => lines.includes(line))).toEqual([])
})

it('the same number of rows gives the same file', () => {
  expect([...opportunityLines(about)]).toEqual([...opportunityLines(about)])
})

it('usage by customer and by date are the same rows in another order, up to yesterday', () => {
  const [, ...byCustomer] = usageByCustomer({ rows: 300, today })
  const [, ...byDate] = usageByDate({ rows: 300, today })
  expect(byDate).toHaveLength(300)
  expect(byDate.toSorted()).toEqual(byCustomer.toSorted())
  expect(byDate).not.toEqual(byCustomer)
  expect(byCustomer[0]).toMatch(/^c-1,2026-12-21,logins,\d+$/)
  expect(byCustomer[83]).toMatch(/^c-1,2027-03-14,logins,\d+$/)
  expect(byDate[1]).toMatch(/^c-2,2026-12-21,logins,\d+$/)
})

it('one day has a row of each customer', () => {
  const [, ...lines] = usageOfOneDay({ rows: 3, today })
  expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual(
    [1, 2, 3].map((n) => `c-${String(n)},2027-03-15,active_users`),
  )
})

it('a file holds all lines, however many pieces it is written in', async () => {
  const file = join(tmpdir(), `renubu-lines-${String(process.pid)}.csv`)
  try {
    await writeLines(file, usageOfOneDay({ rows: 10_000, today }))
    expect(readFileSync(file, 'utf8')).toBe(`${[...usageOfOneDay({ rows: 10_000, today })].join('\n')}\n`)
  } finally {
    rmSync(file)
  }
})
