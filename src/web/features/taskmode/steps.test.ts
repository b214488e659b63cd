import { describe, expect, it } from 'vitest'
import { CLOSING, isBack, isOpen, isSettled, isWaiting, nextOpen, placeOf, stateWords, type Step } from './steps.ts'

type Status = Step['status']

const step = (id: string, status: Status, snoozedUntil: string | null = null): Step => ({
  id,
  name: id,
  index: 0,
  required: true,
  status,
  snoozedUntil,
  assignedTo: null,
  result: null,
})

const NOW = new Date('2027-03-15T09:00:00Z')
const run = (...statuses: readonly Status[]) => statuses.map((status, index) => step(String(index), status))

describe('a step', () => {
  it.each([
    ['not_started', 'open'],
    ['in_progress', 'open'],
    ['completed', 'settled'],
    ['skipped', 'settled'],
    ['snoozed', 'waiting'],
    ['escalated', 'waiting'],
  ] as const)('that is %s is %s and nothing else', (status, expected) => {
    const is = { open: isOpen({ status }), settled: isSettled({ status }), waiting: isWaiting({ status }) }
    expect(Object.entries(is).flatMap(([name, holds]) => (holds ? [name] : []))).toEqual([expected])
  })

  it.each([
    ['snoozed', '2027-03-15T08:59:00Z', true],
    ['snoozed', '2027-03-15T09:00:00Z', true],
    ['snoozed', '2027-03-15T09:01:00Z', false],
    ['completed', null, false],
  ] as const)('%s until %s is back: %s', (status, until, back) => {
    expect(isBack(step('a', status, until), NOW)).toBe(back)
  })
})

describe('what is next', () => {
  it.each([
    [['not_started', 'not_started'], -1, '0'],
    [['completed', 'not_started', 'not_started'], 0, '1'],
    [['not_started', 'completed', 'snoozed'], 1, '0'],
    [['skipped', 'escalated', 'completed'], 0, undefined],
    [[], -1, undefined],
  ] as const)('of %j behind %d is %s', (statuses, from, expected) => {
    expect(nextOpen(run(...statuses), from)?.id).toBe(expected)
  })

  it('is where somebody is put who asks for no place, or for one that is not there', () => {
    const steps = run('completed', 'not_started')
    expect([placeOf(steps, undefined), placeOf(steps, 'gone'), placeOf(steps, '0'), placeOf(steps, CLOSING)]).toEqual([
      '1',
      '1',
      '0',
      CLOSING,
    ])
    expect(placeOf(run('completed'), undefined)).toBe(CLOSING)
  })
})

describe('the words of a step', () => {
  const around = { last: undefined, here: false, isNext: false, now: NOW }
  const last = { stepId: 'a', action: 'complete', at: '2027-03-14T09:00:00Z', by: 'Bo', to: 'Mo Tarn', reason: null }
  it.each([
    ['not_started', { ...around, here: true }, 'You are here'],
    ['not_started', { ...around, isNext: true }, 'Next'],
    ['in_progress', around, ''],
    ['completed', { ...around, last }, 'Done yesterday'],
    ['completed', around, 'Done'],
    ['skipped', around, 'Skipped'],
    ['snoozed', around, 'Snoozed'],
    ['escalated', { ...around, last }, 'With Mo'],
    ['escalated', around, 'Escalated'],
  ] as const)('that is %s: %#', (status, where, words) => {
    expect(stateWords(step('a', status), where)).toBe(words)
  })

  it('of one that is put off say until when, and that it is back', () => {
    expect(stateWords(step('a', 'snoozed', '2027-03-17T09:00:00Z'), around)).toMatch(/^Until /)
    expect(stateWords(step('a', 'snoozed', '2027-03-14T09:00:00Z'), around)).toBe('Back yesterday')
  })
})
