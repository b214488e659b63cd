import pino from 'pino'

export type Log = pino.Logger

// Up to three levels deep; nothing that is logged is deeper.
const SECRETS = [
  'password',
  'secret',
  'token',
  'apiKey',
  'authorization',
  'cookie',
  '["set-cookie"]',
  'databaseUrl',
  'smtpUrl',
]

/**
 * Structured lines on stderr: stdout belongs to the answers of commands. On a terminal they are printed for people.
 * `level` is one of pino's names; secrets never reach a line.
 */
export function createLog(level: string): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  }
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: 2, sync: true }))
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { destination: 2, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
    },
  })
}

/** For tests and for parts that nobody listens to. */
export const silentLog: Log = pino({ level: 'silent' })
