import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEAVING_PATTERNS } from './leaving.defaults.ts'
import { leavingIn } from './leaving.ts'
import { sentimentOf } from './sentiment.ts'

const phrasesIn = (text: string) => sentimentOf(text).leaving.phrases

describe('words of leaving', () => {
  it.each([
    ['We want to cancel our contract at the end of the term.', 'cancel our contract'],
    ['Please accept this as notice of termination.', 'notice of termination'],
    ['We are evaluating alternatives to your product.', 'evaluating alternatives to'],
    ["We're considering alternatives.", 'considering alternatives'],
    ['Just so you know: we will not be renewing in March.', 'not be renewing'],
    ["We won't renew unless the export is fixed.", "won't renew unless"],
    ['Management is switching to a competitor.', 'switching to a competitor'],
    ['We are switching to another vendor this summer.', 'switching to another vendor'],
    ['Our CFO asked us to look for an alternative vendor.', 'look for an alternative vendor'],
    ['We have decided to leave at the end of the year.', 'decided to leave at'],
    ['If this goes on we will take our business elsewhere.', 'business elsewhere'],
    ['We no longer need the product.', 'no longer need the product'],
    ['We would rather let the subscription lapse.', 'let the subscription lapse'],
    ['Time to part ways.', 'part ways'],
    ['PLEASE CANCEL OUR SUBSCRIPTION!!!', 'cancel our subscription'],
    ['They’re moving away from your platform', 'moving away from your'],
    ['The board wants to replace your product.', 'replace your product'],
    ['We just issued an RFP.', 'issued an rfp'],
  ])('are heard in: %s', (text, phrase) => {
    expect(phrasesIn(text)).toContain(phrase)
  })

  it.each([
    'We are not leaving you.',
    'We do not want to cancel our subscription.',
    'There are no plans to cancel our contract.',
    'We never considered alternatives to you.',
    'The Cancel button on the subscription page does not work.',
    "How do I cancel a user's subscription?",
    'Our customers cancel their contracts in the portal.',
    'Switching to another tab loses the filter.',
    'The token does not renew the session.',
    'Please end the meeting before noon.',
    'I am leaving the office at four, call me before.',
    'We moved to a new office.',
    'The import stopped after row 12.',
    'Thanks for the contract. We renewed it yesterday.',
    '',
  ])('are not heard in: %s', (text) => {
    expect(phrasesIn(text)).toEqual([])
  })

  it('do not reach across the end of a sentence', () => {
    expect(phrasesIn('Please cancel. Our contract number is 12.')).toEqual([])
  })

  it('are found in any text within bounds, and never more than five', () => {
    const words = LEAVING_PATTERNS.flatMap((pattern) => pattern.split(/[ |]/)).filter((word) => !/[*.]/.test(word))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 300 }), (text) => {
        const { found, phrases } = leavingIn([text])
        expect(found).toBe(phrases.length > 0)
        expect(phrases.length).toBeLessThanOrEqual(5)
        for (const phrase of phrases) expect(text.join(' ')).toContain(phrase)
      }),
    )
  })

  it('can be missing altogether', () => {
    expect(leavingIn([])).toEqual({ found: false, phrases: [] })
    expect(leavingIn([[], ['hello']])).toEqual({ found: false, phrases: [] })
  })
})
