import { describe, expect, test } from 'vitest'
import {
  COUNTS,
  DAYS,
  FLAGS,
  IDS,
  MAILS,
  MOMENTS,
  MONEY,
  NAMES,
  PEOPLE,
  guess,
} from '../../../../test/given-columns.ts'
import { newColumn, observe } from './column.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import { guessMapping, type Mapping } from './guess.ts'

describe('a column that only sounds like a field is left alone', () => {
  const states = ['California', 'NV', 'Texas']
  const api = NAMES.map((_, place) => `https://desk.example/api/v2/organizations/${place}.json`)
  const profiles = NAMES.map((_, place) => `https://crm.example/company/${place}`)
  test.each<[Kind, string, readonly string[], string]>([
    ['customers', 'State', states, 'status'],
    ['customers', 'Previous Renewal Date', DAYS, 'renewalDate'],
    ['customers', 'Last Contract End Date', DAYS, 'renewalDate'],
    ['customers', 'Renewal Date', ['yes', 'no', 'yes'], 'renewalDate'],
    ['customers', 'ARR', DAYS, 'arr'],
    ['customers', 'Revenue', MONEY, 'arr'],
    ['customers', 'Employees', COUNTS, 'licensedUsers'],
    ['customers', 'url', api, 'domain'],
    ['customers', 'url', profiles, 'domain'],
    ['customers', 'notes_last_updated', MOMENTS, 'updatedAt'],
    ['customers', '_fivetran_synced', MOMENTS, 'updatedAt'],
    ['customers', '_airbyte_extracted_at', MOMENTS, 'customerSince'],
    ['engagements', '_fivetran_synced', MOMENTS, 'at'],
    ['engagements', 'Duration (seconds)', COUNTS, 'durationMinutes'],
    ['engagements', 'Duration in hours', COUNTS, 'durationMinutes'],
    ['contracts', 'Contract Term (days)', COUNTS, 'termMonths'],
    ['contracts', 'Term in years', ['1', '2', '3'], 'termMonths'],
    ['contracts', 'Notice Period (months)', ['1', '3', '1'], 'noticeDays'],
    ['tickets', 'First Response Time', COUNTS, 'firstRepliedAt'],
    ['contacts', 'Customer', FLAGS, 'customerExternalId'],
    ['contacts', 'Email', FLAGS, 'email'],
  ])('%s: %s', (kind, header, values, field) => {
    expect(guess(kind, { Id: IDS, Name: NAMES, [header]: values })[field]).not.toBe(header)
  })
})

describe('two columns that could both be the field', () => {
  test.each<[Kind, Readonly<Record<string, readonly string[]>>, string, string]>([
    ['customers', { Name: NAMES, 'Current ARR': MONEY, ARR: MONEY }, 'arr', 'ARR'],
    ['customers', { Name: NAMES, 'Original Renewal Date': DAYS, 'Renewal Date': DAYS }, 'renewalDate', 'Renewal Date'],
    ['customers', { Name: NAMES, 'Last Renewal Date': DAYS, 'Contract End': DAYS }, 'renewalDate', 'Contract End'],
    ['customers', { 'Owner Email': MAILS, Owner: PEOPLE, Name: NAMES }, 'ownerEmail', 'Owner Email'],
    ['customers', { Name: NAMES, external_id: ['7', '', ''], id: IDS }, 'externalId', 'id'],
    ['customers', { Name: NAMES, external_id: ['7', '8', '9'], id: IDS }, 'externalId', 'id'],
    ['customers', { Name: NAMES, externalId: ['7', '', '9'], id: IDS }, 'externalId', 'externalId'],
    ['customers', { Name: NAMES, renewalDate: ['soon', 'later', ''] }, 'renewalDate', 'renewalDate'],
    ['customers', { Name: NAMES, 'Contract End': ['', '', ''], 'Renewal Date': DAYS }, 'renewalDate', 'Renewal Date'],
    ['engagements', { Id: IDS, ActivityDate: DAYS, ActivityDateTime: MOMENTS }, 'at', 'ActivityDateTime'],
    ['users', { Username: MAILS, Name: PEOPLE, Email: ['', '', ''] }, 'email', 'Username'],
  ])('%s %j: %s is %s', (kind, columns, field, header) => {
    expect(guess(kind, columns)).toMatchObject({ [field]: header })
  })
})

test('a number that differently named customers share is not their id', () => {
  const names = Array.from({ length: 20 }, (_, place) => `Customer ${place}`)
  const shared = names.map((_, place) => `CC${place % 4}`)
  expect(guess('customers', { Name: names, AccountNumber: shared })).toEqual({ name: 'Name' })
  expect(guess('customers', { Name: names, AccountNumber: names.map((name) => `N-${name}`) })).toEqual({
    name: 'Name',
    externalId: 'AccountNumber',
  })
  // What calls itself an id is one: a repeated one is a later version of the same customer.
  expect(guess('customers', { Name: names, 'Account ID': shared })).toMatchObject({ externalId: 'Account ID' })
})

test('what a person has said stands, and an empty column leaves the field out', () => {
  const columns = ['Name', 'Owner', 'CSM'].map((name) => {
    const column = newColumn(name)
    for (const person of PEOPLE) observe(column, person)
    return column
  })
  const found = (fixed: Mapping) => guessMapping(specOf('customers'), columns, { fixed, knownShare: () => 0 }).mapping
  expect(found({ ownerEmail: 'CSM' })).toMatchObject({ name: 'Name', ownerEmail: 'CSM' })
  expect(found({ ownerEmail: '' })).not.toHaveProperty('ownerEmail')
})

describe('by values alone', () => {
  test('names are found where no header says so, and flags, paths and codes of JSON are none', () => {
    expect(guess('customers', { Nombre: NAMES, Código: COUNTS })).toMatchObject({ name: 'Nombre' })
    expect(guess('customers', { Checked: FLAGS, Path: ['/a', '/b', '/c'], List: ['[1]', '[2]', '[3]'] })).toEqual({})
  })

  test('a column of known customers is whose records they are, whatever it is called', () => {
    const columns = ['Id', 'Von'].map((name) => {
      const column = newColumn(name)
      for (const value of name === 'Id' ? IDS : NAMES) observe(column, value)
      return column
    })
    const knownShare = (column: string) => (column === 'Von' ? 1 : 0)
    expect(guessMapping(specOf('tickets'), columns, { fixed: {}, knownShare }).mapping).toMatchObject({
      customerExternalId: 'Von',
    })
  })

  test('customers that are already here are no parents of themselves', () => {
    const columns = ['Name', 'Ref'].map((name) => {
      const column = newColumn(name)
      for (const value of name === 'Ref' ? IDS : NAMES) observe(column, value)
      return column
    })
    const again = guessMapping(specOf('customers'), columns, { fixed: {}, knownShare: () => 1 }).mapping
    expect(again).not.toHaveProperty('parentExternalId')
  })

  test('the only column of money is what the opportunity is worth', () => {
    expect(guess('opportunities', { Id: IDS, Posten: ['$1,200', '$300', '$45'] })).toMatchObject({ amount: 'Posten' })
  })
})
