import { expect, test } from 'vitest'
import { createOutput, table } from './output.ts'

function listen() {
  const heard = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof heard) => ({ write: (text: string) => ((heard[name] += text), true) })
  return { heard, streams: { stdout: stream('stdout'), stderr: stream('stderr') } }
}

test('with --json the answer is one JSON value, and what is said on the way stays off stdout', () => {
  const { heard, streams } = listen()
  const output = createOutput(true, streams)
  output.say('Reading …')
  output.answer({ created: 3 }, () => 'Three created.')
  expect(heard).toEqual({ stdout: '{"created":3}\n', stderr: 'Reading …\n' })
})

test('without it, people read a sentence', () => {
  const { heard, streams } = listen()
  createOutput(false, streams).answer({ created: 3 }, ({ created }) => `${String(created)} created.`)
  expect(heard.stdout).toBe('3 created.\n')
})

test('the columns of a table line up, numbers to the right, names to the left', () => {
  const text = table(
    ['Customer', 'Score'],
    [
      ['Northwind', 287],
      ['Elm', 9],
    ],
  )
  expect(text.split('\n')).toEqual(['Customer   Score', 'Northwind    287', 'Elm            9'])
})

test('a column that mixes numbers and dashes is read as text', () => {
  expect(table(['Days'], [[3], ['–']])).toBe('Days\n3\n–')
})

test('an empty table says so', () => {
  expect(table(['Customer'], [], 'Nothing is due today.')).toBe('Nothing is due today.')
})

test('what a record is called cannot command the terminal, nor break the line of a table', () => {
  const { heard, streams } = listen()
  const output = createOutput(false, streams)
  output.answer(null, () => table(['Customer', 'Score'], [['\u001b[2JNorth\nwind\r', 3]]))
  output.say('\u0007Reading \u009b31m')
  expect(heard).toEqual({
    stdout: 'Customer         Score\n�[2JNorth wind�      3\n',
    stderr: '�Reading �31m\n',
  })
})

test('as JSON a value stays what it is, whatever is in it', () => {
  const { heard, streams } = listen()
  createOutput(true, streams).answer({ name: '\u001b[2J\n' }, () => '')
  expect(heard.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(heard.stdout)).toEqual({ name: '\u001b[2J\n' })
})
