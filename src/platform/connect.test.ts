import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { scratchFolder } from '../../test/embedded.ts'
import { connectDatabase } from './connect.ts'
import { parseEnvironment, PROJECT_ROOT } from './environment.ts'

// Making a server's files takes half a second, or ten on a machine that is busy with everything else.
const SECRET = 'x'.repeat(32)

function renubu(dataDir: string, ...words: string[]) {
  const env = { ...process.env, RENUBU_DATA_DIR: dataDir, LOG_LEVEL: 'warn', DATABASE_URL: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT_ROOT, 'bin', 'renubu'), ...words], {
    env,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('reaching the embedded database', () => {
  it('is made once by those who come first together', async () => {
    const environment = parseEnvironment({ RENUBU_DATA_DIR: scratchFolder() })
    const connections = await Promise.all([0, 1, 2, 3].map(() => connectDatabase(environment)))
    onTestFinished(async () => {
      for (const { close } of connections) await close()
    })
    expect(connections.map(({ applied }) => applied.length).toSorted()).toEqual([0, 0, 0, 1])
    for (const { database } of connections)
      expect(await database.platform((tx) => tx.rows('select from companies'))).toEqual([])
  })

  it('makes it, migrates it, and lets a command in beside the program', async () => {
    const dataDir = scratchFolder()
    const connection = await connectDatabase(parseEnvironment({ RENUBU_DATA_DIR: dataDir }))
    onTestFinished(() => connection.close())
    expect(connection.applied).toContain('0001-initial.sql')
    expect(connection.secret).toHaveLength(64)

    const created = renubu(
      dataDir,
      'company',
      'create',
      '--name',
      'Nordlicht',
      '--time-zone',
      'Europe/Berlin',
      '--json',
    )
    expect(created).toMatchObject({ status: 0, stderr: '' })
    expect(await connection.database.platform((tx) => tx.rows('select name from companies'))).toEqual([
      { name: 'Nordlicht' },
    ])

    const key = renubu(dataDir, 'key', 'create', '--company', 'nordlicht', '--role', 'admin', '--json')
    expect(JSON.parse(key.stdout)).toEqual({ key: expect.stringMatching(/^rnb_[0-9a-f]{32}_/) as unknown })
    const wrong = renubu(dataDir, 'key', 'create', '--company', 'Nordlichd', '--role', 'admin', '--json')
    expect(wrong.status).toBe(1)
    expect(JSON.parse(wrong.stdout)).toEqual({
      error: 'There is no company named "Nordlichd"',
      advice: 'There are: Nordlicht',
    })

    const password = (JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { superuserPassword: string })
      .superuserPassword
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8')
    for (const secret of [
      password,
      connection.secret,
      ...Object.values(connection.urls).map((url) => new URL(url).password),
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('reaching a real server', () => {
  it('says what to do when the address is refused', async () => {
    const dataDir = scratchFolder()
    const embedded = await connectDatabase(parseEnvironment({ RENUBU_DATA_DIR: dataDir }))
    onTestFinished(() => embedded.close())
    const wrong = new URL(embedded.urls.appUrl)
    wrong.password = 'guessed'
    await expect(
      connectDatabase(parseEnvironment({ DATABASE_URL: wrong.toString(), RENUBU_SECRET: SECRET })),
    ).rejects.toThrow(/cannot be reached \(password authentication failed.*\)\. Start it, or correct DATABASE_URL/)
    await expect(
      connectDatabase(parseEnvironment({ DATABASE_URL: embedded.urls.appUrl, RENUBU_SECRET: SECRET })),
    ).rejects.toThrow(/Cannot make the database role/)
  })
})
