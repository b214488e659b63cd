import { afterEach, beforeEach } from 'vitest'

// Noise hides the one line that matters, so a test that writes to the console fails.
// A test that expects output replaces the method itself (vi.spyOn) and looks at it.

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const

let heard: string[] = []

beforeEach(() => {
  heard = []
  for (const method of methods) {
    console[method] = (...words: unknown[]) => {
      heard.push(`console.${method}: ${words.map(String).join(' ')}`)
    }
  }
})

afterEach(() => {
  if (heard.length > 0) throw new Error(`This test writes to the console:\n${heard.join('\n')}`)
})
