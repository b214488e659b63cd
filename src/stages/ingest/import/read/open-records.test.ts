import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { whyBroken } from './broken-row.ts'
import { openRecords } from './open-records.job.ts'

const folder = mkdtempSync(join(tmpdir(), 'renubu-records-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

function file(content: string | Uint8Array, ending = 'csv'): string {
  count += 1
  const path = join(folder, `${count}.${ending}`)
  writeFileSync(path, content)
  return path
}

/** The rows of a file as records, and why broken ones are. */
async function read(content: string | Uint8Array, { ending = 'csv', raw = false } = {}) {
  const source = await openRecords({ path: file(content, ending), raw })
  const rows: Record<string, unknown>[] = []
  const broken: string[] = []
  for await (const batch of source.read()) {
    for (const row of batch) {
      const reason = whyBroken(row)
      if (reason === undefined)
        rows.push(
          Object.fromEntries(source.columns.flatMap((name, place) => (place in row ? [[name, row[place]]] : []))),
        )
      else broken.push(reason)
    }
  }
  return { format: source.format, columns: source.columns, rows, broken }
}

const csv = async (content: string | Uint8Array) => (await read(content)).rows

const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le')
  return littleEndian ? bytes : bytes.swap16()
}

describe('whatever a spreadsheet can hold comes back as it was', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'aé€ß"\n\r,;\t|\' 1='.split('')), maxLength: 8 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  // A cell of white space alone is kept too, but nobody can tell an empty line of one column from no line.
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  const delimiters = fc.constantFrom(',', ';', '\t', '|')
  const ends = fc.constantFrom('\n', '\r\n')
  const marks = fc.constantFrom('', '\uFEFF')
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

  test('with every cell quoted, for each delimiter and end of line, with a mark and without', async () => {
    await fc.assert(
      fc.asyncProperty(table, delimiters, ends, marks, async (rows, delimiter, end, mark) => {
        const names = rows[0]?.map((_, place) => `column_${place}`) ?? []
        const text = mark + [names, ...rows].map((row) => row.map(quoted).join(delimiter)).join(end)
        const found = await read(text, { raw: true })
        expect(found.columns).toEqual(names)
        expect(found.rows.map((row) => Object.values(row))).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })

  test('without any quotation mark', async () => {
    const plain = fc.string({ unit: fc.constantFrom(..."aé€ß '1=".split('')), minLength: 1, maxLength: 8 })
    const plainTable = fc.array(fc.tuple(plain, plain, plain), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(plainTable, delimiters, fc.constantFrom('\n', '\r\n', '\r'), async (rows, delimiter, end) => {
        const text = [['a', 'b', 'c'], ...rows].map((row) => row.join(delimiter)).join(end)
        expect((await read(text, { raw: true })).rows.map((row) => Object.values(row))).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })
})

describe('encodings', () => {
  const TEXT = 'name;city\nMüller & Söhne;Zürich – “A”\n'
  const ROWS = [{ name: 'Müller & Söhne', city: 'Zürich – “A”' }]
  const windows = Buffer.from(TEXT.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1')
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['Windows-1252', windows],
    ['UTF-16, low byte first, with its mark', utf16(`\uFEFF${TEXT}`, true)],
    ['UTF-16, high byte first, with its mark', utf16(`\uFEFF${TEXT}`, false)],
    ['UTF-16 without a mark', utf16(TEXT, true)],
    ['UTF-16, high byte first, without a mark', utf16(TEXT, false)],
  ])('%s', async (_, bytes) => {
    expect(await csv(bytes)).toEqual(ROWS)
  })

  test('one byte at the end of a long file tells that it is not UTF-8', async () => {
    const lines = `name;city\n${'Birch;Bern\n'.repeat(60_000)}`
    const rows = await csv(Buffer.concat([Buffer.from(lines), Buffer.from('M\xfcller;Z\xfcrich\n', 'latin1')]))
    expect(rows).toHaveLength(60_001)
    expect(rows.at(-1)).toEqual({ name: 'Müller', city: 'Zürich' })
  })

  test('a character that is cut between two pieces of the file stays whole', async () => {
    const rows = await csv(`name,n\n${'é'.repeat(262_143)},1\na${'é'.repeat(262_143)},2\n`)
    expect(rows.map(({ name }) => String(name).length)).toEqual([262_143, 262_144])
    expect(rows.some(({ name }) => String(name).includes('\uFFFD'))).toBe(false)
  })
})

describe('delimiters', () => {
  test.each([
    ['commas', 'a,b,c\n1,2,3\n'],
    ['semicolons around decimal commas', 'a;b;c\n1,5;2,5;3,5\n2,5;3,5;4,5\n'],
    ['tabs', 'a\tb\tc\n1\t2\t3\n'],
    ['bars', 'a|b|c\n1|2|3\n'],
    ['backticks', 'a`b`c\n1`2`3\n'],
    ['carets', 'a^b^c\n1^2^3\n'],
    ['unit separators', 'a\u001fb\u001fc\n1\u001f2\u001f3\n'],
    ['what the file declares', 'sep=~\na~b~c\n1~2~3\n'],
    ['commas inside quotation marks', '"a;x",b,c\n"1;2;3;4;5",2,3\n'],
  ])('%s', async (_, text) => {
    expect((await read(text)).columns).toHaveLength(3)
  })

  test('a single column has none, whatever its cells hold', async () => {
    expect(await csv('name\nBirch\nLune\n')).toEqual([{ name: 'Birch' }, { name: 'Lune' }])
    expect((await read('at\n10:30:15\n11:30:15\n')).columns).toEqual(['at'])
  })
})

describe('rows that are not as the header says', () => {
  test('a longer one is refused, for its cells may stand in the wrong columns', async () => {
    const found = await read('name,arr\nBirch, Sons,12\nLune,7\n')
    expect(found.rows).toEqual([{ name: 'Lune', arr: '7' }])
    expect(found.broken).toEqual(['The row has 3 cells, the header 2; a quotation mark may be missing'])
    expect(found.columns).toEqual(['name', 'arr', 'column 3'])
  })

  test('a shorter one says nothing of the rest, and delimiters at the end add nothing', async () => {
    const found = await read('name,arr,tier\nBirch\nLune,7,,,\n')
    expect(found.rows).toMatchObject([{ name: 'Birch' }, { name: 'Lune', arr: '7', tier: '' }])
    expect(found.broken).toEqual([])
  })

  test('empty lines are no rows', async () => {
    expect(await csv('\n\nname,arr\n\nBirch,1\n\n\n')).toEqual([{ name: 'Birch', arr: '1' }])
  })
})

describe('headers', () => {
  test('repeated and empty ones can be told apart, and none is lost', async () => {
    expect((await read('name,name,,name,\n1,2,3,4,5\n')).columns).toEqual([
      'name',
      'name (2)',
      'column 3',
      'name (3)',
      'column 5',
    ])
  })

  test('one that cannot be stored is made storable', async () => {
    expect((await read('na\0me,b\n1,2\n')).columns).toEqual(['name', 'b'])
  })

  test('alone they are a file without rows', async () => {
    expect(await csv('name,arr\n')).toEqual([])
    expect(await csv('name,arr')).toEqual([])
  })

  test('without them there is no file', async () => {
    await expect(csv('')).rejects.toThrow(/is empty: there is no header/)
    await expect(csv('\n\n')).rejects.toThrow(expect.objectContaining({ name: 'UnreadableFile' }))
    await expect(openRecords({ path: folder })).rejects.toThrow(/is a folder/)
    await expect(openRecords({ path: join(folder, 'nowhere.csv') })).rejects.toThrow(/cannot be read \(ENOENT\)/)
  })
})

describe('quotation marks', () => {
  test('hold delimiters, line ends and themselves', async () => {
    expect(await csv('a,b\r\n"1,""x""\r\n2",3\r\n')).toEqual([{ a: '1,"x"\r\n2', b: '3' }])
  })

  test('inside a cell without any they are text', async () => {
    expect(await csv('a,b\n19" rack,5\' 6"\n')).toEqual([{ a: '19" rack', b: '5\' 6"' }])
  })

  test('that are never closed are told', async () => {
    await expect(csv('a,b\n"1,2\n3,4\n')).rejects.toThrow(/opened and never closed/)
  })

  test('a cell of 10 MB is a cell', async () => {
    const long = 'x'.repeat(10_000_000)
    const [row] = await csv(`a,b\n"${long}",2\n`)
    expect(row?.['a'] === long).toBe(true)
    expect(row?.['b']).toBe('2')
  })

  test('a row of more than 16 MB is told, for a mark may be missing', async () => {
    await expect(csv(`a,b\n"${'x'.repeat(17_000_000)}",2\n`)).rejects.toThrow(/larger than 16 MB/)
  })
})

test('the guard of an export is taken off, unless cells are taken as they stand', async () => {
  const text = "name,note\n'=Birch,it's\n''=Lune,'\n"
  expect(await csv(text)).toEqual([
    { name: '=Birch', note: "it's" },
    { name: "'=Lune", note: "'" },
  ])
  expect((await read(text, { raw: true })).rows[0]).toEqual({ name: "'=Birch", note: "it's" })
})

describe('JSON', () => {
  test('is known by its content, whatever it is called', async () => {
    expect(await read('[{"a":1}]')).toMatchObject({ format: 'json', rows: [{ a: 1 }] })
    expect(await read(' \n{"records":[{"a":1}]}', { ending: 'txt' })).toMatchObject({
      format: 'json',
      rows: [{ a: 1 }],
    })
    expect(await read('{"a":1}\n{"a":2}\n', { ending: 'json' })).toMatchObject({
      format: 'ndjson',
      rows: [{ a: 1 }, { a: 2 }],
    })
    expect(await read('\uFEFF[{"a":1}]', { ending: 'json' })).toMatchObject({ format: 'json', rows: [{ a: 1 }] })
    expect(await read('[bracket],b\n1,2\n')).toMatchObject({ format: 'csv', rows: [{ '[bracket]': '1', b: '2' }] })
  })

  test('records need not have the same keys', async () => {
    const found = await read('[{"a":1},{"b":{"c":2}},{"a":3,"b":{"c":4}}]')
    expect(found.columns).toEqual(['a', 'b.c'])
    expect(found.rows).toMatchObject([{ a: 1 }, { 'b.c': 2 }, { a: 3, 'b.c': 4 }])
  })

  test('the records of a long answer are found by its beginning', async () => {
    const records = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `Customer ${id}` }))
    const found = await read(JSON.stringify({ totalSize: 20_000, meta: { list: [1] }, records }), { ending: 'json' })
    expect(found.rows).toHaveLength(20_000)
    expect(found.rows[19_999]).toEqual({ id: 19_999, name: 'Customer 19999' })
  })

  test('a line that is broken is refused by itself', async () => {
    const found = await read('{"a":1}\n{"a":2\n\nnot json\n{"results":[{"a":3},{"a":4}]}\n{"a":5}', {
      ending: 'ndjson',
    })
    expect(found.rows).toEqual([{ a: 1 }, { a: 3 }, { a: 4 }, { a: 5 }])
    expect(found.broken).toEqual(['The line is not valid JSON', 'The line is not valid JSON'])
  })

  test('what is no records is told', async () => {
    await expect(read('[{"errorCode":"NOT_FOUND","message":"No"}]')).rejects.toThrow(
      /refusal of its source: NOT_FOUND: No/,
    )
    await expect(read('hello', { ending: 'json' })).rejects.toThrow(/not valid JSON/)
    await expect(read('[{"a":1},', { ending: 'json' })).rejects.toThrow(/may have been cut off/)
  })

  test('a key that cannot be stored is made storable', async () => {
    expect((await read('[{"a\\u0000b":1,"c\\ud800":2}]')).columns).toEqual(['ab', 'c\uFFFD'])
  })
})

test('records in memory are read as often as asked, also those that can be walked only once', async () => {
  const records = (function* () {
    for (let id = 0; id < 2_500; id += 1) yield { id }
  })()
  const source = await openRecords({ name: 'memory', records })
  const readOnce = async () => {
    let rows = 0
    for await (const batch of source.read()) rows += batch.length
    return rows
  }
  expect([await readOnce(), await readOnce()]).toEqual([2_500, 2_500])
})
