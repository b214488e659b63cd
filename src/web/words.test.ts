import { expect, it } from 'vitest'
import { Card } from '../views/card.contract.ts'
import { PLAN_WORDS, countWord, stageWord } from './words.ts'

const STAGES = Card.shape.stage.unwrap().options
const ACCOUNT_PLANS = Card.shape.arr.shape.plan.unwrap().options

it.each(STAGES)('the stage %s has a word and a colour of its own', (stage) => {
  expect(stageWord(stage)?.label).toMatch(/^[A-Z][a-z]+$/)
  const sharing = STAGES.filter((other) => stageWord(other)?.tone === stageWord(stage)?.tone)
  // Monitor belongs to the preset of four stages, which has no strategic.
  expect(sharing.filter((other) => other !== 'monitor')).toHaveLength(1)
})

it('no stage is no badge, and neither is one that nobody knows', () => {
  expect([stageWord(null), stageWord('later'), stageWord('constructor')]).toEqual([undefined, undefined, undefined])
})

it('every account plan has a word', () => {
  expect(Object.keys(PLAN_WORDS).sort()).toEqual([...ACCOUNT_PLANS].sort())
})

it.each([
  [0, 'No'],
  [1, 'One'],
  [10, 'Ten'],
  [11, '11'],
  [1200, '1200'],
])('%i is said “%s”', (count, word) => {
  expect(countWord(count)).toBe(word)
})
