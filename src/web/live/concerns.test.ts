import { describe, expect, test } from 'vitest'
import type { Change } from '../../notify/changes.contract.ts'
import { concernOf } from './concerns.ts'

const change = (what: Partial<Change>): Change => ({
  id: 'row',
  object: 'execution',
  objectId: null,
  customerId: null,
  ownerId: null,
  ...what,
})

const mine = change({ objectId: 'run', customerId: 'elm', ownerId: 'ada' })
const hers = change({ objectId: 'other run', customerId: 'ash', ownerId: 'bea' })
const several = change({})
const morning = change({ object: 'run', objectId: 'daily' })
const pulse = change({ object: 'customer', objectId: 'elm', customerId: 'elm' })

describe('what a change means for what was read', () => {
  test.each([
    ['my day, by my own work', mine, ['today', 'own'], 'now'],
    ['my day, by a colleague’s work', hers, ['today', 'own'], 'later'],
    ['my day, by many that were given away', several, ['today', 'own'], 'now'],
    ['my day, by a run', morning, ['today', 'own'], 'now'],
    ['a colleague’s day that I look at, by her work', hers, ['today', 'bea'], 'now'],
    ['my day in another order, by my own work', mine, ['queue', 'order', 'ada', ''], 'now'],
    ['a list of what was changed', change({ object: 'task' }), ['tasks', 'open'], 'now'],
    ['my queue, by my own work', mine, ['queue', 'ada'], 'now'],
    ['my queue, by a colleague’s work', hers, ['queue', 'ada'], 'later'],
    ['everybody’s queue, by a colleague’s work', hers, ['queue', 'everybody'], 'now'],
    ['the open workflow, by an act on it', mine, ['taskmode', 'run'], 'now'],
    ['the open workflow, by an act on another', hers, ['taskmode', 'run'], 'no'],
    ['the open workflow, by many at once', several, ['taskmode', 'run'], 'now'],
    ['the open workflow, by a pulse', pulse, ['taskmode', 'run'], 'no'],
    ['the open workflow, by a run', morning, ['taskmode', 'run'], 'later'],
    ['the customer, by a pulse', pulse, ['customer', 'elm'], 'now'],
    ['the customer, by work for it', mine, ['customer', 'elm'], 'now'],
    ['another customer', pulse, ['customer', 'ash'], 'no'],
    ['any customer, by a run', morning, ['customer', 'ash'], 'now'],
    ['who is signed in', morning, ['session'], 'no'],
    ['anything else', mine, ['why', 'score', 'elm'], 'later'],
  ])('%s', (_what, told, key, concern) => {
    expect(concernOf(told, key, { id: 'ada', works: true })).toBe(concern)
  })

  test('the day that is shown to who has none of his own', () => {
    expect(concernOf(hers, ['today', 'own'], { id: 'mo', works: false })).toBe('now')
  })
})
