import type { Database } from './postgres.ts'
import { MailRefused, type Mailer } from './mail.ts'
import { endMail, giveBackMail, takeMail, type WaitingMail } from './mails.store.ts'

export type MailDeps = { readonly database: Database; readonly mailer: Mailer | null; readonly secret: string }

export type MailRequest = {
  readonly companyId: string
  readonly mailId: string
  /** No try comes after this one. */
  readonly last: boolean
}

const NO_SERVER = 'SMTP_URL is not set any more.'

/**
 * Sends a mail that waits. What surely has not gone out is thrown, to be tried again; what may have gone out is not sent a second time by
 * itself, but kept as unknown for somebody to look at.
 */
export async function sendMail(
  { database, mailer, secret }: MailDeps,
  { companyId, mailId, last }: MailRequest,
): Promise<void> {
  const inCompany = <T>(work: Parameters<typeof database.withCompany<T>>[1]) => database.withCompany(companyId, work)
  const mail = await inCompany((tx) => takeMail(tx, mailId, secret))
  if (!mail) return
  if (!mailer) return inCompany((tx) => endMail(tx, mailId, { status: 'failed', reason: NO_SERVER }))
  const posted = await postOrWhyNot(mailer, mail)
  await inCompany((tx) => {
    if (posted.kind === 'done') return endMail(tx, mailId, { status: posted.status, reason: posted.reason })
    return last
      ? endMail(tx, mailId, { status: 'failed', reason: posted.reason })
      : giveBackMail(tx, mailId, posted.reason)
  })
  if (posted.kind === 'later') throw new Error(`The mail was not taken: ${posted.reason}`)
}

type Outcome =
  | { readonly kind: 'done'; readonly status: 'sent' | 'unknown' | 'failed'; readonly reason: string | null }
  | { readonly kind: 'later'; readonly reason: string }

async function postOrWhyNot(mailer: Mailer, mail: WaitingMail): Promise<Outcome> {
  try {
    const posted = await mailer.post(mail)
    const reason = posted === 'unknown' ? 'The line broke before the mail server said that it has it.' : null
    return { kind: 'done', status: posted, reason }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return error instanceof MailRefused ? { kind: 'done', status: 'failed', reason } : { kind: 'later', reason }
  }
}
