import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Asker, can, may } from './policies.ts'
import { ROLES } from './role.ts'

const asker = (role: Asker['role'], more: Partial<Asker> = {}): Asker => ({
  id: 'me',
  role,
  teamId: 'north',
  covers: [],
  ...more,
})
const mine = { ownerId: 'me', ownerTeamId: 'north' }
const colleagues = { ownerId: 'colleague', ownerTeamId: 'north' }
const strangers = { ownerId: 'stranger', ownerTeamId: 'south' }
const pool = { ownerId: null, ownerTeamId: null }

describe('who may work on a customer', () => {
  it.each([
    ['a CSM on an own one', asker('csm'), mine, true],
    ['a CSM on a pooled one', asker('csm'), pool, true],
    ['a CSM on a colleague’s', asker('csm'), colleagues, false],
    ['a CSM on that of somebody whom he covers', asker('csm', { covers: ['colleague'] }), colleagues, true],
    ['a manager on the team’s', asker('manager'), colleagues, true],
    ['a manager on another team’s', asker('manager'), strangers, false],
    ['a manager without a team on anybody’s', asker('manager', { teamId: null }), strangers, true],
    ['an admin on anybody’s', asker('admin'), strangers, true],
    ['a viewer on one that is hers by mistake', asker('viewer'), mine, false],
    ['a viewer on a pooled one', asker('viewer'), pool, false],
  ])('%s', (_who, user, record, allowed) => {
    expect(may(user, 'act', 'customer', record)).toBe(allowed)
    expect(may(user, 'start', 'execution', record)).toBe(allowed)
  })
})

describe('the page of sentences', () => {
  it('lets everybody read and comment', () => {
    for (const role of ROLES) {
      expect(can(asker(role), 'customer', strangers)).toEqual(expect.arrayContaining(['read', 'comment']))
    }
  })

  it('keeps reassigning and approving for those who lead the owner', () => {
    expect(can(asker('csm'), 'execution', mine)).not.toContain('reassign')
    expect(can(asker('manager'), 'execution', colleagues)).toEqual(expect.arrayContaining(['reassign', 'approve']))
    expect(can(asker('manager'), 'execution', strangers)).not.toContain('reassign')
  })

  it('keeps imports, rules, members, keys and erasing for admins', () => {
    const theirs = ['import', 'configure', 'manage-members', 'manage-keys', 'read-audit']
    expect(can(asker('admin'), 'company', { id: 'ours' })).toEqual(expect.arrayContaining(theirs))
    for (const role of ['viewer', 'csm', 'manager'] as const) {
      expect(
        can(asker(role), 'company', { id: 'ours' }).filter((action) => theirs.includes(action)),
        role,
      ).toEqual([])
      expect(may(asker(role), 'erase', 'customer', mine), role).toBe(false)
    }
  })

  it('gives nobody what it does not name', () => {
    expect(may(asker('admin'), 'fly', 'customer', mine)).toBe(false)
  })

  it('lets an admin do all that anybody may, and a viewer nothing that a CSM may not', () => {
    const people = fc.record({
      id: fc.constantFrom('me', null),
      teamId: fc.constantFrom('north', 'south', null),
      covers: fc.subarray(['colleague', 'stranger']),
    })
    const records = fc.constantFrom(mine, colleagues, strangers, pool)
    fc.assert(
      fc.property(
        people,
        fc.constantFrom(...ROLES),
        records,
        fc.constantFrom('customer' as const, 'execution' as const),
        (person, role, record, object) => {
          const allowed = (as: Asker['role']) => can({ ...person, role: as }, object, record)
          expect(allowed('admin')).toEqual(expect.arrayContaining([...allowed(role)]))
          expect(allowed('csm')).toEqual(expect.arrayContaining([...allowed('viewer')]))
        },
      ),
    )
  })
})
