import { expect, it } from 'vitest'
import { Today } from '../../../views/today.contract.ts'
import { filled } from '../../testing/filled.ts'
import { withoutHeld } from './without-held.ts'

const [ELM, LARCH, ASH] = ['a', 'b', 'c'].map((last) => `01890000-0000-7000-8000-00000000060${last}`)
const run = { executionId: ASH, customer: 'Ash' }
const today = filled(Today, {
  one: { executionId: ELM },
  next: [{ executionId: LARCH }],
  total: 12,
  back: [{ executionId: ASH }],
  active: [run],
})

const cards = ({ one, next }: Today) => [one, ...next].map((card) => card?.executionId)

it('a day without anything held is as it was read', () => {
  expect(withoutHeld(today, new Set())).toBe(today)
})

it('what is held leaves it, and the next one is the one thing', () => {
  const after = withoutHeld(today, new Set([ELM ?? '']))
  expect([cards(after), after.total]).toEqual([[LARCH], 11])
})

it('what is held is not under way and not back either', () => {
  const after = withoutHeld(today, new Set([ASH ?? '']))
  expect([after.active, after.back, cards(after), after.total]).toEqual([[], [], [ELM, LARCH], 12])
})

it('nothing is left when all is held', () => {
  const after = withoutHeld(today, new Set([ELM ?? '', LARCH ?? '']))
  expect([after.one, after.next, after.total]).toEqual([null, [], 10])
})
