import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTemplate, hydrate } from './hydrate.ts'
import { plainAt, plainData } from './plain-data.ts'

const READING = { locale: 'en-US', currency: 'USD', hour: 9 } as const
const read = (template: string, context: unknown = {}) => hydrate(template, context, READING)
const text = (template: string, context: unknown = {}): string => read(template, context).text

const BRACES = ['{{x}}', '{% if x %}', '{{', '}}', '{%', '%}', '{{ "a" | upcase }}', '{% raw %}', '{{{x}}}', '{{-x-}}']
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...BRACES, '$&', '\\', '\u2028', '\0'), fc.string({ unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))
  .filter((value) => value !== '')

describe('a value is data and never a template', () => {
  it.each([
    ['shown', '{{a}}'],
    ['in a condition', '{% if a %}{{a}}{% endif %}'],
    ['in a loop', '{% for each in list %}{{each}}{% endfor %}'],
    ['assigned', '{% assign b = a %}{{b}}'],
    ['as a default', '{{nothing | default: a}}'],
    ['in the middle of a list', '{{list | first}}'],
    ['by a computed name', '{{map[key]}}'],
    ['joined', '{{list | join: ""}}'],
    ['put together of parts', '{{empty | default: "" | append: a}}'],
  ])('%s, it comes out as it is', (_how, template) => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(
          text(template, { a: value, list: [value], map: { k: value }, key: 'k', empty: '', x: 'EVALUATED' }),
        ).toBe(value)
      }),
    )
  })

  it('put together to a template by filters, it is text all the same', () => {
    expect(text('{{ open | append: "x}}" }}', { open: '{{', x: 'EVALUATED' })).toBe('{{x}}')
    expect(text('{% assign t = "{{x}}" %}{{ t }}', { x: 'EVALUATED' })).toBe('{{x}}')
    expect(text(`{{ t | replace: "_", "{{x}}" }}`, { t: '_', x: 'EVALUATED' })).toBe('{{x}}')
  })

  it('of a customer is never read in another customer’s place', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, owner) => {
        expect(text('{{customerName}}|{{csmName}}', { customer: { name, owner } })).toBe(`${name}|${owner}`)
      }),
    )
  })
})

describe('no name reaches beyond the data', () => {
  const BEYOND = [
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    'isPrototypeOf',
    'call',
    'next',
  ]
  const context = { a: { b: 1 }, list: [{ b: 1 }], word: 'text', number: 7, yes: true }

  it.each(BEYOND)('%s, wherever it is written', (name) => {
    for (const path of [
      name,
      `a.${name}`,
      `a["${name}"]`,
      `list.${name}`,
      `list[0].${name}`,
      `word.${name}`,
      `number.${name}`,
      `yes.${name}`,
      `${name}.${name}`,
    ]) {
      expect(text(`{{ ${path} }}`, context), path).toBe('–')
      expect(text(`{% if ${path} %}reached{% endif %}`, context), path).toBe('')
    }
    for (const filters of [
      `map: "${name}"`,
      `where: "${name}" | map: "b"`,
      `sort: "${name}" | map: "${name}"`,
      `first | map: "${name}"`,
    ])
      expect(text(`{{ list | ${filters} | join: "" | default: "–" }}`, context), filters).toBe('–')
    expect(text(`{% for i in list %}{{ forloop.${name} }}{% endfor %}`, context)).toBe('–')
    expect(text(`{% for i in list %}{% assign loop = forloop %}{{ loop["${name}"] }}{% endfor %}`, context)).toBe('–')
  })

  it.each(BEYOND)('%s of the data itself is data', (name) => {
    const own = JSON.parse(`{"${name}":{"${name}":"own"}}`) as object
    expect(text(`{{ ${name}.${name} }}`, own)).toBe('own')
    expect(({} as Record<string, unknown>)['own']).toBeUndefined()
  })

  it('counts a loop', () => {
    expect(
      text(
        '{% for i in l %}{{forloop.index}}/{{forloop.length}} {{forloop.first}} {{forloop.last}} {{forloop.rindex0}};{% endfor %}',
        { l: ['a', 'b'] },
      ),
    ).toBe('1/2 true false 1;2/2 false true 0;')
  })

  it('stays what it was: nothing that a template does changes the context', () => {
    const given = { list: [3, 1, 2], a: { b: 'x' } }
    const before = structuredClone(given)
    text('{% assign list = list | sort | reverse %}{% assign a = "other" %}{% for b in list %}{{b}}{% endfor %}', given)
    expect(given).toEqual(before)
  })
})

describe('a template that works too hard is stopped', () => {
  it.each([
    [
      'a text that doubles',
      '{% assign s = "xxxxxxxxxx" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{s}}',
    ],
    ['a range without end', '{% for i in (1..1000000000) %}x{% endfor %}'],
    [
      'loops in loops',
      '{% for i in (1..100000) %}{% for j in (1..100000) %}{% for k in (1..100000) %}x{% endfor %}{% endfor %}{% endfor %}',
    ],
    ['a replacement by itself', '{{ a | replace: "", a }}'],
    ['a list joined by itself', '{% assign l = a | split: "" %}{{ l | join: a }}'],
    [
      'a cut of what is not there',
      '{{ a | slice: 0, 99999999999 | append: a | append: a }}{% for i in (1..9999999) %}{{a}}{% endfor %}',
    ],
  ])('%s', (_what, template) => {
    expect(checkTemplate(template)).toMatchObject({ ok: true })
    expect(() => text(template, { a: 'y'.repeat(5000) })).toThrow(/limit exceeded/)
  })

  it('and one that nests without end is refused when it is saved', () => {
    const nested = (depth: number): string => '{% if a %}'.repeat(depth) + 'x' + '{% endif %}'.repeat(depth)
    expect(text(nested(50), { a: 1 })).toBe('x')
    for (const depth of [51, 500, 5_000])
      expect(checkTemplate(nested(depth)), String(depth)).toMatchObject({ ok: false })
  })

  it('but a long text is read', () => {
    const long = 'A line about {{customer.name}}.\n'.repeat(2_000)
    expect(text(long, { customer: { name: 'Birch' } })).toBe('A line about Birch.\n'.repeat(2_000))
  })
})

describe('any text is a template that is refused or read, and nothing else happens', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...BRACES,
      '{% endif %}',
      '{% for a in b %}',
      '{% endfor %}',
      '{{ a | ',
      'default: ',
      '"',
      "'",
      '[',
      ']',
      '(1..',
      ')',
      '|',
      '.',
      ' ',
    ),
    fc.string({ maxLength: 5 }),
  )

  it('whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (template) => {
          const answer = checkTemplate(template)
          if (!answer.ok) {
            expect(answer.refusal.reason).not.toBe('')
            expect(() => text(template)).toThrow()
            return
          }
          const { text: result, missing } = read(template, { a: 1, b: [1] })
          expect(typeof result).toBe('string')
          expect(missing).toEqual([...new Set(missing)].sort())
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('an amount', () => {
  it.each([
    ['  ', '–'],
    ['0x10', '–'],
    ['1e3', '–'],
    ['Infinity', '–'],
    ['12.5', '$12.50'],
    ['-3', '-$3'],
    [-0, '$0'],
    [-0.001, '$0.00'],
    [1234.999, '$1,235.00'],
    [true, '–'],
  ])('%j is written %s', (a, expected) => {
    expect(text('{{a | currency}}', { a })).toBe(expected)
  })

  it('is in the company’s currency where the customer’s is none', () => {
    expect(text('{{a | currency}}', { a: 5, customer: { currency: 'euros' } })).toBe('$5')
    expect(text('{{a | currency}}', { a: 5, customer: { currency: 7 } })).toBe('$5')
  })

  it('that was divided by nothing is shown as missing', () => {
    expect(read('{{a | divided_by: 0}} {{a | modulo: 0}}', { a: 5 })).toEqual({ text: '– –', missing: ['a'] })
  })
})

describe('plain data', () => {
  it('of anything is data of its own, without a prototype and without what is no data', () => {
    const isPlain = (value: unknown): boolean =>
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      (Array.isArray(value) && value.every(isPlain)) ||
      (typeof value === 'object' && Object.getPrototypeOf(value) === null && Object.values(value).every(isPlain))
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withTypedArray: true,
      withSparseArray: true,
    })
    fc.assert(fc.property(anything, (value) => isPlain(plainData(value))))
  })

  it('keeps what JSON keeps, but for what is empty', () => {
    const full = fc.jsonValue().filter((value) => !/""|\[\]|\{\}/.test(JSON.stringify(value)))
    fc.assert(fc.property(full, (value) => JSON.stringify(plainData(value)) === JSON.stringify(value)))
  })

  it('ends where it contains itself, however often', () => {
    const knot: Record<string, unknown> = { name: 'n' }
    for (const way of ['a', 'b', 'c', 'd']) knot[way] = { back: knot, list: [knot, knot] }
    expect(plainData(knot)).toMatchObject({ name: 'n', a: { back: null, list: [null, null] } })
  })

  it('shows one record in two places twice', () => {
    const owner = { name: 'Ada' }
    expect(text('{{a.name}} {{b.name}}', { a: owner, b: owner })).toBe('Ada Ada')
  })

  it('is found by its own path alone', () => {
    const data = plainData(JSON.parse('{"a":{"b":[1],"__proto__":{"c":2}},"a.b":3}'))
    expect(plainAt(data, 'a.b')).toEqual([1])
    expect(plainAt(data, 'a.__proto__.c')).toBe(2)
    for (const path of ['', 'a.b.0', 'a.b.length', 'constructor', 'a.constructor', 'a.toString', '__proto__'])
      expect(plainAt(data, path), path).toBeNull()
  })
})
