import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { Scratch } from '../scratch.ts'
import type { StepsTask } from '../steps.child.ts'

// A floor that nothing in the schema can move: a kilobyte read and 600 bytes written per customer, in tables of the bench's own.

const DATABASE = 'bench_fixed'

/** 36 characters of id, then the rest of 1,000 and of 600. */
const TABLES = [
  'create table read_by_all (id uuid primary key, body text not null)',
  'create table written_by_all (id uuid primary key, body text not null)',
]

const rowsOf = (bytes: number): string =>
  `select md5('customer ' || n)::uuid, left(repeat(md5('body ' || n), ${String(Math.ceil(bytes / 32))}), ${String(bytes - 36)})
     from generate_series(1, $1) n`

/** Makes the tables of the floor. Answers what one run of it is; `empty` has to be called before each. */
export async function makeFixedFloor(scratch: Scratch, customers: number) {
  const file = join(scratch.folder, `fixed.${String(customers)}.copy`)
  await scratch.drop(DATABASE)
  await scratch.createEmpty(DATABASE)
  await scratch.asAdmin(DATABASE, async (client) => {
    for (const table of TABLES) await client.query(table)
    await client.query(`insert into read_by_all ${rowsOf(1000)}`, [customers])
    await client.query(`create table ready as ${rowsOf(600)}`.replace('$1', String(customers)))
    await pipeline(client.query(copyTo('copy ready to stdout')), createWriteStream(file))
    await client.query('drop table ready')
    await client.query('vacuum analyze')
  })
  const task: StepsTask = {
    url: scratch.adminUrl(DATABASE),
    connections: [
      [
        { kind: 'copy-out', sql: 'copy read_by_all to stdout' },
        { kind: 'copy-in', sql: 'copy written_by_all from stdin', file },
      ],
    ],
  }
  return {
    task,
    empty: () => scratch.asAdmin(DATABASE, (client) => client.query('truncate written_by_all')),
  }
}
