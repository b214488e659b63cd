import { err, ok } from '../../base/result.ts'
import { GetHealth, GetOpenApi, GetReadiness } from './operation.contract.ts'
import { route, type Route } from './route.ts'

type OperationDeps = {
  ready(): Promise<{ readonly ready: boolean; readonly says: string }>
  /** The OpenAPI document; known once every route is. */
  document(): object
}

/** What those ask who run the server, and the description of everything else. */
export function operationRoutes({ ready, document }: OperationDeps): readonly Route[] {
  return [
    route(GetHealth, () => Promise.resolve(ok({ status: 'alive' as const }))),
    route(GetReadiness, async () => {
      const state = await ready().catch(() => ({ ready: false, says: 'The database does not answer.' }))
      return state.ready ? ok({ status: 'ready' as const, says: state.says }) : err({ kind: 'away', says: state.says })
    }),
    route(GetOpenApi, () => Promise.resolve(ok({ ...document() }))),
  ]
}
