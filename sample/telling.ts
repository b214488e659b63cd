import { isoDay, type Day } from '../src/base/day.ts'
import { chanceOf } from './chance.ts'
import { contactId, contactRecords } from './contacts.ts'
import { hoursAfter, instantOn, workingDayAgo } from './days.ts'
import { engagementRecords } from './engagements.ts'
import { invoiceRecords } from './invoices.ts'
import { personNamed } from './people.ts'
import { slugOf, told, type Records, type SampleRecord } from './records.ts'
import type { CompanyStory, ContractStory, Story } from './story.ts'
import { usageRecords } from './usage.ts'

/** Daily usage reaches this far back: twelve weeks of analyses, each of which looks back another twelve. */
const USAGE_DAYS = 200

export type Telling = {
  readonly company: CompanyStory
  readonly today: Day
  /** How many days back daily usage reaches. */
  readonly usageDays?: number
}

/** One story as the records that other systems would export of it, seen from a day. */
export function storyRecords(story: Story, { company, today, usageDays = USAGE_DAYS }: Telling): Partial<Records> {
  const customerExternalId = slugOf(story.customer.name)
  const currency = story.customer.currency ?? company.currency
  return {
    customers: [customerRecord(story, { company, today })],
    contacts: contactRecords(story, today).now,
    contracts: (story.contracts ?? []).map((contract) =>
      contractRecord(contract, { customerExternalId, currency, today }),
    ),
    renewals: renewalRecords(story, { company, today }),
    opportunities: opportunityRecords(story, { company, today }),
    usage: story.usage
      ? usageRecords(story.usage, { customerExternalId, today, daysBack: liveDays(story, usageDays) })
      : [],
    tickets: ticketRecords(story, today),
    engagements: engagementRecords(story, today),
    events: (story.events ?? []).map((event, index) => ({
      externalId: `${customerExternalId}-event-${String(index + 1)}`,
      customerExternalId,
      kind: event.kind,
      at: instantOn(today - event.daysAgo, 14, 20),
      data: event.data ?? {},
    })),
    invoices: invoiceRecords(story, { currency, today }),
    surveys: surveyRecords(story, today),
  }
}

/** The same records as the systems held them before: an ARR that has changed since, people who have left since. */
export function earlierRecords(story: Story, { company, today }: Telling): Partial<Records>[] {
  const current = customerRecord(story, { company, today })
  const steps = [...(story.arrBefore ?? [])].sort((a, b) => b.daysAgo - a.daysAgo)
  const since = story.customer.sinceDaysAgo ?? steps[0]?.daysAgo ?? 0
  return [
    { contacts: contactRecords(story, today).earlier },
    ...steps.map(({ arr }, index) => {
      const from = index === 0 ? since : (steps[index - 1]?.daysAgo ?? since)
      return { customers: [{ ...current, arr, updatedAt: instantOn(today - from, 14) }] }
    }),
  ]
}

/** Nobody uses what has not gone live. */
const liveDays = ({ customer }: Story, atMost: number): number =>
  Math.max(1, Math.min(atMost, customer.liveDaysAgo ?? customer.sinceDaysAgo ?? atMost))

function customerRecord({ customer, contracts, arrBefore }: Story, { company, today }: Telling): SampleRecord {
  const past = (daysAgo: number | undefined): string | undefined =>
    daysAgo === undefined ? undefined : isoDay(today - daysAgo)
  const since = customer.sinceDaysAgo ?? earliest(contracts)
  const newest = arrBefore?.reduce((a, b) => (a.daysAgo <= b.daysAgo ? a : b))
  return told({
    externalId: slugOf(customer.name),
    name: customer.name,
    domain: customer.domain ?? `${slugOf(customer.name)}.example`,
    industry: customer.industry,
    segment: customer.segment,
    tier: customer.tier,
    touch: customer.touch,
    arr: customer.arr,
    currency: customer.arr === undefined ? undefined : (customer.currency ?? company.currency),
    accountPlan: customer.accountPlan,
    ownerEmail: customer.owner && personNamed(company, customer.owner).email,
    licensedUsers: customer.licensedUsers,
    renewalDate: customer.renewalInDays === undefined ? undefined : isoDay(today + customer.renewalInDays),
    customerSince: past(since),
    goLiveDate: past(customer.liveDaysAgo),
    status: customer.status ?? 'active',
    lifecycleStage: customer.lifecycleStage,
    churnedAt: past(customer.churned?.daysAgo),
    churnReason: customer.churned?.reason,
    parentExternalId: customer.parent && slugOf(customer.parent),
    competitors: customer.competitors,
    attributes: customer.attributes,
    updatedAt: newest && instantOn(today - newest.daysAgo, 14),
  })
}

const earliest = (contracts: readonly ContractStory[] | undefined): number | undefined =>
  contracts && contracts.length > 0 ? Math.max(...contracts.map(({ startedDaysAgo }) => startedDaysAgo)) : undefined

function contractRecord(
  contract: ContractStory,
  { customerExternalId, currency, today }: { customerExternalId: string; currency: string; today: Day },
): SampleRecord {
  return told({
    externalId: `${customerExternalId}-${contract.key}`,
    customerExternalId,
    startDate: isoDay(today - contract.startedDaysAgo),
    endDate: isoDay(today + contract.endsInDays),
    termMonths: contract.termMonths,
    value: contract.value,
    currency,
    autoRenew: contract.autoRenew ?? false,
    noticeDays: contract.noticeDays,
    noticeGivenOn: contract.noticeGivenDaysAgo === undefined ? undefined : isoDay(today - contract.noticeGivenDaysAgo),
    status: contract.status ?? (contract.endsInDays < 0 ? 'expired' : 'active'),
    terms: contract.terms,
  })
}

function renewalRecords(story: Story, { company, today }: Telling): SampleRecord[] {
  const customerExternalId = slugOf(story.customer.name)
  return (story.renewals ?? []).map((renewal) =>
    told({
      updatedAt: instantOn(today - (renewal.closed?.daysAgo ?? 10), 16),
      externalId: `${customerExternalId}-${renewal.key}`,
      customerExternalId,
      contractExternalIds: renewal.contracts.map((key) => `${customerExternalId}-${key}`),
      date: isoDay(today + renewal.inDays),
      arrAtStake: renewal.arrAtStake ?? story.customer.arr,
      targetAmount: renewal.targetAmount,
      proposedAmount: renewal.proposedAmount,
      closedAmount: renewal.closed?.amount,
      currency: story.customer.currency ?? company.currency,
      progress: renewal.progress,
      category: renewal.category,
      churnReason: renewal.closed?.reason,
      nextStep: renewal.nextStep,
      nextStepDate: renewal.nextStepInDays === undefined ? undefined : isoDay(today + renewal.nextStepInDays),
      ownerEmail: story.customer.owner && personNamed(company, story.customer.owner).email,
      closedAt: renewal.closed && instantOn(today - renewal.closed.daysAgo, 16),
    }),
  )
}

function opportunityRecords(story: Story, { company, today }: Telling): SampleRecord[] {
  const customerExternalId = slugOf(story.customer.name)
  const shared = {
    customerExternalId,
    currency: story.customer.currency ?? company.currency,
    ownerEmail: story.customer.owner && personNamed(company, story.customer.owner).email,
  }
  const since = story.customer.sinceDaysAgo ?? earliest(story.contracts)
  const owned = story.owns ?? company.products.slice(0, 1).map(({ name }) => name)
  const won =
    since === undefined || story.customer.status === 'trial' ? [] : owned.map((product) => ({ product, since }))
  return [
    ...won.map(({ product, since: boughtAgo }, index) =>
      told({
        ...shared,
        externalId: `${customerExternalId}-bought-${slugOf(product)}`,
        name: `${product} for ${story.customer.name}`,
        stage: 'Closed Won',
        type: index === 0 ? 'new business' : 'cross-sell',
        product,
        openedOn: isoDay(today - boughtAgo - 70),
        closeDate: isoDay(today - boughtAgo),
        probability: 100,
      }),
    ),
    ...(story.opportunities ?? []).map((opportunity) =>
      told({
        ...shared,
        externalId: `${customerExternalId}-${opportunity.key}`,
        name: opportunity.name,
        stage: opportunity.stage,
        amount: opportunity.amount,
        openedOn: isoDay(today - (opportunity.openedDaysAgo ?? 40)),
        closeDate: isoDay(today + opportunity.closesInDays),
        type: opportunity.type,
        probability: opportunity.probability,
        product: opportunity.product,
        updatedAt: instantOn(today - Math.min(opportunity.openedDaysAgo ?? 40, 12), 15),
      }),
    ),
  ]
}

function ticketRecords(story: Story, today: Day): SampleRecord[] {
  const customerExternalId = slugOf(story.customer.name)
  const chance = chanceOf(`tickets of ${customerExternalId}`)
  // Numbered from the oldest on, as a help desk does.
  const tickets = [...(story.tickets ?? [])].sort((a, b) => b.daysAgo - a.daysAgo)
  return tickets.map((ticket, index) => {
    const createdAt = instantOn(workingDayAgo(today, ticket.daysAgo), 14 + chance.between(0, 4), chance.between(0, 59))
    const after = (hours: number | undefined) => (hours === undefined ? undefined : hoursAfter(createdAt, hours))
    return told({
      externalId: `${customerExternalId}-ticket-${String(index + 1)}`,
      customerExternalId,
      subject: ticket.subject,
      body: ticket.body,
      priority: ticket.priority,
      status: ticket.resolvedAfterHours === undefined ? 'open' : 'solved',
      createdAt,
      firstRepliedAt: after(ticket.repliedAfterHours),
      resolvedAt: after(ticket.resolvedAfterHours),
      reopened: ticket.reopened,
      satisfaction: ticket.satisfaction,
    })
  })
}

function surveyRecords(story: Story, today: Day): SampleRecord[] {
  const customerExternalId = slugOf(story.customer.name)
  return (story.surveys ?? []).map((survey, index) =>
    told({
      externalId: `${customerExternalId}-survey-${String(index + 1)}`,
      customerExternalId,
      contactExternalId: survey.from && contactId(customerExternalId, survey.from),
      kind: survey.kind,
      score: survey.score,
      comment: survey.comment,
      at: instantOn(today - survey.daysAgo, 15, 10),
    }),
  )
}
