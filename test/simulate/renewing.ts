import { isoDay, type Day } from '../../src/base/day.ts'
import type { RenewalProgress } from '../../src/spine/words.ts'
import { nextContract, type Account, type LiveContract } from './account.ts'
import { changed, instantAt, type World } from './world.ts'

const STEPS: readonly RenewalProgress[] = ['none', 'contacted', 'proposed', 'verbal']

/** What the CRM says of the talk about a contract. */
function tellRenewal(
  { tell }: World,
  account: Account,
  contract: LiveContract,
  { day, ...more }: { day: Day; closedAmount?: number; churnReason?: string },
): void {
  if (!account.renewalsInCrm) return
  const closed = account.progress === 'signed' || account.progress === 'lost'
  tell('renewals', {
    externalId: `${contract.externalId}-${isoDay(contract.end)}`,
    customerExternalId: account.externalId,
    contractExternalIds: [contract.externalId],
    date: isoDay(contract.end),
    arrAtStake: Math.round(contract.yearly),
    currency: account.currency,
    progress: account.progress,
    closedAt: closed ? instantAt(day, 15) : undefined,
    updatedAt: instantAt(day, 15),
    ...more,
  })
}

/** A good talk brings the renewal on by a step, unless the customer has made up its mind otherwise. */
export function talkAboutRenewal(world: World, account: Account, day: Day): void {
  const contract = nextContract(account)
  if (!contract || contract.end - day > 190) return
  const at = STEPS.indexOf(account.progress)
  if (at < 0) return
  if (account.intent === 'wavers' && world.chance.happens(0.45)) account.intent = 'stays'
  if (account.intent === 'leaves' && at >= 1) {
    if (world.chance.happens(0.15)) account.intent = 'wavers'
    return
  }
  const near = contract.end - day
  const next = Math.min(at + 1, near > 120 ? 1 : near > 60 ? 2 : 3)
  if (next <= at) return
  account.progress = STEPS[next] ?? 'contacted'
  tellRenewal(world, account, contract, { day })
}

/** Signs what is agreed, gives notice, loses what is lost, and lets the date pass where nobody acts. */
export function settleContracts(world: World, account: Account, day: Day): void {
  if (account.leavesOn !== null && account.leavesOn <= day) {
    churn(world, account, day)
    return
  }
  for (const contract of account.contracts.filter(({ settled }) => !settled)) {
    if (account.leavesOn === null) settle(world, account, { contract, day })
  }
}

function settle(world: World, account: Account, { contract, day }: { contract: LiveContract; day: Day }): void {
  const { chance } = world
  const left = contract.end - day
  const first = contract === nextContract(account)
  if (account.intent === 'leaves') {
    const decides = (contract.autoRenew ? (contract.noticeDays ?? 0) : 0) + 5
    if (first && left <= decides + 40 && chance.happens(left <= decides ? 0.5 : 0.02))
      concedeLoss(world, account, { contract, day })
    return
  }
  if (contract.autoRenew) {
    // The last day for notice passes: it runs on for another term.
    if (left < (contract.noticeDays ?? 0)) contract.end += 365
    return
  }
  const willing = account.progress === 'verbal' ? 0.15 : account.progress === 'proposed' ? 0.04 : 0.005
  if (first && left <= 75 && chance.happens(left <= 10 ? willing * 2 : willing)) sign(world, account, { contract, day })
  else if (left <= -12 && chance.happens(0.25)) sign(world, account, { contract, day })
}

export function sign(world: World, account: Account, { contract, day }: { contract: LiveContract; day: Day }): void {
  const yearly = Math.round(contract.yearly * (1 + world.chance.between(0, 8) / 100))
  account.progress = 'signed'
  tellRenewal(world, account, contract, { day, closedAmount: yearly })
  contract.settled = true
  const months = 12
  const next: LiveContract = {
    externalId: `${contract.externalId}-next`,
    start: contract.end + 1,
    end: contract.end + 365,
    months,
    yearly,
    autoRenew: false,
    noticeDays: undefined,
    settled: false,
  }
  account.contracts.push(next)
  account.arr += yearly - contract.yearly
  account.progress = 'none'
  world.tell('contracts', {
    externalId: next.externalId,
    customerExternalId: account.externalId,
    startDate: isoDay(next.start),
    endDate: isoDay(next.end),
    termMonths: months,
    value: yearly,
    currency: account.currency,
    autoRenew: false,
    status: 'active',
  })
  world.tell('customers', changed(account, day, { arr: Math.round(account.arr), currency: account.currency }))
}

/** The customer does not go on: the CRM, the contract and the customer's own record say so, each in its time. */
export function concedeLoss(
  world: World,
  account: Account,
  { contract, day }: { contract: LiveContract; day: Day },
): void {
  account.progress = 'lost'
  contract.settled = true
  account.leavesOn = contract.end
  if (contract.autoRenew) {
    world.tell('contracts', {
      externalId: contract.externalId,
      customerExternalId: account.externalId,
      startDate: isoDay(contract.start),
      endDate: isoDay(contract.end),
      termMonths: contract.months,
      value: Math.round((contract.yearly * contract.months) / 12),
      currency: account.currency,
      autoRenew: true,
      noticeDays: contract.noticeDays,
      noticeGivenOn: isoDay(day),
      status: 'active',
    })
  }
  tellRenewal(world, account, contract, { day, closedAmount: 0, churnReason: 'Other priorities' })
}

function churn(world: World, account: Account, day: Day): void {
  account.status = 'churned'
  account.leavesOn = null
  account.level = 0
  world.tell(
    'customers',
    changed(account, day, {
      status: 'churned',
      lifecycleStage: 'churned',
      churnedAt: isoDay(day),
      churnReason: 'Other priorities',
    }),
  )
}
