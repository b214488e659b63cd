import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

export type TakenMail = { readonly from: string; readonly to: string; readonly raw: string }

/** What it does with the next mail: takes it, refuses it for good, asks to be asked later, or takes it and hangs up before it says so. */
export type Mood = 'takes' | 'refuses' | 'later' | 'drops'

/** A real mail server on loopback. Closed after the last test of the file. */
export async function givenMailServer() {
  const taken: TakenMail[] = []
  let mood: Mood = 'takes'
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      if (mood === 'refuses') done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
      else if (mood === 'later') done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
      else done()
    },
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        taken.push({
          from,
          to: envelope.rcptTo.map(({ address }) => address).join(', '),
          raw: Buffer.concat(pieces).toString(),
        })
        if (mood === 'drops') for (const { _socket: socket } of server.connections as Set<Connected>) socket.destroy()
        else done()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return {
    url: `smtp://127.0.0.1:${String((server.server.address() as AddressInfo).port)}`,
    taken,
    is: (wanted: Mood): void => {
      mood = wanted
    },
  }
}

type Connected = { readonly _socket: { destroy(): void } }

/** The text of a mail as its reader sees it. */
export const textOf = ({ raw }: TakenMail): string =>
  raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

export const linkIn = (mail: TakenMail | undefined): string =>
  (mail && /https?:\/\/\S+#(\S+)/.exec(textOf(mail))?.[0]) ?? ''
