import { isoDay, weekdayOf, type Day } from '../../src/base/day.ts'
import { EVERYDAY_TICKETS, TROUBLED_TICKETS, LEAVING_TICKETS } from '../../sample/ticket-texts.ts'
import type { Account } from './account.ts'
import { FEATURES } from './book.ts'
import { settleContracts } from './renewing.ts'
import { changed, instantAt, isAlive, type World } from './world.ts'

const isWorkingDay = (day: Day): boolean => weekdayOf(day) <= 5

/** Lives through a day: what happens by itself at each customer goes into the next morning's exports. */
export function liveThrough(world: World, day: Day): void {
  for (const account of world.accounts) {
    if (account.status === 'churned') continue
    use(world, account, day)
    if (account.status !== 'active' && account.status !== 'trial') continue
    closeTickets(world, account, day)
    if (isWorkingDay(day)) {
      openTicket(world, account, day)
      writeIn(world, account, day)
      personLeaves(world, account, day)
      sendInvoice(world, account, day)
      turn(world, account)
    }
    receiveMoney(world, account, day)
    grow(world, account, day)
    if (isAlive(account)) settleContracts(world, account, day)
  }
}

const SHAPE = [0, 0.98, 1.04, 1.03, 1, 0.95, 0.14, 0.11]

function use({ tell, chance }: World, account: Account, day: Day): void {
  if (account.level <= 0) return
  account.level = Math.min(account.level * (1 + account.trendPerDay), Math.max(account.seats, 5) * 1.05)
  const value = Math.round(account.level * (SHAPE[weekdayOf(day)] ?? 1) * (0.96 + 0.08 * chance.next()))
  // One export in fifty is missing, as in life.
  if (chance.happens(0.98))
    tell('usage', { customerExternalId: account.externalId, date: isoDay(day), metric: 'active_users', value })
  if (weekdayOf(day) !== 5) return
  for (const feature of FEATURES.slice(0, account.trendPerDay < 0 ? 4 : 7)) {
    tell('usage', {
      customerExternalId: account.externalId,
      date: isoDay(day),
      metric: 'key_actions',
      feature,
      value: Math.round(value * 3),
    })
  }
}

function openTicket({ tell, chance, number }: World, account: Account, day: Day): void {
  const unhappy = account.intent === 'leaves' ? 0.035 : account.intent === 'wavers' ? 0.02 : 0.004
  const trouble = chance.happens(unhappy)
  if (!trouble && !chance.happens(0.02)) return
  const leaving = trouble && account.intent === 'leaves' && chance.happens(0.25)
  const text = chance.pick(leaving ? LEAVING_TICKETS : trouble ? TROUBLED_TICKETS : EVERYDAY_TICKETS)
  const priority = trouble && chance.happens(0.15) ? 'urgent' : text.priority
  const externalId = `${account.externalId}-t${String(number())}`
  const record = {
    externalId,
    customerExternalId: account.externalId,
    ...text,
    priority,
    status: 'open',
    createdAt: instantAt(day, 9),
  }
  account.openTickets.push({ externalId, record, closesOn: day + chance.between(1, trouble ? 12 : 5) })
  tell('tickets', record)
}

function closeTickets({ tell }: World, account: Account, day: Day): void {
  const due = account.openTickets.filter(({ closesOn }) => closesOn <= day)
  for (const ticket of due) {
    account.openTickets.splice(account.openTickets.indexOf(ticket), 1)
    tell('tickets', {
      ...ticket.record,
      status: 'solved',
      resolvedAt: instantAt(day, 20),
      updatedAt: instantAt(day, 20),
    })
  }
}

/** Customers write by themselves now and then. */
function writeIn({ tell, chance, number }: World, account: Account, day: Day): void {
  const writer = account.people[0]
  if (!writer || !chance.happens(account.intent === 'leaves' ? 0.003 : 0.008)) return
  account.lastTouch = day
  tell('engagements', {
    externalId: `${account.externalId}-e${String(number())}`,
    customerExternalId: account.externalId,
    kind: 'email',
    direction: 'inbound',
    at: instantAt(day, 10),
    attendees: [writer.record['email']],
    notes: `${writer.name} wrote with a question.`,
  })
}

function personLeaves({ tell, chance }: World, account: Account, day: Day): void {
  if (account.people.length === 0 || !chance.happens(account.intent === 'leaves' ? 0.01 : 0.0012)) return
  const leaver = chance.pick(account.people)
  account.people = account.people.filter((person) => person !== leaver)
  tell('contacts', { ...leaver.record, active: false, leftOn: isoDay(day), updatedAt: instantAt(day, 12) })
  if (leaver.role === 'champion' && account.intent === 'stays' && chance.happens(0.4)) account.intent = 'wavers'
}

/** One a quarter; whoever is about to leave pays late. */
function sendInvoice({ tell, chance, number }: World, account: Account, day: Day): void {
  if (account.arr <= 0 || !chance.happens(1 / 65)) return
  const record = {
    externalId: `${account.externalId}-i${String(number())}`,
    customerExternalId: account.externalId,
    date: isoDay(day - 25),
    dueDate: isoDay(day + 5),
    amount: Math.round(account.arr / 4),
    currency: account.currency,
  }
  const late = account.intent === 'leaves' ? 0.6 : account.intent === 'wavers' ? 0.2 : 0.03
  account.unpaid.push({ record, paidOn: day + (chance.happens(late) ? chance.between(20, 70) : chance.between(1, 5)) })
  tell('invoices', { ...record, status: 'open' })
}

function receiveMoney({ tell }: World, account: Account, day: Day): void {
  for (const invoice of account.unpaid.filter(({ paidOn }) => paidOn <= day)) {
    account.unpaid.splice(account.unpaid.indexOf(invoice), 1)
    tell('invoices', { ...invoice.record, status: 'paid', paidAt: isoDay(day) })
  }
}

/** A new team begins with it, or a team stops. */
function turn({ chance }: World, account: Account): void {
  if (account.intent === 'stays' && chance.happens(0.0012)) account.level *= 1.35
  else if (account.intent !== 'stays' && chance.happens(0.004)) account.level *= 0.6
}

/** Onboarding ends when it ends; a trial becomes a customer or nothing. */
function grow({ tell, chance }: World, account: Account, day: Day): void {
  if (account.onboardingUntil === null || account.onboardingUntil > day) return
  account.onboardingUntil = null
  if (account.status === 'trial') {
    account.status = chance.happens(0.5) ? 'active' : 'churned'
    const churned = account.status === 'churned'
    tell(
      'customers',
      changed(
        account,
        day,
        churned
          ? { status: 'churned', churnedAt: isoDay(day), churnReason: 'Trial ended' }
          : { status: 'active', lifecycleStage: 'adopting', arr: 8000, currency: account.currency },
      ),
    )
    return
  }
  tell('customers', changed(account, day, { lifecycleStage: 'adopting' }))
}
