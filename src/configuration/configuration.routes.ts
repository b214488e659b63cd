import { z } from 'zod'
import { err, ok } from '../base/result.ts'
import { checkedConfiguration, companyConfiguration, type CompanyConfiguration } from '../configuration.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import {
  adoptConfiguration,
  configurationInForce,
  configurationVersion,
  saveConfiguration,
  storedVersion,
  versionsBefore,
  type StoredVersion,
} from '../spine/configuration.store.ts'
import { changesBetween, type Change } from '../spine/settings-diff.ts'
import {
  AdoptConfiguration,
  GetConfiguration,
  GetConfigurationVersion,
  GetConfigurationVersions,
  SaveConfiguration,
} from './configuration.contract.ts'

const IN_FORCE: Refusal = { kind: 'conflict', says: 'This version is in force already.' }

/** The configuration in force, all its versions, and changing it. */
export function configurationRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return [
    act(GetConfiguration, database, async (tx) => {
      const { version, settings } = await configurationInForce(tx)
      const { analyze, determine, prioritize } = companyConfiguration({ version, settings })
      const complete = { analyze, determine, prioritize }
      return ok({ version, settings, complete, changes: shown(changesBetween(byName(shipped()), byName(complete))) })
    }),
    act(GetConfigurationVersions, database, async (tx, { query }) => {
      const before = query.cursor === undefined ? null : Version.safeParse(positionOf(query.cursor)?.[0]).data
      if (before === undefined) return err(NO_CURSOR)
      const inForce = await configurationInForce(tx)
      const { items, nextCursor } = cut(
        await versionsBefore(tx, before, query.limit + 1),
        query.limit,
        ({ version }) => [version],
      )
      return ok({ items: items.map((each) => versionShown(each, inForce.version)), nextCursor })
    }),
    act(GetConfigurationVersion, database, async (tx, { params }) => {
      const found = await storedVersion(tx, params.version)
      if (!found) return err(UNKNOWN)
      const inForce = await configurationInForce(tx)
      return ok({ ...versionShown(found, inForce.version), settings: found.settings })
    }),
    act(SaveConfiguration, database, async (tx, { body, caller }) => {
      const checked = checkedConfiguration(body.settings)
      if (!checked.ok) return err({ kind: 'unprocessable', says: checked.refusal })
      const version = await saveConfiguration(tx, { ...body, actor: actorOf(caller) })
      return ok({ version, inForce: body.adopt })
    }),
    act(AdoptConfiguration, database, async (tx, { params, caller }) => {
      const found = await configurationVersion(tx, params.version)
      if (!found) return err(UNKNOWN)
      // Written by an earlier release, it may say what is not known any more.
      const checked = checkedConfiguration(found.settings)
      if (!checked.ok) return err({ kind: 'unprocessable', says: checked.refusal })
      const adopted = await adoptConfiguration(tx, params.version, actorOf(caller))
      return adopted.ok ? ok({ version: adopted.value }) : err(IN_FORCE)
    }),
  ]
}

const Version = z.int().min(1).max(2_147_483_647)

type Complete = Omit<CompanyConfiguration, 'version'>

const shipped = (): Complete => {
  const { analyze, determine, prioritize } = companyConfiguration({ version: 0, settings: {} })
  return { analyze, determine, prioritize }
}

/** Profiles by their names, so that one more is one change and not all of them others. */
const byName = ({ analyze: { profiles }, ...parts }: Complete) => ({
  ...parts,
  analyze: { profiles: Object.fromEntries(profiles.map((profile) => [profile.name, profile])) },
})

/** What is not there is null where it is shown. */
const shown = (changes: readonly Change[]): Change[] =>
  changes.map(({ path, from, to }) => ({ path, from: from ?? null, to: to ?? null }))

const versionShown = ({ settings, before, createdAt, adoptedAt, ...version }: StoredVersion, inForce: number) => ({
  ...version,
  createdAt: createdAt.toISOString(),
  adoptedAt: adoptedAt?.toISOString() ?? null,
  inForce: version.version === inForce,
  changes: shown(changesBetween(before, settings)),
})
