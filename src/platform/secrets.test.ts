import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openText, sealText } from './secrets.ts'

const ours = { secret: 'the installation’s', belongsTo: 'company 1' }

describe('a sealed text', () => {
  it('opens as what it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => openText(sealText(text, ours), ours) === text),
      { numRuns: 50 },
    )
  })

  it('says nothing of the text, and twice the same text is sealed differently', () => {
    const [once, again] = [sealText('whsec_abc', ours), sealText('whsec_abc', ours)]
    expect(once).not.toContain('whsec')
    expect(once).not.toBe(again)
  })

  it.each([
    ['under another secret', { ...ours, secret: 'another’s' }],
    ['as another company’s', { ...ours, belongsTo: 'company 2' }],
  ])('does not open %s', (_how, sealing) => {
    expect(openText(sealText('whsec_abc', ours), sealing)).toBeUndefined()
  })

  it('does not open when any of its characters was changed', () => {
    const sealed = sealText('whsec_abc', ours)
    // The last character may carry bits that belong to no byte.
    for (let place = 0; place < sealed.length - 1; place += 1) {
      const changed = `${sealed.slice(0, place)}${sealed[place] === 'A' ? 'B' : 'A'}${sealed.slice(place + 1)}`
      expect(openText(changed, ours)).toBeUndefined()
    }
  })

  it.each(['', 'v1.', 'v1.AAAA', 'whsec_plain', 'v1.\u0000'])('is not %j', (text) => {
    expect(openText(text, ours)).toBeUndefined()
  })
})
