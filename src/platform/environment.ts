import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder that holds package.json; what ships with the program is found from here, wherever it is started. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: optional(z.url()),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  RENUBU_DATA_DIR: z.string().default('.renubu'),
  RENUBU_SERVICES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['api', 'worker'])).min(1)),
  RENUBU_SAMPLE: z.enum(['on', 'off']).default('on'),
  RENUBU_SECRET: optional(z.string().min(32, 'needs at least 32 characters; make one with: openssl rand -hex 32')),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })),
  AI_PROVIDER: optional(z.string()),
  AI_MODEL: optional(z.string()),
  AI_BASE_URL: optional(z.url()),
  AI_API_KEY: optional(z.string()),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type Service = 'api' | 'worker'

/** Every setting of the program, parsed. Nothing else reads `process.env`. */
export type Environment = {
  readonly port: number
  readonly host: string
  /** Where browsers reach the server; links in mails and sign-in start with it. */
  readonly publicUrl: string
  /** URL of a real server's owner or administrator; undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** Absolute. */
  readonly dataDir: string
  readonly services: readonly Service[]
  readonly sample: boolean
  /** Undefined only with the embedded PostgreSQL, which keeps one of its own in the data directory. */
  readonly secret: string | undefined
  readonly smtpUrl: string | undefined
  readonly ai: {
    readonly provider: string | undefined
    readonly model: string | undefined
    readonly baseUrl: string | undefined
    readonly apiKey: string | undefined
  }
  readonly logLevel: z.output<typeof Settings>['LOG_LEVEL']
}

/** Parses the settings. Throws an error that names every wrong one and says what is expected. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = Settings.safeParse(variables)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`These settings are wrong (.env.example describes each):\n${lines.join('\n')}`)
  }
  const settings = parsed.data
  if (settings.DATABASE_URL && !settings.RENUBU_SECRET) {
    throw new Error('DATABASE_URL needs RENUBU_SECRET beside it; make one with: openssl rand -hex 32')
  }
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${String(settings.PORT)}`,
    databaseUrl: settings.DATABASE_URL,
    dataDir: resolve(PROJECT_ROOT, settings.RENUBU_DATA_DIR),
    services: settings.RENUBU_SERVICES,
    sample: settings.RENUBU_SAMPLE === 'on',
    secret: settings.RENUBU_SECRET,
    smtpUrl: settings.SMTP_URL,
    ai: {
      provider: settings.AI_PROVIDER,
      model: settings.AI_MODEL,
      baseUrl: settings.AI_BASE_URL,
      apiKey: settings.AI_API_KEY,
    },
    logLevel: settings.LOG_LEVEL,
  }
}

/** The settings of this process. */
export const readEnvironment = (): Environment => parseEnvironment(process.env)
