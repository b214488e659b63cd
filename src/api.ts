import { join } from 'node:path'
import { absenceRoutes } from './access/absences.routes.ts'
import { admissionOf } from './access/admission.ts'
import { auditRoutes } from './access/audit.routes.ts'
import { forgottenRoutes } from './access/forgotten.routes.ts'
import { openIdentities } from './access/identities.ts'
import { invitationRoutes } from './access/invitations.routes.ts'
import { keyRoutes } from './access/keys.routes.ts'
import { meRoutes } from './access/me.routes.ts'
import { memberRoutes } from './access/members.routes.ts'
import { sessionRoutes } from './access/session.routes.ts'
import { teamRoutes } from './access/teams.routes.ts'
import type { Clock } from './base/clock.ts'
import { configurationRoutes } from './configuration/configuration.routes.ts'
import { changeRoutes } from './notify/changes.routes.ts'
import { createHub } from './notify/hub.ts'
import { metricsRoutes } from './operate/metrics.routes.ts'
import { runRoutes } from './operate/runs.routes.ts'
import { customerRoutes } from './pipeline/customer.routes.ts'
import { logRoutes } from './pipeline/log.routes.ts'
import { previewRoutes } from './pipeline/preview.routes.ts'
import { PROJECT_ROOT, type Environment } from './platform/environment.ts'
import { createMetrics } from './platform/http/metrics.ts'
import { buildServer, type ServerDeps, type ServerLimits } from './platform/http/server.ts'
import type { Log } from './platform/log.ts'
import type { Database } from './platform/postgres.ts'
import type { Traces } from './platform/traces.ts'
import { intelligenceRoutes } from './stages/analyze/intelligence.routes.ts'
import { ticketSignals } from './stages/analyze/sentiment.ts'
import { finish } from './pipeline/finish.ts'
import { openByHand } from './pipeline/open-by-hand.ts'
import { actRoutes } from './stages/execute/acts.routes.ts'
import { executionRoutes } from './stages/execute/executions.routes.ts'
import { givingRoutes } from './stages/execute/giving.routes.ts'
import { stepRoutes } from './stages/execute/step-acts.routes.ts'
import { taskRoutes } from './stages/execute/tasks.routes.ts'
import { taskModeRoutes } from './stages/execute/taskmode.routes.ts'
import { importRoutes } from './stages/ingest/import/imports.routes.ts'
import { recordRoutes } from './stages/ingest/records/records.routes.ts'
import { customerListRoutes } from './views/customer-list.routes.ts'
import { customerPageRoutes } from './views/customer-page.routes.ts'
import { queueChangesRoutes } from './views/queue-changes.routes.ts'
import { webhookRoutes } from './stages/ingest/webhook/webhook.routes.ts'
import { queueRoutes } from './views/queue.routes.ts'
import { samplePeopleRoutes } from './views/sample-people.routes.ts'
import { teamRoutes as teamViewRoutes } from './views/team.routes.ts'
import { startableRoutes } from './views/startable.routes.ts'
import { searchRoutes } from './views/search.routes.ts'
import { todayRoutes } from './views/today.routes.ts'
import { whyRoutes } from './views/why.routes.ts'

export type HttpDeps = {
  readonly environment: Environment
  readonly database: Database
  /** Address of the database for the role that keeps who can sign in. */
  readonly authUrl: string
  readonly clock: Clock
  readonly log: Log
  /** Signs sessions. */
  readonly secret: string
  /** Absolute path of the built web app; default: dist/web. */
  readonly webRoot?: string
  /** What /readyz answers. */
  readonly ready: ServerDeps['ready']
  /** What it puts up with, where that is not the usual. */
  readonly limits?: Partial<ServerLimits>
  readonly traces?: Traces
}

type HttpApp = Awaited<ReturnType<typeof buildServer>>

export type HttpServer = { readonly address: string; close(): Promise<void> }

/** The API and the web app, not yet listening. */
export async function buildHttp(deps: HttpDeps): Promise<HttpApp> {
  const { environment, database, authUrl, clock, log, secret, ready, webRoot, limits, traces } = deps
  const { sample, publicUrl } = environment
  const identities = openIdentities({ authUrl, secret, publicUrl, onTrouble: (words) => log.warn(words) })
  const access = { database, identities, sample, mail: environment.smtpUrl !== undefined, secret, publicUrl }
  const metrics = createMetrics()
  const executions = { database, clock, finish, openByHand }
  const hub = createHub({ database, log })
  const app = await buildServer({
    metrics,
    connections: database.connections,
    ...(traces ? { traces } : {}),
    ...(limits ? { limits } : {}),
    publicUrl,
    log,
    webRoot: webRoot ?? join(PROJECT_ROOT, 'dist', 'web'),
    access: admissionOf({ database, clock, secret, sample }),
    ready,
    routes: [
      ...sessionRoutes(access),
      ...invitationRoutes(access),
      ...forgottenRoutes(access),
      ...meRoutes(access),
      ...keyRoutes({ database, clock }),
      ...webhookRoutes({ database, clock, secret }),
      ...recordRoutes({ database, clock, readTicket: ticketSignals }),
      ...importRoutes({ database, clock }),
      ...memberRoutes(access),
      ...absenceRoutes({ database }),
      ...teamRoutes({ database }),
      ...auditRoutes({ database }),
      ...configurationRoutes({ database }),
      ...previewRoutes({ database, clock }),
      ...runRoutes({ database, clock }),
      ...samplePeopleRoutes({ database, clock, sample }),
      ...todayRoutes({ database, clock }),
      ...teamViewRoutes({ database, clock }),
      ...whyRoutes({ database, clock }),
      ...customerListRoutes({ database, clock }),
      ...startableRoutes({ database }),
      ...searchRoutes({ database, clock }),
      ...customerPageRoutes({ database, clock }),
      ...queueRoutes({ database, clock }),
      ...metricsRoutes({ database, metrics }),
      ...queueChangesRoutes({ database, clock }),
      ...intelligenceRoutes({ database, clock }),
      ...customerRoutes({ database, clock }),
      ...logRoutes({ database, clock }),
      ...executionRoutes(executions),
      ...givingRoutes(executions),
      ...actRoutes(executions),
      ...stepRoutes(executions),
      ...taskModeRoutes(executions),
      ...taskRoutes({ database, clock }),
      ...changeRoutes({ hub }),
    ],
  })
  // Before connections are closed, so that whoever listens is told that it is over.
  app.addHook('preClose', () => hub.close())
  app.addHook('onClose', () => identities.close())
  return app
}

/** Serves the API and the web app. Answers when it listens; `close` ends open requests. */
export async function startHttp(deps: HttpDeps): Promise<HttpServer> {
  const app = await buildHttp(deps)
  const { host, port } = deps.environment
  try {
    const address = await app.listen({ host, port })
    return { address, close: () => app.close() }
  } catch (error) {
    await app.close()
    throw error
  }
}
