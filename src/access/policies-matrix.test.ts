import { describe, expect, it } from 'vitest'
import { type Asker, can, may, type Owned } from './policies.ts'
import { ROLES } from './role.ts'

const asker = (role: Asker['role'], more: Partial<Asker> = {}): Asker => ({
  id: 'me',
  role,
  teamId: 'north',
  covers: [],
  ...more,
})
const owned = (ownerId: string | null, ownerTeamId: string | null): Owned => ({ ownerId, ownerTeamId })
const covering = { covers: ['colleague'] }
const [mine, theirs, far, pool] = [
  owned('me', 'north'),
  owned('colleague', 'north'),
  owned('stranger', 'south'),
  owned(null, null),
]

/** Who asks about whose record. */
const SITUATIONS: readonly (readonly [string, Asker, Owned])[] = [
  ['csm own', asker('csm'), mine],
  ['csm covered', asker('csm', covering), theirs],
  ['csm pooled', asker('csm'), pool],
  ['csm colleague’s', asker('csm'), theirs],
  ['manager team’s', asker('manager'), theirs],
  ['manager other team’s', asker('manager'), far],
  ['manager pooled', asker('manager'), pool],
  ['manager without a team', asker('manager', { teamId: null }), far],
  ['admin', asker('admin', { teamId: null }), far],
  ['viewer own', asker('viewer'), mine],
  ['viewer covered', asker('viewer', covering), theirs],
  ['viewer pooled', asker('viewer'), pool],
  ['key of a csm', asker('csm', { id: null, teamId: null }), mine],
  ['key of a csm, pooled', asker('csm', { id: null, teamId: null }), pool],
]

// One mark per situation, in their order: x may, · may not.
const MATRIX = {
  customer: {
    read: 'xxxxxxxxxxxxxx',
    comment: 'xxxxxxxxxxxxxx',
    act: 'xxx·x·xxx····x',
    override: 'xxx·x·xxx····x',
    reassign: '····x·xxx·····',
    erase: '········x·····',
    start: '··············',
  },
  execution: {
    read: 'xxxxxxxxxxxxxx',
    comment: 'xxxxxxxxxxxxxx',
    start: 'xxx·x·xxx····x',
    act: 'xxx·x·xxx····x',
    escalate: 'xxx·x·xxx····x',
    approve: '····x·xxx·····',
    reassign: '····x·xxx·····',
    erase: '··············',
    override: '··············',
  },
  task: {
    read: 'xxxxxxxxxxxxxx',
    act: 'xxx·x·xxx····x',
    reassign: '··············',
  },
} as const

const marks = (row: string): readonly boolean[] => [...row].map((mark) => mark === 'x')

describe.each(['customer', 'execution', 'task'] as const)('who may do what to a %s', (object) => {
  const matrix: Readonly<Record<string, string>> = MATRIX[object]

  it.each(Object.entries(matrix))('%s', (action, row) => {
    for (const [index, [who, user, record]] of SITUATIONS.entries())
      expect(may(user, action, object, record), `${who} may ${action}`).toBe(marks(row)[index])
  })

  it.each(SITUATIONS)(
    '%s hears all of it with the record, and nothing that the page does not name',
    (_who, user, record) => {
      const index = SITUATIONS.findIndex(([, each, which]) => each === user && which === record)
      const expected = Object.entries(matrix).flatMap(([action, row]) => (marks(row)[index] ? [action] : []))
      expect([...can(user, object, record)].sort()).toEqual(expected.sort())
    },
  )
})

describe('who may do what to a member', () => {
  it.each([
    ['viewer', 'me', ['be-absent', 'read']],
    ['viewer', 'another', ['read']],
    ['csm', 'me', ['be-absent', 'read']],
    ['csm', 'another', ['read']],
    ['manager', 'another', ['be-absent', 'read']],
    ['admin', 'me', ['be-absent', 'deactivate', 'edit', 'invite', 'read']],
    ['admin', 'another', ['be-absent', 'deactivate', 'edit', 'invite', 'read', 'reset-second-factor']],
  ] as const)('%s, to %s', (role, id, expected) => {
    expect([...can(asker(role), 'member', { id })].sort()).toEqual(expected)
    expect(can(asker(role, { id: null }), 'member', { id: 'me' }).includes('be-absent')).toBe(
      role === 'manager' || role === 'admin',
    )
    expect(can(asker(role, { id: null }), 'member', { id })).not.toContain('reset-second-factor')
  })
})

describe('who may do what to the company', () => {
  it.each([
    ['viewer', ['export', 'read']],
    ['csm', ['export', 'read']],
    ['manager', ['export', 'read', 'run']],
    ['admin', ['configure', 'export', 'import', 'manage-keys', 'manage-members', 'read', 'read-audit', 'run']],
  ] as const)('%s', (role, expected) => {
    expect([...can(asker(role), 'company', { id: 'ours' })].sort()).toEqual(expected)
  })

  it('knows every role that there is', () => {
    for (const role of ROLES) expect(may(asker(role), 'read', 'company', { id: 'ours' })).toBe(true)
  })

  it.each(['', 'constructor', '__proto__', 'toString', 'READ', 'read '])(
    'an action %j that no sentence names is nobody’s',
    (action) => {
      for (const role of ROLES) expect(may(asker(role), action, 'customer', mine)).toBe(false)
    },
  )
})
