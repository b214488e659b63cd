import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentimentOf, ticketSignals } from './sentiment.ts'

describe('the tone of a ticket', () => {
  it.each([
    ['This is the third time the export fails and nobody answers. I am frustrated.', 'negative'],
    ['Totally unacceptable. We are losing patience.', 'negative'],
    ['The new release is a disaster for our planners.', 'negative'],
    ['Still waiting.', 'negative'],
    ['It is not good.', 'negative'],
    ['Works perfectly now, thank you so much!', 'positive'],
    ['Great support, excellent and quick reply.', 'positive'],
    ['No worries, all is fine now.', 'positive'],
    ['Critical error 500: fatal issue in the export, the job was killed.', 'neutral'],
    ['Two users are blocked: the sync fails with a conflict warning.', 'neutral'],
    ['How do I add a field to the report? Please help.', 'neutral'],
    ['The value of field 12 is 7.', 'neutral'],
    ['', 'neutral'],
    ['日本語のテキスト', 'neutral'],
  ])('%s is %s', (text, label) => {
    expect(sentimentOf(text).label).toBe(label)
  })

  it('shows the words that made it, the strongest first', () => {
    expect(sentimentOf('For the third time: this is a horrible mess. Thanks.').words).toEqual([
      'horrible',
      'third time',
      'thanks',
      'mess',
    ])
    expect(sentimentOf('The error is in row 3.').words).toEqual([])
  })

  it('hears a liking where there is somebody who likes', () => {
    expect(sentimentOf('We like the new reports.').score).toBeGreaterThan(0)
    expect(sentimentOf('It looks like the old reports.').score).toBe(0)
  })

  it('lets one angry sentence in a long report be heard', () => {
    const report = 'The job starts at 6. It reads the file. It writes the rows. '.repeat(10)
    expect(sentimentOf(`${report} This is awful. ${report}`).label).toBe('negative')
  })
})

describe('any text', () => {
  const hostile = [
    'a'.repeat(1e6),
    '.'.repeat(1e6),
    '! '.repeat(5e5),
    `${'A'.repeat(39)}a `.repeat(1e4),
    'not '.repeat(1e5),
    'cancel our '.repeat(1e5),
    '__proto__ constructor hasOwnProperty toString valueOf',
    '\u0000\uD800 \u202E {{customer.name}} <script>',
    '(((((((((('.repeat(1e4),
    ':) '.repeat(1e4),
  ]

  it.each(hostile)('is read in bounded time', (text) => {
    const started = performance.now()
    const { score } = sentimentOf(text)
    expect(Math.abs(score)).toBeLessThanOrEqual(1)
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('gets a score within −1…1, the same one each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const once = sentimentOf(text)
        expect(once.score).toBeGreaterThanOrEqual(-1)
        expect(once.score).toBeLessThanOrEqual(1)
        expect(sentimentOf(text)).toEqual(once)
      }),
    )
  })
})

describe('what is kept of a ticket', () => {
  it('is nothing for one without a text', () => {
    expect(ticketSignals(' \n')).toEqual({ sentiment: null, words: [], leaving: false, leavingWords: [] })
  })

  it('is score, words, and words of leaving', () => {
    expect(ticketSignals('This is awful. We will cancel our contract.')).toMatchObject({
      words: ['awful'],
      leaving: true,
      leavingWords: ['cancel our contract'],
    })
  })
})
