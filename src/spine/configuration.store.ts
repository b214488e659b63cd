import { recordAudit } from '../access/audit.store.ts'
import type { Actor } from '../base/actor.ts'
import { isoDay, type Day } from '../base/day.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Tx } from '../platform/postgres.ts'
import { endOfDay } from './day-end.store.ts'

/** A company's settings as it wrote them: only what differs from what ships. Each stage parses its own part. */
export type Configuration = { readonly version: number; readonly settings: Readonly<Record<string, unknown>> }

/** Version 0: nothing was ever written, what ships is in force. */
const AS_SHIPPED: Configuration = { version: 0, settings: {} }

/** The version in force: the newest adopted one. */
export async function configurationInForce(tx: Tx): Promise<Configuration> {
  const found = await tx.row<Configuration>(
    'select version, settings from configurations where adopted_at is not null order by version desc limit 1',
  )
  return found ?? AS_SHIPPED
}

/** The version that was in force at the end of a day in the company's zone. */
export async function configurationOn(tx: Tx, day: Day, timeZone: string): Promise<Configuration> {
  const found = await tx.row<Configuration>(
    `select version, settings from configurations
      where adopted_at < ${endOfDay('$1::date', '$2')} order by version desc limit 1`,
    [isoDay(day), timeZone],
  )
  return found ?? AS_SHIPPED
}

/** One version, for replay. Undefined: there is none. */
export async function configurationVersion(tx: Tx, version: number): Promise<Configuration | undefined> {
  if (version === AS_SHIPPED.version) return AS_SHIPPED
  return tx.row<Configuration>('select version, settings from configurations where version = $1', [version])
}

type NewConfiguration = {
  readonly settings: Readonly<Record<string, unknown>>
  readonly note: string
  readonly actor: Actor
  /** False: a proposal, which nothing reads until it is adopted. */
  readonly adopt: boolean
}

/** Writes the next version; earlier ones stay. Answers its number. */
export async function saveConfiguration(tx: Tx, { settings, note, actor, adopt }: NewConfiguration): Promise<number> {
  await oneAtATime(tx)
  const made = await tx.row<{ version: number }>(
    `insert into configurations (company_id, version, settings, note, created_by, adopted_at)
     select app.company_id(), coalesce(max(version), 0) + 1, $1::jsonb, $2, $3, case when $4::boolean then app.now() end from configurations
     returning version`,
    [JSON.stringify(settings), note, actor.name, adopt],
  )
  if (!made) throw new Error('The configuration was not written')
  const { version } = made
  await recordAudit(tx, {
    actor,
    action: adopt ? 'adopt' : 'propose',
    object: 'configuration',
    detail: { version, note },
  })
  return version
}

/** A version as people look at it. */
export type StoredVersion = Configuration & {
  readonly note: string
  readonly author: string
  readonly createdAt: Date
  readonly adoptedAt: Date | null
  /** What the version before it said. */
  readonly before: Readonly<Record<string, unknown>>
}

const VERSIONS = `select c.version, c.settings, c.note, c.created_by as author, c.created_at as "createdAt", c.adopted_at as "adoptedAt",
    coalesce(b.settings, '{}') as before
  from configurations c left join configurations b on b.company_id = c.company_id and b.version = c.version - 1`

/** The versions before a number (null: the newest), the newest first. */
export const versionsBefore = (tx: Tx, version: number | null, limit: number): Promise<StoredVersion[]> =>
  tx.rows<StoredVersion>(`${VERSIONS} where $1::integer is null or c.version < $1 order by c.version desc limit $2`, [
    version,
    limit,
  ])

/** One version; undefined: there is none of this number. */
export const storedVersion = (tx: Tx, version: number): Promise<StoredVersion | undefined> =>
  tx.row<StoredVersion>(`${VERSIONS} where c.version = $1`, [version])

/**
 * Puts a version into force: a proposal that is newer than the one in force is adopted as it is, anything older comes back as a new
 * version, so that the numbers tell the history. Answers the number that is in force then. Throws for a version that there is not.
 */
export async function adoptConfiguration(
  tx: Tx,
  version: number,
  actor: Actor,
): Promise<Result<number, 'in force already'>> {
  await oneAtATime(tx)
  const wanted = await configurationVersion(tx, version)
  if (!wanted) throw new Error(`There is no version ${String(version)} of the configuration`)
  const inForce = await configurationInForce(tx)
  if (inForce.version === version) return err('in force already')
  if (version < inForce.version) {
    const note = version === AS_SHIPPED.version ? 'Back to what ships' : `Back to version ${String(version)}`
    return ok(await saveConfiguration(tx, { settings: wanted.settings, note, actor, adopt: true }))
  }
  await tx.run('update configurations set adopted_at = app.now() where version = $1', [version])
  await recordAudit(tx, { actor, action: 'adopt', object: 'configuration', detail: { version } })
  return ok(version)
}

/** Two people who save at once get two versions, not a collision. */
const oneAtATime = (tx: Tx): Promise<number> =>
  tx.run(`select pg_advisory_xact_lock(hashtextextended('configuration ' || app.company_id()::text, 0))`)
