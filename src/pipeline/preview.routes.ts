import type { Clock } from '../base/clock.ts'
import { err, ok } from '../base/result.ts'
import { checkedConfiguration } from '../configuration.ts'
import { PreviewConfiguration } from '../configuration/configuration.contract.ts'
import { act } from '../platform/http/act.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { previewConfiguration } from './preview.ts'

/** Trying other settings on today's queue. */
export function previewRoutes({
  database,
  clock,
}: {
  readonly database: Database
  readonly clock: Clock
}): readonly Route[] {
  return [
    act(PreviewConfiguration, database, async (tx, { body, caller }) => {
      const tried = checkedConfiguration(body.settings)
      if (!tried.ok) return err({ kind: 'unprocessable', says: tried.refusal })
      return ok(await previewConfiguration(tx, { companyId: caller.companyId, clock }, tried.value))
    }),
  ]
}
