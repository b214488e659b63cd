import { describe, expect, it } from 'vitest'
import { givenFacts } from '../../test/given-customer.ts'
import { day } from '../base/day.ts'
import type { RenewalTask } from '../stages/analyze/renewal-tasks.ts'
import { ruleTasksOf } from './rule-tasks.ts'

const task = (known: Partial<RenewalTask> = {}): RenewalTask => ({
  task: 'anniversary',
  key: 'anniversary:k1:20894',
  renewalId: null,
  contractId: 'k1',
  on: day('2027-04-30'),
  ...known,
})

describe('the tasks that contracts ask for', () => {
  it.each([
    ['anniversary', 'Anniversary of the contract with Larkspur'],
    ['confirm-auto-renewal', 'Confirm with Larkspur that the contract has renewed by itself'],
    ['minor-renewal', 'Small renewal of Larkspur: settle it with the main one'],
  ] as const)('say what to do: %s', (kind, title) => {
    const [written] = ruleTasksOf({ facts: givenFacts(), tasks: [task({ task: kind })] })
    expect(written?.title).toBe(title)
  })

  it('are for the owner, about the customer and its renewal, due on the day, once by their key', () => {
    expect(ruleTasksOf({ facts: givenFacts({ ownerId: 'ada' }), tasks: [task({ renewalId: 'r1' })] })).toEqual([
      expect.objectContaining({
        ruleKey: 'anniversary:k1:20894',
        customerId: 'c1',
        renewalId: 'r1',
        executionId: null,
        dueOn: day('2027-04-30'),
        assignedTo: 'ada',
      }),
    ])
  })

  it('of a customer that nobody owns are for nobody yet', () => {
    expect(ruleTasksOf({ facts: givenFacts({ ownerId: null }), tasks: [task()] })).toMatchObject([{ assignedTo: null }])
  })

  it('carry a hostile name as it is', () => {
    const name = '{{customer.name}} $& <b>"\u0000'
    const [written] = ruleTasksOf({ facts: givenFacts({ name }), tasks: [task()] })
    expect(written?.title).toBe(`Anniversary of the contract with ${name}`)
  })
})
