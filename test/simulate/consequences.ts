import { isoDay, type Day } from '../../src/base/day.ts'
import type { Account } from './account.ts'
import type { SeenCard } from './observing.ts'
import { concedeLoss, sign, talkAboutRenewal } from './renewing.ts'
import { changed, instantAt, type World } from './world.ts'

/** What a finished workflow does to the customer. The other systems tell of it in tomorrow's exports. */
export function comesOf(world: World, account: Account, { card, day }: { card: SeenCard; day: Day }): void {
  switch (card.workflowId) {
    case 'confirm-renewal-outcome':
      answerOutcome(world, account, day)
      return
    case 'confirm-renewal-date':
      world.tell('customers', changed(account, day, { renewalDate: isoDay(day + 210) }))
      return
    default:
  }
  meet(world, account, { day, review: card.workflowId === 'qbr' })
  if (card.family === 'renewal') talkAboutRenewal(world, account, day)
  if (card.family === 'risk' || card.workflowId === 'urgent-ticket') repair(world, account)
  if (card.workflowId === 'executive-contact-loss') introduceSuccessor(world, account, day)
  if (card.workflowId === 'onboarding-stalled' && account.onboardingUntil !== null) account.onboardingUntil = day + 14
  if (card.family === 'opportunity' && world.chance.happens(0.3)) expand(world, account, day)
}

function meet(world: World, account: Account, { day, review }: { day: Day; review: boolean }): void {
  const { chance, number, tell } = world
  account.lastTouch = day
  tell('engagements', {
    externalId: `${account.externalId}-w${String(number())}`,
    customerExternalId: account.externalId,
    kind: review ? 'qbr' : chance.pick(['call', 'meeting'] as const),
    at: instantAt(day, 12),
    attendees: account.people.slice(0, chance.between(1, 3)).map(({ record }) => record['email']),
    notes: 'Went through where they stand.',
  })
}

function answerOutcome(world: World, account: Account, day: Day): void {
  const contract = account.contracts.find(({ settled, end }) => !settled && end < day)
  if (!contract) return
  if (account.intent === 'leaves') concedeLoss(world, account, { contract, day })
  else sign(world, account, { contract, day })
}

/** Somebody listens, the cause is found: most recover, those who have decided do not. */
function repair({ chance }: World, account: Account): void {
  for (const ticket of account.openTickets) ticket.closesOn -= 2
  if (account.intent === 'leaves' && !chance.happens(0.3)) return
  account.trendPerDay = 0.002
  if (account.intent === 'leaves') account.intent = 'wavers'
  else if (chance.happens(0.5)) account.intent = 'stays'
}

function introduceSuccessor({ tell, number }: World, account: Account, day: Day): void {
  const name = `Successor ${String(number())}`
  const record = {
    externalId: `${account.externalId}-p${String(number())}`,
    customerExternalId: account.externalId,
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@${account.externalId}.example`,
    role: 'champion',
    active: true,
    updatedAt: instantAt(day, 15),
  }
  account.people.push({ externalId: record.externalId, name, role: 'champion', record })
  tell('contacts', record)
}

function expand({ tell, number }: World, account: Account, day: Day): void {
  account.arr = Math.round(account.arr * 1.1)
  tell('customers', changed(account, day, { arr: account.arr, currency: account.currency }))
  tell('opportunities', {
    externalId: `${account.externalId}-o${String(number())}`,
    customerExternalId: account.externalId,
    name: 'More of it',
    stage: 'Closed Won',
    type: 'expansion',
    closeDate: isoDay(day),
    product: 'Insight',
  })
}
