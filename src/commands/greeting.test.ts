import { expect, test } from 'vitest'
import type { Card } from '../views/card.contract.ts'
import { greeting, type TopOfQueue } from './greeting.ts'

const card = (name: string, score: number, days: number | null): Card => ({
  executionId: '01900000-0000-7000-8000-000000000001',
  customer: { id: '01900000-0000-7000-8000-000000000002', name },
  workflow: { id: 'negotiation-prep', title: 'Negotiation preparation', family: 'renewal', steps: [], minutes: 40 },
  stage: 'negotiate',
  score,
  why: { first: '', rest: '', short: '' },
  arr: { amount: 90_000, currency: 'USD', plan: 'expand' },
  renewal: days === null ? null : { date: '2027-06-01', days, kind: 'renewal' },
  health: { value: 61, change: null, uncertain: false, overridden: false },
  risk: { value: 40, overridden: false },
  usageChange: null,
  folded: [],
  isNew: false,
  moved: null,
  status: 'pending',
  dueOn: null,
  late: false,
})

const queue: TopOfQueue = {
  company: 'Elm',
  person: 'Ana Ruiz',
  total: 2,
  cards: [card('Northwind', 155, 78), card('Harbour & Sons', 42.25, null)],
}

test('whoever starts it reads what awaits whom, and last of all the address', () => {
  const lines = greeting('http://localhost:3000', [queue]).split('\n')
  expect(lines[0]).toBe('Ana Ruiz, Elm (2 customers)')
  expect(lines[2]).toMatch(/155\.0 +Northwind +Negotiation preparation +78 days/)
  expect(lines[3]).toMatch(/42\.3 +Harbour & Sons +Negotiation preparation +–/)
  expect(lines.slice(-2)).toEqual([
    'Renubu is ready: http://localhost:3000',
    'Sign in: open it and choose a person of the sample portfolio.',
  ])
})

test('without the sample there is nobody to choose', () => {
  expect(greeting('http://localhost:3000', [])).toBe(
    'Renubu is ready: http://localhost:3000\nSign in with your account.',
  )
})
