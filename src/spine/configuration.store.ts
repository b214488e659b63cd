import { recordAudit } from '../access/audit.store.ts'
import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'

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
  // Two people who save at once get two versions, not a collision.
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('configuration ' || app.company_id()::text, 0))`)
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
