import { expect, test } from 'vitest'
import { linesOnly } from './progress.ts'

test('in a log, each thing that is being done is one line, however often it is told', () => {
  const lines: string[] = []
  const progress = linesOnly((line) => lines.push(line))
  progress.show({ done: 0, says: 'importing customers' })
  progress.show({ done: 0.041, says: 'importing customers' })
  progress.show({ done: 0.5, says: 'today' })
  progress.end()
  expect(lines).toEqual(['  0 %  importing customers\n', ' 50 %  today\n'])
})
