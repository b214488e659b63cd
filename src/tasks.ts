import type { Clock } from './base/clock.ts'
import { day } from './base/day.ts'
import { z } from 'zod'
import { noteNotBegun } from './operate/runs.store.ts'
import type { ScheduleDeps } from './operate/schedule.job.ts'
import { runDaily } from './pipeline.ts'
import { analyzeAtOnce } from './pipeline/at-once.ts'
import { forgetAnswers } from './platform/http/idempotency.store.ts'
import type { Task } from './platform/jobs/worker.ts'
import { sendMail, type MailDeps } from './platform/mail.job.ts'
import { MAIL_ATTEMPTS } from './platform/mails.store.ts'
import { ticketSignals } from './stages/analyze/sentiment.ts'
import { applyDelivery } from './stages/ingest/webhook/apply.job.ts'
import { rehearseHeld } from './stages/ingest/import/rehearsal.job.ts'
import { undoImport } from './stages/ingest/import/undo.job.ts'
import { IMPORT_ATTEMPTS, runUploaded, sweepUploads } from './stages/ingest/import/uploaded-import.job.ts'

const OfImport = z.object({
  companyId: z.uuid(),
  importId: z.uuid(),
  actor: z.object({ kind: z.enum(['person', 'key', 'system']), id: z.string().nullable(), name: z.string() }),
})

const Apply = z.object({ companyId: z.uuid(), deliveryId: z.uuid() })
const Analyze = z.object({
  companyId: z.uuid(),
  customerIds: z.array(z.uuid()),
  startedBy: z.string().default('webhook'),
})
const Mail = z.object({ companyId: z.uuid(), mailId: z.uuid() })
const Daily = z.object({ companyId: z.uuid(), localDate: z.iso.date() })
const Asked = Daily.extend({ runId: z.uuid(), cause: z.enum(['by-hand', 'as-of', 'scheduled']), startedBy: z.string() })

type TaskDeps = ScheduleDeps & { readonly clock: Clock; readonly mail?: Pick<MailDeps, 'mailer' | 'secret'> }

const NO_MAIL = { mailer: null, secret: '' }

/** What the worker can do, by the names that jobs are put into the queue under. */
export function tasksOf({ database, clock, mail = NO_MAIL }: TaskDeps): Readonly<Record<string, Task>> {
  return {
    // Tried again after a kill, it goes on behind the last page; done already, it answers at once.
    daily: async (payload) => {
      const { companyId, localDate } = Daily.parse(payload)
      await runDaily(
        { database, clock },
        { companyId, localDate: day(localDate), cause: 'scheduled', startedBy: 'schedule' },
      )
      await database.withCompany(companyId, forgetAnswers)
      await sweepUploads({ database }, companyId)
    },
    // Tried again after a kill, it goes on behind the last batch.
    import: async (payload, { attempt, signal }) => {
      const request = OfImport.parse(payload)
      await runUploaded(
        { database, clock, readTicket: ticketSignals },
        { ...request, signal, last: attempt >= IMPORT_ATTEMPTS },
      )
    },
    // Tried again after a kill, it begins anew: nothing of it is kept but what it says.
    'rehearse-import': async (payload, { attempt, signal }) => {
      const request = OfImport.parse(payload)
      const deps = { database, clock, readTicket: ticketSignals }
      await rehearseHeld(deps, { ...request, signal, last: attempt >= IMPORT_ATTEMPTS })
    },
    // One transaction; refused where an earlier try has come to its end.
    'undo-import': async (payload) => {
      await undoImport({ database, clock }, OfImport.parse(payload))
    },
    // One that somebody asked for: its row is there since then.
    'asked-run': async (payload) => {
      const { companyId, localDate, ...run } = Asked.parse(payload)
      try {
        await runDaily({ database, clock }, { companyId, localDate: day(localDate), ...run })
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        await database.withCompany(companyId, (tx) => noteNotBegun(tx, run.runId, reason)).catch(() => undefined)
        throw error
      }
    },
    // For those whom new facts overtook in the run of the day: it waits for that run, then looks at what has changed since.
    'catch-up': async (payload) => {
      const { companyId, localDate } = Daily.parse(payload)
      await runDaily(
        { database, clock },
        { companyId, localDate: day(localDate), cause: 'by-hand', startedBy: 'catch-up' },
      )
    },
    'apply-webhook': (payload, { log }) =>
      applyDelivery(
        {
          database,
          clock,
          readTicket: ticketSignals,
          onDead: (error) => log.warn({ err: error }, 'a webhook was given up; an admin can replay it'),
        },
        Apply.parse(payload),
      ),
    'send-mail': async (payload, { attempt }) => {
      const { companyId, mailId } = Mail.parse(payload)
      await sendMail({ database, ...mail }, { companyId, mailId, last: attempt >= MAIL_ATTEMPTS })
    },
    'analyze-customers': async (payload) => {
      await analyzeAtOnce({ database, clock }, Analyze.parse(payload))
    },
  }
}
