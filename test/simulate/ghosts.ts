import { isoDay } from '../../src/base/day.ts'
import { QUESTIONS } from '../../src/stages/determine/resting.ts'
import { nextContract, type Account } from './account.ts'
import type { Morning, SeenCard } from './observing.ts'
import type { World } from './world.ts'

/** From here on a renewal has workflows. */
const RENEWAL_DAYS = 180

/** Cards that a CSM would laugh at, by what the world has told until yesterday. */
export function ghostsOf({ csm, day, cards }: Morning, world: World): string[] {
  return cards.flatMap((card) => {
    const account = world.byId.get(card.customer)
    const why = account && whyGhost(card, account, day)
    return why ? [`${isoDay(day)} ${csm}: ${card.customer} ${card.workflowId}, but ${why}`] : []
  })
}

function whyGhost(card: SeenCard, account: Account, day: number): string | null {
  if (account.status === 'churned' || account.status === 'test' || account.status === 'internal') return account.status
  if (account.story.customer.touch === 'digital') return 'it is digital'
  if (account.onboardingUntil !== null && card.workflowId !== 'onboarding-stalled') return 'it is being onboarded'
  if (account.onboardingUntil === null && card.workflowId === 'onboarding-stalled') return 'onboarding is over'
  if (card.family !== 'renewal' || QUESTIONS.includes(card.workflowId)) return null
  if (card.progress === 'signed' || card.progress === 'lost') return `its renewal is ${card.progress}`
  const next = nextContract(account)
  if (account.contracts.length === 0 || !next) return null
  const decision = next.end - (next.autoRenew ? (next.noticeDays ?? 0) : 0)
  return decision - day > RENEWAL_DAYS ? 'its next contract ends much later' : null
}
