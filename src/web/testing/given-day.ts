import type { Today } from '../../views/today.contract.ts'
import type { Partly } from './filled.ts'

export const ELM = '01890000-0000-7000-8000-0000000004aa'
export const LARCH = '01890000-0000-7000-8000-0000000004bb'
export const ASH = '01890000-0000-7000-8000-0000000004cc'

type Card = NonNullable<Today['one']>

/** A card of a day: so much is known of it as is said. */
export const card = (executionId: string, name: string, more: Partly<Card> = {}): Partly<Card> => ({
  executionId,
  customer: { name },
  workflow: { title: 'Urgent renewal', steps: ['Call'], minutes: 20 },
  arr: { amount: 80_000, currency: 'USD' },
  score: 40,
  ...more,
})

/** A day of one’s own with Elm first and Larch after it. */
export const day = (more: Partly<Today> = {}): Partly<Today> => ({
  day: '2027-03-15',
  company: { currency: 'USD' },
  mine: true,
  readAt: '2020-03-13T05:00:00.000Z',
  one: card(ELM, 'Elm'),
  next: [card(LARCH, 'Larch')],
  total: 2,
  ...more,
})
