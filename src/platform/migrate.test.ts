import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { catalogueOf } from '../../test/catalogue.ts'
import { testDatabase } from '../../test/database.ts'
import { PROJECT_ROOT } from './environment.ts'
import { migrate, openMigrations, type Migration } from './migrate.ts'

const db = await testDatabase({ schema: 'none' })
const undisturbed = await testDatabase({ schema: 'none' })
const interrupted = await testDatabase({ schema: 'none' })

const migration = (name: string, sql: string, checksum = sql): Migration => ({ name, sql, checksum })
const first = migration('0001-first.sql', 'create table first (n integer)')
const second = migration('0002-second.sql', 'create table second (n integer)')

describe('migrations', () => {
  it('are applied once, in order, each with its entry', async () => {
    const both = [first, second]
    const reports = await Promise.all([migrate(db.urls.ownerUrl, both), migrate(db.urls.ownerUrl, both)])
    expect(reports.map(({ applied }) => applied.length).sort()).toEqual([0, 2])
    expect(await migrate(db.urls.ownerUrl, both)).toEqual({ applied: [], alreadyApplied: 2 })
  })

  it('keep nothing of one that fails, and name its line', async () => {
    const third = migration('0003-third.sql', 'create table third (n integer);\n\nselect nonsense;')
    await expect(migrate(db.urls.ownerUrl, [first, second, third])).rejects.toThrow(
      /0003-third\.sql failed in line 3: column "nonsense" does not exist\. Nothing of it was kept/,
    )
    const mended = migration('0003-third.sql', 'create table third (n integer)')
    expect((await migrate(db.urls.ownerUrl, [first, second, mended])).applied).toEqual(['0003-third.sql'])
  })

  it('that are killed at any moment lead to the same schema when they are run again', async () => {
    const code = `import { migrate } from ${JSON.stringify(join(PROJECT_ROOT, 'src/platform/migrate.ts'))}; await migrate(process.argv[1])`
    for (const delay of [0, 20, 60, 120]) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', code, interrupted.urls.ownerUrl], {
        stdio: 'ignore',
      })
      const ended = once(child, 'exit')
      await sleep(250 + delay)
      child.kill('SIGKILL')
      await ended
    }
    await migrate(interrupted.urls.ownerUrl)
    await migrate(undisturbed.urls.ownerUrl)
    expect(await catalogueOf(interrupted.owner)).toEqual(await catalogueOf(undisturbed.owner))
  })
})

describe('what was applied', () => {
  const applied = [
    { name: first.name, checksum: first.checksum },
    { name: second.name, checksum: second.checksum },
  ]

  it('leaves what comes after it', () => {
    const third = migration('0003-third.sql', '')
    expect(openMigrations([first, second, third], applied)).toEqual([third])
    expect(openMigrations([first, second], [])).toEqual([first, second])
  })

  it('must be the file that is there', () => {
    const changed = migration(first.name, 'create table first (n bigint)')
    expect(() => openMigrations([changed, second], applied)).toThrow(/0001-first\.sql was changed after it was applied/)
  })

  it('must be known to the program', () => {
    expect(() => openMigrations([first], applied)).toThrow(/newer than this program: it has 0002-second\.sql/)
  })

  it('must not come before a new one’s number', () => {
    const between = migration('0001-z.sql', '')
    expect(() => openMigrations([first, between, second], applied)).toThrow(/0001-z\.sql sorts before 0002-second\.sql/)
  })
})
