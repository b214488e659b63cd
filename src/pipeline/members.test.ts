import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenCompany } from '../../test/given-company.ts'
import { TODAY } from '../../test/given-customer.ts'
import { createAbsence } from '../access/absences.store.ts'
import { systemActor } from '../base/actor.ts'
import type { User } from '../access/user.contract.ts'
import { memberOf, members } from './members.ts'

const db = await testDatabase()

const user = (known: Partial<User> = {}): User => ({
  id: 'u1',
  name: 'Ada Quill',
  email: null,
  role: 'csm',
  teamId: null,
  team: null,
  leadId: null,
  experience: 1.1,
  capacity: 12,
  timeZone: null,
  workingDays: [1, 2, 3, 4],
  active: true,
  ...known,
})

const known = (load?: { active: number; dueThisWeek: number }) => ({
  moment: { day: TODAY, loads: new Map(load ? [['u1', load]] : []) },
  absence: null,
})

describe('a member as the run sees it', () => {
  it('carries what is in progress and what is due this week', () => {
    expect(memberOf(user(), known({ active: 3, dueThisWeek: 4 }))).toMatchObject({
      load: 7,
      capacity: 12,
      experience: 1.1,
      workingDays: [1, 2, 3, 4],
    })
    expect(memberOf(user(), known())).toMatchObject({ load: 0 })
  })

  it.each(['manager', 'admin', 'viewer'] as const)('is given nothing that nobody owns as a %s', (role) => {
    expect(memberOf(user({ role }), known())).toMatchObject({ capacity: 0 })
  })
})

describe('the members of a day', () => {
  it('are those who are with the company, each with the absence that touches the day', async () => {
    const company = await givenCompany(db)
    await company.import('users', [
      { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
      { externalId: 'bo', name: 'Bo Finch', email: 'bo@example.org', role: 'csm' },
      { externalId: 'cy', name: 'Cy Marsh', email: 'cy@example.org', role: 'csm' },
    ])
    await company.query(`update users set active = false where external_id = 'cy'`)
    const people = await company.query<{ id: string; name: string }>('select id, name from users order by name')
    const [ada = '', bo = ''] = people.map(({ id }) => id)
    const read = await db.database.withCompany(company.id, async (tx) => {
      await createAbsence(tx, { userId: ada, from: TODAY, to: TODAY, coverId: bo }, systemActor('test'))
      await createAbsence(tx, { userId: bo, from: TODAY + 1, to: TODAY + 9, coverId: null }, systemActor('test'))
      return members(tx, { day: TODAY, loads: new Map() })
    })
    expect([...read.values()].map(({ name, absence }) => [name, absence?.coverId])).toEqual([
      ['Ada Quill', bo],
      ['Bo Finch', undefined],
    ])
  })
})
