import { isAbsolute, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseEnvironment, PROJECT_ROOT } from './environment.ts'

const SECRET = 'x'.repeat(32)

describe('the settings', () => {
  it('have a default each: nothing need be set', () => {
    expect(parseEnvironment({})).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      dataDir: join(PROJECT_ROOT, '.renubu'),
      services: ['api', 'worker'],
      sample: true,
      logLevel: 'info',
    })
  })

  it('take an empty variable for one that is not set', () => {
    expect(parseEnvironment({ DATABASE_URL: '', PUBLIC_URL: '', RENUBU_SECRET: '' })).toEqual(parseEnvironment({}))
  })

  it('are read from their variables', () => {
    const read = parseEnvironment({
      PORT: '8080',
      RENUBU_SERVICES: 'worker',
      RENUBU_SAMPLE: 'off',
      RENUBU_DATA_DIR: '/srv/renubu data',
      DATABASE_URL: 'postgres://owner:pw@db.example:5432/renubu',
      RENUBU_SECRET: SECRET,
    })
    expect(read).toMatchObject({
      port: 8080,
      services: ['worker'],
      sample: false,
      dataDir: '/srv/renubu data',
      secret: SECRET,
    })
    expect(read.publicUrl).toBe('http://localhost:8080')
    expect(isAbsolute(parseEnvironment({ RENUBU_DATA_DIR: 'data' }).dataDir)).toBe(true)
  })

  it.each([
    [{ PORT: 'eighty' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ RENUBU_SERVICES: 'api,cook' }, /RENUBU_SERVICES/],
    [{ RENUBU_SECRET: 'short' }, /RENUBU_SECRET: needs at least 32 characters; make one with: openssl/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
    [{ DATABASE_URL: 'postgres://x' }, /DATABASE_URL needs RENUBU_SECRET/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('that are wrong are named: %o', (variables, complaint) => {
    expect(() => parseEnvironment(variables)).toThrow(complaint)
  })

  it('that are wrong are all named at once', () => {
    expect(() => parseEnvironment({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[^]*LOG_LEVEL/)
  })
})
