import { enqueue } from './jobs/enqueue.ts'
import type { Tx } from './postgres.ts'
import { openText, sealText } from './secrets.ts'

export type NewMail = {
  readonly purpose: 'invitation' | 'password' | 'second-factor'
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** What became of a mail; of one that is unknown nobody can say whether the mail server took it. */
export type MailStatus = 'waiting' | 'sending' | 'sent' | 'unknown' | 'failed'

type Kept = { readonly id: string; readonly companyId: string }
const belongsTo = ({ id, companyId }: Kept): string => `mail ${companyId} ${id}`

// Over a day and a half, at the pace of the queue: a mail server that is away over night still gets it.
export const MAIL_ATTEMPTS = 14

/** Hands a mail to the background in the caller's transaction: it is sent exactly when what it tells of has happened. */
export async function queueMail(tx: Tx, { purpose, to, subject, text }: NewMail, secret: string): Promise<string> {
  const kept = await tx.row<Kept>('select app.new_id() as id, app.company_id() as "companyId"')
  if (!kept) throw new Error('The mail has no company')
  await tx.run(
    'insert into mails (company_id, id, purpose, recipient, subject, body_sealed) values ($1, $2, $3, $4, $5, $6)',
    [kept.companyId, kept.id, purpose, to, oneLine(subject), sealText(text, { secret, belongsTo: belongsTo(kept) })],
  )
  await enqueue(tx, 'send-mail', { companyId: kept.companyId, mailId: kept.id }, { maxAttempts: MAIL_ATTEMPTS })
  return kept.id
}

// A name with a line break in it would begin another header.
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

export type WaitingMail = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

type MailRow = Kept & {
  readonly to: string
  readonly subject: string
  readonly body: string | null
  readonly status: MailStatus
}

/**
 * Takes a mail for sending; undefined: there is nothing to send any more. One that somebody had taken before and not brought to an end may
 * have gone out: it is unknown from now on.
 */
export async function takeMail(tx: Tx, mailId: string, secret: string): Promise<WaitingMail | undefined> {
  const found = await tx.row<MailRow>(
    `select id, company_id as "companyId", recipient as "to", subject, body_sealed as body, status from mails where id = $1 for update`,
    [mailId],
  )
  if (found?.status === 'sending')
    await endMail(tx, mailId, { status: 'unknown', reason: 'It was cut short while it was sent.' })
  if (found?.status !== 'waiting') return undefined
  const text = openText(found.body ?? '', { secret, belongsTo: belongsTo(found) })
  if (text === undefined) {
    await endMail(tx, mailId, { status: 'failed', reason: 'It was sealed with another RENUBU_SECRET.' })
    return undefined
  }
  await tx.run(`update mails set status = 'sending', changed_at = app.now() where id = $1`, [mailId])
  return { id: found.id, to: found.to, subject: found.subject, text }
}

/** Gives a mail back that surely has not gone out; it is tried again, unless somebody has taken it for lost meanwhile and forgotten its text. */
export async function giveBackMail(tx: Tx, mailId: string, reason: string): Promise<void> {
  await tx.run(
    `update mails set status = 'waiting', reason = $2, changed_at = app.now() where id = $1 and status = 'sending'`,
    [mailId, reason],
  )
}

type Ending = { readonly status: 'sent' | 'unknown' | 'failed'; readonly reason: string | null }

/** What became of a mail in the end; its text is forgotten. */
export async function endMail(tx: Tx, mailId: string, { status, reason }: Ending): Promise<void> {
  await tx.run('update mails set status = $2, reason = $3, body_sealed = null, changed_at = app.now() where id = $1', [
    mailId,
    status,
    reason,
  ])
}
