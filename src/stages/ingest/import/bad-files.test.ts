import { describe, expect, test } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenUploader } from '../../../../test/given-uploads.ts'
import { workersBeside } from '../../../../test/workers-beside.ts'
import { eventually } from '../../../../test/patience.ts'

const db = await testDatabase()
const app = await testApp(db)
const givenAdmin = givenUploader(db, app)
workersBeside(db)

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([...part]))))

type Told = {
  /** Rows that came. */
  readonly received: number
  /** Names that are there afterwards, and none beside them. */
  readonly names: readonly string[]
  readonly rejected?: number
}

/** Files as people send them: what is wrong with them, and what is to become of them. */
const FILES: readonly (readonly [string, Buffer, Told])[] = [
  [
    'begins with a mark of its encoding',
    bytes([0xef, 0xbb, 0xbf], 'id,name\n1,Fern\n'),
    { received: 1, names: ['Fern'] },
  ],
  [
    'is UTF-16, high byte first',
    Buffer.from('\ufeffid,name\n1,Ärnö\n', 'utf16le').swap16(),
    { received: 1, names: ['Ärnö'] },
  ],
  ['is Latin-1', Buffer.from('id,name\n1,Müller\n', 'latin1'), { received: 1, names: ['Müller'] }],
  ['has a NUL in a cell', bytes('id,name\n1,a\0b\n2,Moor\n'), { received: 2, names: ['Moor'], rejected: 1 }],
  [
    'has rows that are too short and too long',
    bytes('id,name,city\n1,Fern\n2,Moor,Ulm,more\n3,Oak,Bonn\n'),
    { received: 3, names: ['Fern', 'Oak'], rejected: 1 },
  ],
  ['has two columns of one name', bytes('id,name,name\n1,Fern,Farn\n'), { received: 1, names: ['Fern'] }],
  ['has columns without a name', bytes('id,,name,\n1,x,Fern,y\n'), { received: 1, names: ['Fern'] }],
  ['ends in the middle of a row', bytes('id,name\n1,Fern\n2,Mo'), { received: 2, names: ['Fern', 'Mo'] }],
  [
    'has lines of every kind of end',
    bytes('id,name\r\n1,Fern\n2,Moor\r\n\r\n3,Oak'),
    { received: 3, names: ['Fern', 'Moor', 'Oak'] },
  ],
  ['says the same id twice', bytes('id,name\n1,Fern\n1,Moor\n'), { received: 2, names: ['Moor'] }],
  [
    'has names that look like code',
    bytes('id,name\n1,"=cmd|\' /C calc\'!A0"\n2,<script>x</script>\n'),
    { received: 2, names: ['<script>x</script>', "=cmd|' /C calc'!A0"] },
  ],
  [
    'has columns that are named like parts of an object',
    bytes('__proto__,constructor,id,name\na,b,1,Fern\n'),
    { received: 1, names: ['Fern'] },
  ],
  [
    'has a cell in which somebody pasted a book',
    bytes(`id,name,arr\n1,Fern,${'1 '.repeat(100_000)}\n2,Moor,5\n`),
    { received: 2, names: ['Fern', 'Moor'] },
  ],
  [
    'has a row with nothing in it but commas',
    bytes('id,name\n,\n2,Moor\n'),
    { received: 2, names: ['Moor'], rejected: 1 },
  ],
  [
    'is a broken line among lines of JSON',
    bytes('{"id":"1","name":"Fern"}\n{"id":\n{"id":"2","name":"Moor"}\n'),
    { received: 3, names: ['Fern', 'Moor'], rejected: 1 },
  ],
  [
    'has bytes that are no text of its own encoding',
    bytes('id,name\n1,Fern\n2,', [0xff, 0xfe, 0x80], '\n3,Oak\n'),
    { received: 3, names: ['Fern', 'Oak', 'ÿþ€'] },
  ],
]

/** Files of which nothing can be read. */
const NOTHING: readonly (readonly [string, Buffer])[] = [
  ['is empty', Buffer.alloc(0)],
  ['is nothing but a mark of its encoding', bytes([0xef, 0xbb, 0xbf])],
  ['is a page that asks to sign in', bytes('<!doctype html><html><body>Sign in</body></html>')],
  ['is a workbook of a spreadsheet', bytes('PK', [3, 4], 'xl/workbook.xml,sheet\n')],
  ['is a picture', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
]

describe('a file that', () => {
  test.each(FILES)(
    '%s comes in as far as it can be read, and says of each row that cannot why',
    async (_, file, told) => {
      const { company, post, get, ended } = await givenAdmin()
      const { status, body } = await post('/api/imports?kind=customers&name=upload', file, {
        form: 'application/octet-stream',
      })
      expect([status, body.detail]).toEqual([202, undefined])
      const { report } = await ended(body.id)
      expect(report).toMatchObject({ received: told.received, rejected: told.rejected ?? 0 })
      const rejections = (await get<{ items: { reason: string }[] }>(`/api/imports/${body.id}/rejections`)).json()
      expect(rejections.items).toHaveLength(told.rejected ?? 0)
      for (const { reason } of rejections.items) expect(reason).toMatch(/\w{3}/)
      const stored = await company.query<{ name: string }>('select name from customers order by name collate "C"')
      expect(stored.map(({ name }) => name)).toEqual([...told.names].sort())
    },
  )

  test.each(NOTHING)('%s brings nothing, and nothing half', async (_, file) => {
    const { company, post, detail } = await givenAdmin()
    const { status, body } = await post('/api/imports?kind=customers&name=upload', file, {
      form: 'application/octet-stream',
    })
    if (status === 202) {
      const over = await eventually(async () => {
        const found = await detail(body.id)
        expect(['failed', 'finished']).toContain(found.status)
        return found
      })
      // What could be a header and nothing else is a file without rows.
      if (over.status === 'finished') expect(over.report).toMatchObject({ received: 0, created: 0 })
      else expect(over.error).toMatch(/\w{3}/)
    } else {
      expect([400, 422]).toContain(status)
      expect(body.detail).toMatch(/\w{3}/)
    }
    expect(await company.records('customers')).toEqual([])
  })
})
