import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTemplate, hydrate } from './hydrate.ts'
import type { Reading } from './hydrate.ts'

const vectors = JSON.parse(readFileSync(new URL('vectors/hydration.json', import.meta.url), 'utf8')) as {
  readonly context: unknown
  readonly cases: readonly { readonly template: string; readonly text: string; readonly missing: readonly string[] }[]
}

const READING: Reading = { locale: 'en-US', currency: 'USD', hour: 9 }

const text = (template: string, context: unknown = {}, reading = READING): string =>
  hydrate(template, context, reading).text

describe('a template with data in it', () => {
  it.each(vectors.cases)('$template reads $text', ({ template, text: expected, missing }) => {
    expect(hydrate(template, vectors.context, READING)).toEqual({ text: expected, missing })
  })

  it.each([
    ['whole amounts without cents', '{{a | currency}}', { a: 185_000 }, '$185,000'],
    ['others with two', '{{a | currency}}', { a: 1234.5 }, '$1,234.50'],
    ['in the customer’s currency', '{{a | currency}}', { a: 9, customer: { currency: 'EUR' } }, '€9'],
    ['what is no amount not at all', '{{a | currency}}', { a: 'much' }, '–'],
  ])('writes %s', (_, template, context, expected) => {
    expect(text(template, context)).toBe(expected)
  })

  it('writes amounts as the company’s locale does', () => {
    expect(text('{{a | currency}}', { a: 1234.5 }, { ...READING, locale: 'de-DE', currency: 'EUR' })).toBe(
      '1.234,50\u00a0€',
    )
  })

  it.each([
    ['undefined', {}],
    ['null', { a: null }],
    ['empty', { a: '' }],
    ['an empty list', { a: [] }],
    ['a record', { a: { b: 1 } }],
    ['no number', { a: Number.NaN }],
    ['a function', { a: () => 'secret' }],
    ['inherited', Object.create({ a: 'inherited' }) as object],
  ])('shows an en dash for what is %s, and skips its filters', (_, context) => {
    expect(hydrate('{{a | upcase | append: "!"}}', context, READING)).toEqual({ text: '–', missing: ['a'] })
  })

  it('shows a default instead, and then lists nothing', () => {
    expect(hydrate('{{a | default: "nobody" | upcase}}', {}, READING)).toEqual({ text: 'NOBODY', missing: [] })
    expect(hydrate('{{a | default: "nobody"}}', { a: 'Ada' }, READING).text).toBe('Ada')
  })

  it('keeps nought and false as values', () => {
    expect(hydrate('{{a}} {{b}}', { a: 0, b: false }, READING)).toEqual({ text: '0 false', missing: [] })
  })

  it.each([
    ['{% if a %}yes{% else %}no{% endif %}', 'no'],
    ['{% unless a %}yes{% endunless %}', 'yes'],
    ['{% case a %}{% when 1 %}one{% else %}other{% endcase %}', 'other'],
    ['{% for b in a %}x{% else %}none{% endfor %}', 'none'],
    ['{% if a.b.c == 1 %}yes{% else %}no{% endif %}', 'no'],
  ])('%s takes what is missing for false or empty and does not list it', (template, expected) => {
    for (const a of [undefined, null, '', [], {}])
      expect(hydrate(template, { a }, READING)).toEqual({ text: expected, missing: [] })
  })

  it('lists what is missing inside conditions and loops too, once, in code-unit order', () => {
    const template = '{% if yes %}{{b.x}}{{a}}{% for i in list %}{{i.name}}{{Z}}{% endfor %}{% endif %}{{a}}'
    expect(hydrate(template, { yes: true, list: [{}, { name: 'n' }] }, READING)).toEqual({
      text: '––––n––',
      missing: ['Z', 'a', 'b.x', 'i.name'],
    })
  })

  it.each([
    '{% if no %}{% else %}{{a}}{% endif %}',
    '{% if no %}{% elsif yes %}{{a}}{% endif %}',
    '{% unless no %}{{a}}{% endunless %}',
    '{% case yes %}{% when true %}{{a}}{% endcase %}',
    '{% case 1 %}{% else %}{{a}}{% endcase %}',
    '{% for i in no %}{% else %}{{a}}{% endfor %}',
  ])('lists what is missing in %s', (template) => {
    expect(hydrate(template, { yes: true }, READING)).toEqual({ text: '–', missing: ['a'] })
  })

  it('names a path by its dots however it was written', () => {
    expect(hydrate('{{a["b"].c}}{{ \'\' }}', {}, READING)).toEqual({ text: '––', missing: ['a.b.c'] })
  })

  it('knows the flat names, unless the context has its own', () => {
    expect(
      text('{{csmName}} {{currentARR}} {{timeOfDay}}', {
        customer: { owner: 'Ada' },
        data: { financials: { currentARR: 5 } },
      }),
    ).toBe('Ada 5 morning')
    expect(text('{{stage}}', { stage: 'own', workflow: { stage: 'other' } })).toBe('own')
    expect(hydrate('{{customerName}}', {}, READING).missing).toEqual(['customerName'])
  })
})

describe('a template that may not be saved', () => {
  it.each([
    '{% include "secrets" %}',
    '{% render "secrets" %}',
    '{% layout "page" %}',
    '{% tablerow a in b %}{% endtablerow %}',
    '{{ a | nope }}',
    '{% nope %}',
    '{% if a %}',
    '{{ a ',
    '{{ a | date: "%Y" }}',
    'x'.repeat(100_001),
  ])('%.40s', (template) => {
    expect(checkTemplate(template)).toMatchObject({
      ok: false,
      refusal: { code: 'template', reason: expect.stringMatching(/./) as string },
    })
  })

  it('is told from one that may', () => {
    expect(checkTemplate('{% for a in b %}{{ a.name | default: "–" }}{% endfor %}')).toEqual({ ok: true, value: null })
  })
})

describe('whatever the data', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom('{{customer.name}}', '{% include "x" %}', '{{ 7 | times: 6 }}', '{%', '}}', '<b>&"\'', '{{{{a}}}}'),
  )

  it('a value comes out as it is and is never evaluated again', () => {
    fc.assert(
      fc.property(
        hostile.filter((value) => value !== ''),
        hostile,
        (value, name) => {
          expect(text('{{a}}', { a: value, customer: { name } })).toBe(value)
          expect(text('[{{customer.name}}|{{a}}]', { a: value, customer: { name: name || 'x' } })).toBe(
            `[${name || 'x'}|${value}]`,
          )
        },
      ),
    )
  })

  it('text without braces stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((value) => !/[{}]/.test(value)),
        (value) => {
          expect(hydrate(value, { a: 1 }, READING)).toEqual({ text: value, missing: [] })
        },
      ),
    )
  })

  it('no name reaches beyond the data', () => {
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'customer.constructor',
      'customer.toString',
      'list.constructor',
      'hasOwnProperty',
    ]) {
      expect(hydrate(`{{${name}}}`, { customer: { name: 'n' }, list: [1] }, READING)).toEqual({
        text: '–',
        missing: [name],
      })
    }
  })
})
