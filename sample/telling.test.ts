import { describe, expect, it } from 'vitest'
import { day, isoDay } from '../src/base/day.ts'
import { MERIDIAN } from './meridian/company.ts'
import { userRecords } from './people.ts'
import { together, type SampleRecord } from './records.ts'
import type { CompanyStory, Story } from './story.ts'
import { SUMMIT } from './summit/company.ts'
import { earlierRecords, storyRecords } from './telling.ts'

const TODAY = day('2028-02-29')

const tell = (company: CompanyStory, today = TODAY) =>
  together(company.stories.map((story) => storyRecords(story, { company, today })))

const text = (record: SampleRecord, field: string): string => {
  const value = record[field]
  return typeof value === 'string' ? value : ''
}

describe.each([MERIDIAN, SUMMIT])('the portfolio of $name', (company) => {
  const records = tell(company)
  const customers = new Set(records.customers.map((record) => text(record, 'externalId')))

  it('has more than eighty customers, each with a story and a name of its own', () => {
    expect(company.stories.length).toBeGreaterThan(80)
    expect(customers.size).toBe(company.stories.length)
    expect(company.stories.filter(({ title }) => title.length < 8)).toEqual([])
  })

  it('refers only to customers, contracts, parents and people that it has', () => {
    const contracts = new Set(records.contracts.map((record) => text(record, 'externalId')))
    const people = new Set(userRecords(company, TODAY).map((record) => text(record, 'email')))
    for (const list of [records.contacts, records.contracts, records.tickets, records.engagements, records.invoices]) {
      for (const record of list) expect(customers).toContain(text(record, 'customerExternalId'))
    }
    for (const { parentExternalId } of records.customers)
      if (parentExternalId) expect(customers).toContain(parentExternalId)
    for (const { ownerEmail } of records.customers) if (ownerEmail) expect(people).toContain(ownerEmail)
    const named = records.renewals.flatMap(({ contractExternalIds }) => contractExternalIds as string[])
    for (const contract of named) expect(contracts).toContain(contract)
  })

  it('gives every record an id of its own', () => {
    for (const list of [records.contacts, records.contracts, records.tickets, records.engagements, records.invoices]) {
      expect(new Set(list.map((record) => text(record, 'externalId'))).size).toBe(list.length)
    }
  })

  it('tells nothing from the future, save what is planned', () => {
    const until = isoDay(TODAY)
    const times = ['date', 'createdAt', 'firstRepliedAt', 'resolvedAt', 'at'].map(
      (field) => (record: SampleRecord) => text(record, field),
    )
    const happened = [...records.usage, ...records.tickets, ...records.engagements]
    expect(happened.filter((record) => times.some((time) => time(record).slice(0, 10) >= until))).toEqual([])
  })

  it('is told the same way twice, and moves with the day', () => {
    expect(tell(company)).toEqual(records)
    const later = tell(company, TODAY + 10)
    expect(later.customers.map(({ name, arr }) => [name, arr])).toEqual(
      records.customers.map(({ name, arr }) => [name, arr]),
    )
    expect(text(later.contracts[0] ?? {}, 'endDate')).toBe(
      isoDay(day(text(records.contracts[0] ?? {}, 'endDate')) + 10),
    )
  })

  it('holds its conversations and opens its tickets on working days', () => {
    for (const record of [...records.engagements, ...records.tickets]) {
      const instant = new Date(text(record, 'at') || text(record, 'createdAt'))
      expect([0, 6]).not.toContain(instant.getUTCDay())
    }
  })

  it('has eighteen months of conversations and of money', () => {
    const oldest = (list: readonly SampleRecord[], field: string) =>
      list.map((record) => text(record, field)).sort()[0] ?? ''
    expect(oldest(records.engagements, 'at') < isoDay(TODAY - 500)).toBe(true)
    expect(oldest(records.invoices, 'date') < isoDay(TODAY - 500)).toBe(true)
  })
})

it('has dozens of different tickets, and no customer in both companies', () => {
  const both = [...tell(MERIDIAN).tickets, ...tell(SUMMIT).tickets]
  expect(new Set(both.map((record) => text(record, 'subject'))).size).toBeGreaterThan(48)
  const names = [...MERIDIAN.stories, ...SUMMIT.stories].map(({ customer }) => customer.name)
  expect(new Set(names).size).toBe(names.length)
})

it('has the oddities of life among its customers', () => {
  const stories = [...MERIDIAN.stories, ...SUMMIT.stories]
  const some = (what: (story: Story) => boolean) => stories.filter(what).length
  expect(some(({ contracts }) => contracts?.some(({ autoRenew }) => autoRenew) ?? false)).toBeGreaterThan(5)
  expect(some(({ contracts }) => (contracts?.length ?? 0) > 1)).toBeGreaterThan(3)
  expect(some(({ customer }) => customer.parent !== undefined)).toBe(2)
  expect(some(({ customer }) => customer.status === 'churned')).toBe(2)
  expect(some(({ customer }) => customer.status === 'trial')).toBeGreaterThan(1)
  expect(some(({ customer }) => customer.touch === 'digital')).toBeGreaterThan(5)
  expect(some(({ customer }) => customer.lifecycleStage === 'onboarding')).toBeGreaterThan(5)
  expect(some(({ customer }) => customer.owner === undefined)).toBe(4)
  expect(some(({ contacts }) => contacts?.some(({ role }) => role === 'detractor') ?? false)).toBe(1)
  expect(new Set(stories.map(({ customer }) => customer.currency))).toEqual(new Set([undefined, 'EUR', 'GBP', 'JPY']))
})

it('remembers what was before: an ARR that has changed, people who have left', () => {
  const story = SUMMIT.stories[0]
  if (!story) throw new Error('no story')
  const before = together(earlierRecords(story, { company: SUMMIT, today: TODAY }))
  expect(before.customers.map(({ arr, updatedAt }) => [arr, updatedAt])).toEqual([
    [120_000, `${isoDay(TODAY - 731)}T14:00:00Z`],
    [171_000, `${isoDay(TODAY - 366)}T14:00:00Z`],
  ])
  const acme = MERIDIAN.stories[0]
  if (!acme) throw new Error('no story')
  const left = together(earlierRecords(acme, { company: MERIDIAN, today: TODAY })).contacts
  expect(left.map(({ name, active }) => [name, active])).toEqual([['Rob Tanner', true]])
})
