import { createTransport } from 'nodemailer'

export type Letter = {
  /** The same each time that it is sent: who gets it twice sees it once. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** `unknown`: it was handed over whole, and the line broke before the mail server said that it has it. */
export type Posted = 'sent' | 'unknown'

/** A mail server that will not take it, however often it is asked: the address does not exist, or it is not let in. */
export class MailRefused extends Error {}

export type Mailer = {
  /** Throws `MailRefused`, or, where it may be better later, something else: then nothing has gone out. */
  post(letter: Letter): Promise<Posted>
}

// A mail server that is slower is taken for one that is away; the queue tries again.
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

type MailerOptions = { readonly smtpUrl: string; readonly publicUrl: string }

/** Sends mails by SMTP. The sender is `from` of the address, else who signs in there, else this server's own name. */
export function mailerOf({ smtpUrl, publicUrl }: MailerOptions): Mailer {
  const url = new URL(smtpUrl)
  const from = senderOf(url, publicUrl)
  url.searchParams.delete('from')
  return {
    post: async ({ id, to, subject, text }) => {
      const came = { handedOver: false }
      // One connection per mail: how far it came is then known of each.
      const transport = createTransport({
        url: url.toString(),
        ...PATIENCE,
        disableFileAccess: true,
        disableUrlAccess: true,
        logger: listener((stage) => {
          if (stage === 'message') came.handedOver = true
        }),
      })
      try {
        await transport.sendMail({ from, to, subject, text, messageId: `<${id}@${new URL(publicUrl).hostname}>` })
        return 'sent'
      } catch (error) {
        if (answerOf(error) >= 500) throw new MailRefused(error instanceof Error ? error.message : String(error))
        if (came.handedOver && answerOf(error) === 0) return 'unknown'
        throw error
      } finally {
        transport.close()
      }
    },
  }
}

function senderOf(url: URL, publicUrl: string): { readonly name: string; readonly address: string } {
  const user = decodeURIComponent(url.username)
  const own = user.includes('@') ? user : `renubu@${new URL(publicUrl).hostname}`
  return { name: 'Renubu', address: url.searchParams.get('from') ?? own }
}

/** The code that a mail server answered with; 0: it did not answer. */
const answerOf = (error: unknown): number =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0

/** The library tells its progress to a log; one stage of it is what has to be known. */
function listener(heard: (stage: string) => void) {
  const hear = (entry: unknown): void => {
    if (typeof entry === 'object' && entry !== null && 'tnx' in entry) heard(String(entry.tnx))
  }
  return { level: () => undefined, trace: hear, debug: hear, info: hear, warn: hear, error: hear, fatal: hear }
}
