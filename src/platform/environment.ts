import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder that holds package.json; what ships with the program is found from here, wherever it is started. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

const oneOf = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.enum(words, `is one of ${words.join(', ')}`)

const address = (protocols: readonly string[], says: string) =>
  z.string().refine((text) => {
    const url = URL.parse(text)
    return url !== null && protocols.includes(url.protocol) && url.hostname !== ''
  }, says)

const WEB = ['http:', 'https:']
const POSTGRES = ['postgres:', 'postgresql:']

const hostName = (text: string): boolean => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)

/** The web app asks for /api and /assets, so it cannot live below a path. */
const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url === null || (url.pathname === '/' && url.search === '' && url.hash === '')
}

/** What a database's address needs so that another role's address can be made from it. */
const namesDatabase = (text: string): boolean => {
  const url = URL.parse(text)
  return url === null || (url.pathname.length > 1 && !url.searchParams.has('user') && !url.searchParams.has('password'))
}

const HEADERS = 'is a list of headers, like authorization=Bearer%20abc,x-team=cs'
const canBeDecoded = (text: string): boolean => {
  try {
    return decodeURIComponent(text).length > 0
  } catch {
    return false
  }
}

// Each message follows the variable's name; none repeats the value, which may be a secret.
const Settings = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is a number from 1 to 65535, like 3000')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is a number from 1 to 65535, like 3000'),
  HOST: z
    .string()
    .refine(hostName, 'is an address or name to listen on, like 127.0.0.1 or 0.0.0.0, without http:// and port')
    .default('127.0.0.1'),
  PUBLIC_URL: address(WEB, 'is where browsers reach the server, like https://renubu.example.com')
    .refine(isOrigin, 'ends with the host or its port: the web app cannot live below a path')
    .transform((text) => new URL(text).origin)
    .optional(),
  DATABASE_URL: address(
    POSTGRES,
    'is no address of a PostgreSQL; write it like postgres://owner:password@db.example.com:5432/renubu, ' +
      'and in the password %40 for @, %2F for /, %3A for :, %23 for # and %3F for ?',
  )
    .refine(
      namesDatabase,
      'names the database at its end, and role and password before the host, like postgres://owner:password@db.example.com:5432/renubu',
    )
    .optional(),
  RENUBU_DATA_DIR: z.string().default('.renubu'),
  RENUBU_SERVICES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['api', 'worker'], 'is a list of api and worker, like api,worker')).min(1)),
  RENUBU_SAMPLE: oneOf(['on', 'off']).default('on'),
  RENUBU_SECRET: z.string().min(32, 'needs at least 32 characters; make one with: openssl rand -hex 32').optional(),
  SMTP_URL: address(
    ['smtp:', 'smtps:'],
    'is the address of a mail server, like smtps://user:password@mail.example.com',
  ).optional(),
  AI_PROVIDER: z.string().optional(),
  AI_MODEL: z.string().optional(),
  AI_BASE_URL: address(WEB, 'is the address of a model provider, like https://models.example.com/v1').optional(),
  AI_API_KEY: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(
    WEB,
    'is the address of an OpenTelemetry collector, like http://127.0.0.1:4318',
  ).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,\s]+=[^,]*(,[^=,\s]+=[^,]*)*$/, HEADERS)
    .refine(canBeDecoded, HEADERS)
    .optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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
  /** Where traces go; `endpoint` undefined: nowhere. */
  readonly traces: { readonly endpoint: string | undefined; readonly headers: Readonly<Record<string, string>> }
  readonly logLevel: z.output<typeof Settings>['LOG_LEVEL']
}

/** Parses the settings. Throws an error that names every wrong one and says what is expected. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = Settings.safeParse(withoutBlanks(variables))
  if (!parsed.success) {
    const lines = new Set(parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`))
    throw new Error(`These settings are wrong (.env.example describes each):\n${[...lines].join('\n')}`)
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
    traces: {
      endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
      headers: headersOf(settings.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
    },
    logLevel: settings.LOG_LEVEL,
  }
}

/** `name=value,name=value`, the values in percent signs where they need them, as the specification of OpenTelemetry has it. */
const headersOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const [name = '', ...value] = pair.split('=')
      return name === '' ? [] : [[name.trim(), decodeURIComponent(value.join('=').trim())]]
    }),
  )

/** A variable that holds nothing is one that is not set. A file written on Windows leaves a carriage return at the end of each. */
const withoutBlanks = (variables: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      const text = value?.trim() ?? ''
      return text === '' ? [] : [[name, text]]
    }),
  )

/** The settings of this process. */
export const readEnvironment = (): Environment => parseEnvironment(process.env)
