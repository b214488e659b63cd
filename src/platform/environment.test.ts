import { isAbsolute, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvironment, PROJECT_ROOT, type Environment } from './environment.ts'

const SECRET = 'x'.repeat(32)
const DATABASE = 'postgres://owner:pw@db.example:5432/renubu'

/** What a person reads who set these variables. */
function complaintAbout(variables: Record<string, string>): string {
  try {
    parseEnvironment(variables)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('the settings', () => {
  it('have a default each: nothing need be set', () => {
    expect(parseEnvironment({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      dataDir: join(PROJECT_ROOT, '.renubu'),
      services: ['api', 'worker'],
      sample: true,
      secret: undefined,
      smtpUrl: undefined,
      ai: { provider: undefined, model: undefined, baseUrl: undefined, apiKey: undefined },
      traces: { endpoint: undefined, headers: {} },
      logLevel: 'info',
    } satisfies Environment)
  })

  const NAMES = [
    'PORT',
    'HOST',
    'PUBLIC_URL',
    'DATABASE_URL',
    'RENUBU_DATA_DIR',
    'RENUBU_SERVICES',
    'RENUBU_SAMPLE',
    'RENUBU_SECRET',
    'SMTP_URL',
    'AI_PROVIDER',
    'AI_MODEL',
    'AI_BASE_URL',
    'AI_API_KEY',
    'LOG_LEVEL',
  ]

  // With PORT= the server took any free port, and with RENUBU_DATA_DIR= the database went into the project's own folder.
  it.each(NAMES)('take an empty %s for one that is not set', (name) => {
    expect(parseEnvironment({ [name]: '' })).toEqual(parseEnvironment({}))
    expect(parseEnvironment({ [name]: ' \t\r' })).toEqual(parseEnvironment({}))
  })

  const read: [variables: Record<string, string>, expected: Partial<Environment>][] = [
    [{ PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    [{ PORT: '65535\r' }, { port: 65_535 }],
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a=,x-team=',
      },
      { traces: { endpoint: 'http://127.0.0.1:4318', headers: { authorization: 'Bearer a=', 'x-team': '' } } },
    ],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ HOST: 'renubu.internal' }, { host: 'renubu.internal' }],
    [{ PUBLIC_URL: 'https://renubu.example.com/' }, { publicUrl: 'https://renubu.example.com' }],
    [
      { PUBLIC_URL: 'http://10.0.0.7:8443', PORT: '9000' },
      { publicUrl: 'http://10.0.0.7:8443', port: 9000 },
    ],
    [
      { DATABASE_URL: DATABASE, RENUBU_SECRET: SECRET },
      { databaseUrl: DATABASE, secret: SECRET },
    ],
    [
      { DATABASE_URL: 'postgresql://o:a%40b%23@[::1]/renubu?sslmode=verify-full', RENUBU_SECRET: SECRET },
      { databaseUrl: 'postgresql://o:a%40b%23@[::1]/renubu?sslmode=verify-full' },
    ],
    [
      { DATABASE_URL: 'postgres://o@%2Fvar%2Frun%2Fpostgresql/renubu', RENUBU_SECRET: SECRET },
      { databaseUrl: 'postgres://o@%2Fvar%2Frun%2Fpostgresql/renubu' },
    ],
    [{ RENUBU_SECRET: SECRET }, { secret: SECRET, databaseUrl: undefined }],
    [{ RENUBU_DATA_DIR: '/srv/renubu data' }, { dataDir: '/srv/renubu data' }],
    [{ RENUBU_DATA_DIR: 'data/here' }, { dataDir: join(PROJECT_ROOT, 'data/here') }],
    [{ RENUBU_SERVICES: 'worker' }, { services: ['worker'] }],
    [{ RENUBU_SERVICES: ' worker , api ' }, { services: ['worker', 'api'] }],
    [{ RENUBU_SAMPLE: 'off' }, { sample: false }],
    [{ SMTP_URL: 'smtps://mailer:pw@mail.example.com:465' }, { smtpUrl: 'smtps://mailer:pw@mail.example.com:465' }],
    [
      {
        AI_PROVIDER: 'openai-compatible',
        AI_MODEL: 'small',
        AI_BASE_URL: 'http://127.0.0.1:11434/v1',
        AI_API_KEY: 'k',
      },
      { ai: { provider: 'openai-compatible', model: 'small', baseUrl: 'http://127.0.0.1:11434/v1', apiKey: 'k' } },
    ],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
  ]

  it.each(read)('are read from their variables: %o', (variables, expected) => {
    expect(parseEnvironment(variables)).toMatchObject(expected)
  })

  it('find the data directory from the project, not from where somebody stands', () => {
    expect(isAbsolute(parseEnvironment({ RENUBU_DATA_DIR: '../elsewhere' }).dataDir)).toBe(true)
  })

  it('ignore what is none of theirs', () => {
    expect(parseEnvironment({ PATH: '/bin', PORTAL: '1', port: '2' })).toEqual(parseEnvironment({}))
  })
})

describe('a setting that is wrong', () => {
  it.each([
    ['PORT', 'eighty', 'is a number from 1 to 65535'],
    ['PORT', '70000', 'is a number from 1 to 65535'],
    ['PORT', '-1', 'is a number from 1 to 65535'],
    ['PORT', '0x50', 'is a number from 1 to 65535'],
    ['PORT', '3000.5', 'is a number from 1 to 65535'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4318', 'like http://127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization', 'is a list of headers'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=1,=2', 'is a list of headers'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%ff', 'is a list of headers'],
    ['HOST', 'http://0.0.0.0', 'without http:// and port'],
    ['HOST', 'localhost:3000', 'without http:// and port'],
    ['HOST', '0.0.0.0/24', 'without http:// and port'],
    ['PUBLIC_URL', 'renubu.example.com', 'like https://renubu.example.com'],
    ['PUBLIC_URL', 'javascript:alert(1)', 'like https://renubu.example.com'],
    ['PUBLIC_URL', 'ftp://renubu.example.com', 'like https://renubu.example.com'],
    ['PUBLIC_URL', 'https://example.com/renubu', 'cannot live below a path'],
    ['PUBLIC_URL', 'https://example.com/?a=1', 'cannot live below a path'],
    ['DATABASE_URL', 'mysql://o:pw@db/renubu', 'write it like postgres://owner:password@'],
    ['DATABASE_URL', 'postgres:///renubu', 'write it like postgres://owner:password@'],
    ['DATABASE_URL', 'postgres://o:p#w@db/renubu', '%23 for #'],
    ['DATABASE_URL', 'postgres://o:pw@db', 'names the database at its end'],
    ['DATABASE_URL', 'postgres://o:pw@db/', 'names the database at its end'],
    ['DATABASE_URL', 'postgres://db/renubu?user=o&password=pw', 'role and password before the host'],
    ['RENUBU_SERVICES', 'api,cook', 'like api,worker'],
    ['RENUBU_SERVICES', 'api,', 'like api,worker'],
    ['RENUBU_SAMPLE', 'true', 'is one of on, off'],
    ['RENUBU_SECRET', 'short', 'make one with: openssl rand -hex 32'],
    ['SMTP_URL', 'mail.example.com', 'like smtps://'],
    ['SMTP_URL', 'https://mail.example.com', 'like smtps://'],
    ['AI_BASE_URL', 'localhost:11434', 'like https://'],
    ['AI_BASE_URL', 'file:///etc/passwd', 'like https://'],
    ['LOG_LEVEL', 'loud', 'is one of fatal, error, warn, info, debug, trace, silent'],
  ])('is named, and what it should be: %s=%s', (name, value, says) => {
    const complaint = complaintAbout({ [name]: value })
    expect(complaint).toContain('.env.example describes each')
    expect(complaint).toContain(`  ${name}: `)
    expect(complaint).toContain(says)
  })

  it('is named once, together with every other one', () => {
    const lines = complaintAbout({ PORT: 'x', LOG_LEVEL: 'y', RENUBU_SERVICES: 'a,b,c' }).split('\n').slice(1)
    expect(lines.map((line) => line.trim().split(':')[0])).toEqual(['PORT', 'RENUBU_SERVICES', 'LOG_LEVEL'])
  })

  it('of a real database is that its secret is missing: the roles’ passwords follow from it', () => {
    expect(complaintAbout({ DATABASE_URL: DATABASE })).toMatch(
      /DATABASE_URL needs RENUBU_SECRET .*openssl rand -hex 32/,
    )
  })

  it('is never printed where it may be a secret', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{9,20}$/)
    fc.assert(
      fc.property(secret, (text) => {
        const complaint = complaintAbout({
          DATABASE_URL: `postgres://owner:${text}#@db`,
          RENUBU_SECRET: text,
          SMTP_URL: `mailer:${text}@mail`,
          AI_BASE_URL: `//${text}@models`,
          AI_API_KEY: text,
        })
        expect(complaint).toMatch(/DATABASE_URL[^]*RENUBU_SECRET[^]*SMTP_URL[^]*AI_BASE_URL/)
        expect(complaint).not.toContain(text)
      }),
    )
  })
})
