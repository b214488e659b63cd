import type { Role } from './role.ts'

/** Who asks. */
export type Asker = {
  readonly id: string | null
  readonly role: Role
  readonly teamId: string | null
  /** The people whom the asker covers today. */
  readonly covers: readonly string[]
}

/** What the sentences need to know of a record. */
export type Owned = { readonly ownerId: string | null; readonly ownerTeamId: string | null }

type Objects = {
  customer: Owned
  execution: Owned
  /** Its owner is whoever does it. */
  task: Owned
  company: { readonly id: string }
  member: { readonly id: string }
}

type Rule<Object extends keyof Objects> = (user: Asker, record: Objects[Object]) => boolean
type Sentence = {
  readonly [Object in keyof Objects]: { readonly action: string; readonly object: Object; readonly rule: Rule<Object> }
}[keyof Objects]

const sentence = <Object extends keyof Objects>(action: string, object: Object, rule: Rule<Object>) => ({
  action,
  object,
  rule,
})

const own = (user: Asker, { ownerId }: Owned): boolean => ownerId !== null && ownerId === user.id
const covered = (user: Asker, { ownerId }: Owned): boolean => ownerId !== null && user.covers.includes(ownerId)
const pooled = (_user: Asker, { ownerId }: Owned): boolean => ownerId === null
// A manager without a team leads the whole company.
const ofTheTeam = (user: Asker, { ownerTeamId }: Owned): boolean =>
  user.role === 'manager' && (user.teamId === null || user.teamId === ownerTeamId)
const admin = (user: Asker): boolean => user.role === 'admin'
const leads = (user: Asker): boolean => user.role === 'manager' || admin(user)
const worksOn = (user: Asker, record: Owned): boolean =>
  admin(user) ||
  ofTheTeam(user, record) ||
  (user.role !== 'viewer' && (own(user, record) || covered(user, record) || pooled(user, record)))
// What nobody owns is any manager's to give away.
const leadsIt = (user: Asker, record: Owned): boolean =>
  admin(user) || ofTheTeam(user, record) || (user.role === 'manager' && pooled(user, record))
const anybody = (): boolean => true

/** The whole of who may do what. An action that no sentence names is nobody's. */
const SENTENCES: readonly Sentence[] = [
  sentence('read', 'customer', anybody),
  sentence('comment', 'customer', anybody),
  sentence('act', 'customer', worksOn),
  sentence('override', 'customer', worksOn),
  sentence('reassign', 'customer', leadsIt),
  sentence('erase', 'customer', admin),

  sentence('read', 'execution', anybody),
  sentence('comment', 'execution', anybody),
  sentence('start', 'execution', worksOn),
  sentence('act', 'execution', worksOn),
  sentence('escalate', 'execution', worksOn),
  sentence('approve', 'execution', leadsIt),
  sentence('reassign', 'execution', leadsIt),

  sentence('read', 'task', anybody),
  sentence('act', 'task', worksOn),

  sentence('read', 'member', anybody),
  sentence('edit', 'member', admin),
  sentence('deactivate', 'member', admin),
  sentence('invite', 'member', admin),
  // Of others only: one's own is switched off in the profile, with the password. Not by keys: somebody has to know whom he helps.
  sentence('reset-second-factor', 'member', (user, { id }) => admin(user) && user.id !== null && user.id !== id),
  // Of oneself, and whoever leads of everybody.
  sentence('be-absent', 'member', (user, { id }) => user.id === id || leads(user)),

  sentence('read', 'company', anybody),
  sentence('export', 'company', anybody),
  sentence('run', 'company', leads),
  sentence('import', 'company', admin),
  sentence('configure', 'company', admin),
  sentence('manage-members', 'company', admin),
  sentence('manage-keys', 'company', admin),
  sentence('read-audit', 'company', admin),
]

const holds = <Object extends keyof Objects>(
  found: Sentence,
  user: Asker,
  object: Object,
  record: Objects[Object],
): boolean => found.object === object && (found.rule as Rule<Object>)(user, record)

/** Whether a person may do this to that record. */
export function may<Object extends keyof Objects>(
  user: Asker,
  action: string,
  object: Object,
  record: Objects[Object],
): boolean {
  return SENTENCES.some((found) => found.action === action && holds(found, user, object, record))
}

/** Everything that a person may do to a record; travels with it to the screen. */
export function can<Object extends keyof Objects>(
  user: Asker,
  object: Object,
  record: Objects[Object],
): readonly string[] {
  return SENTENCES.filter((found) => holds(found, user, object, record)).map(({ action }) => action)
}
