import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../cli.ts'
import { isoDay } from '../base/day.ts'
import { usage } from '../../test/given-facts.ts'

const folder = mkdtempSync(join(tmpdir(), 'renubu-lab-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function run(...words: string[]) {
  const heard = { stdout: '', stderr: '' }
  const listen = (name: keyof typeof heard) => (text: string) => ((heard[name] += text), true)
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => listen('stdout')(String(text))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => listen('stderr')(String(text))),
  ]
  const streams = { stdout: { write: listen('stdout') }, stderr: { write: listen('stderr') } }
  try {
    return { code: await runCommandLine(words, streams), ...heard, heard }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

async function lab(command: string, name: string, content: string | Buffer, ...options: string[]) {
  const path = join(folder, name)
  writeFileSync(path, content)
  const { code, heard } = await run('lab', command, path, '--json', ...options)
  return { code, answer: JSON.parse(heard.stdout) as unknown }
}

describe('lab sentiment', () => {
  const labels = ['positive', 'negative', 'neutral']
  const labelsOf = async (name: string, content: string | Buffer, ...options: string[]) => {
    const { answer } = await lab('sentiment', name, content, ...options)
    return (answer as { label: string }[]).map(({ label }) => label)
  }

  it.each<[string, string, string | Buffer]>([
    ['a column named for it', 'a.csv', 'id,text,label\n1,Great work,x\n2,"Awful, really",y\n3,Row 3,z\n'],
    ['the longest column', 'b.csv', '1;Great work of yours\n2;This is awful\n3;The row number 3\n'],
    ['unquoted text with stray delimiters', 'c.csv', 't1;x;Great; "work\nt2;y;This is awful\nt3;z;Row 3; or 4\n'],
    ['lines of text', 'd.txt', 'Great work, thanks\nThis is awful\nRow 3, or 4\n'],
    ['lines without an ending', 'e.csv', 'Great work\nThis is awful\nRow 3'],
    ['a list of texts', 'f.json', '["Great work","This is awful","Row 3"]'],
    ['records', 'g.json', '{"tickets":[{"n":1,"body":"Great work"},{"body":"This is awful"},{"n":3,"body":"Row 3"}]}'],
    ['records by line', 'h.ndjson', '{"body":"Great work"}\n{"body":"This is awful"}\n{"body":"Row 3"}\n'],
    ['an old encoding', 'i.csv', Buffer.from('text,n\nGreat work \xe9,1\nThis is awful,2\nRow 3,3\n', 'latin1')],
  ])('reads %s, in the order of the file', async (_, name, content) => {
    expect(await labelsOf(name, content)).toEqual(labels)
  })

  it('keeps a row without a text as neutral', async () => {
    expect(await labelsOf('empty.csv', 'text,n\nGreat work,1\n,2\n')).toEqual(['positive', 'neutral'])
  })

  it('reads the column it is told to', async () => {
    expect(await labelsOf('two.csv', 'text,reply\nGreat,Awful\n', '--column', 'reply')).toEqual(['negative'])
  })

  it('shows words and leaving when asked, and a table to people', async () => {
    const { answer } = await lab('sentiment', 'words.txt', 'Awful. We cancel our contract.\n', '--words')
    expect(answer).toMatchObject([{ words: ['awful'], leaving: ['cancel our contract'] }])
    const { heard } = await run('lab', 'sentiment', join(folder, 'd.txt'))
    expect(heard.stdout).toContain('label     score  text')
  })

  it('refuses what is not there or holds nothing', async () => {
    const { code, answer } = await lab('sentiment', 'nothing.txt', '')
    expect({ code, answer }).toEqual({
      code: 1,
      answer: { error: `${join(folder, 'nothing.txt')} holds no text.`, advice: 'Give a file with one text a row.' },
    })
    expect((await run('lab', 'sentiment', join(folder, 'absent'))).code).toBe(1)
  })
})

describe('lab trend', () => {
  const rowsOf = ({ lastDay, days }: ReturnType<typeof usage>, separator = ',') =>
    days.map((value, index) => `${isoDay(lastDay - 83 + index)}${separator}${String(value)}`)

  it.each<[string, string]>([
    ['a date and a value', ['date,value', ...rowsOf(usage(100, 77))].join('\n')],
    [
      'columns in any order and under any name',
      ['n;when', ...rowsOf(usage(100, 77)).map((row) => row.split(',').reverse().join(';'))].join('\n'),
    ],
    ['no header', rowsOf(usage(100, 77)).join('\n')],
    ['rows in any order', ['ds,y', ...rowsOf(usage(100, 77)).reverse()].join('\n')],
    ['several rows a day', ['date,users', ...rowsOf(usage(40, 30.8)), ...rowsOf(usage(60, 46.2))].join('\n')],
    [
      'values that are missing',
      ['date,users', ...rowsOf(usage(100, 77)), `${isoDay(usage(1, 1).lastDay + 1)},NA`].join('\n'),
    ],
  ])('reads %s', async (_, content) => {
    const { code, answer } = await lab('trend', 'series.csv', content)
    expect({ code, answer }).toMatchObject({
      code: 0,
      answer: { direction: 'down', changePercent: -23, daysKnown: 84 },
    })
  })

  it('looks back to a day, and net of a book', async () => {
    const content = ['date,value', ...rowsOf(usage(100, 77))].join('\n')
    const back = await lab('trend', 'series.csv', content, '--as-of', isoDay(usage(1, 1).lastDay - 28))
    expect(back.answer).toMatchObject({ direction: 'flat', changePercent: 0 })
    const net = await lab('trend', 'series.csv', content, '--book', '-22')
    expect(net.answer).toMatchObject({ direction: 'flat', netChangePercent: -1 })
  })

  it('says when too little is known', async () => {
    const { answer } = await lab('trend', 'short.csv', 'date,value\n2027-03-01,4\n2027-03-02,5\n')
    expect(answer).toMatchObject({ direction: 'unknown', changePercent: null, lastDay: '2027-03-02', daysKnown: 2 })
    const { heard } = await run('lab', 'trend', join(folder, 'short.csv'))
    expect(heard.stdout).toBe('Too few days are known for a trend (2 of 84).\n')
  })

  it.each([
    [['--as-of', 'March'], '"March" is no day.'],
    [['--book', 'much'], '"much" is no percentage.'],
    [['--date', 'value'], 'has no column of dates beside one of numbers.'],
  ])('refuses %j', async (options, error) => {
    const { code, answer } = await lab('trend', 'refused.csv', 'a,value\n2027-03-01,4\n', ...options)
    expect(code).toBe(1)
    expect((answer as { error: string }).error).toContain(error)
  })

  it('speaks to people in a sentence', async () => {
    await lab('trend', 'series.csv', ['date,value', ...rowsOf(usage(100, 77))].join('\n'))
    const { heard } = await run('lab', 'trend', join(folder, 'series.csv'))
    expect(heard.stdout).toMatch(/^down −23% in the 28 days to \d{4}-\d\d-\d\d, against the 28 before\.\n$/)
  })
})
