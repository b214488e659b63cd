import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exampleOf, type Shape, withExample } from './example.ts'

const exampleFor = (body: z.ZodType): unknown => (withExample(body).meta()?.['examples'] as unknown[])[0]

describe('the example of a body', () => {
  it.each([
    ['what is needed', z.object({ name: z.string(), note: z.string().optional() }), { name: 'name' }],
    [
      'something, where nothing is',
      z.object({ note: z.string().optional(), on: z.iso.date().optional() }),
      { note: 'note' },
    ],
    [
      'what has an example of its own',
      z.object({
        name: z.string(),
        zone: z
          .string()
          .optional()
          .meta({ examples: ['Europe/Berlin'] }),
      }),
      { name: 'name', zone: 'Europe/Berlin' },
    ],
    ['the first of a choice', z.object({ role: z.enum(['csm', 'viewer']) }), { role: 'csm' }],
    [
      'the first of several shapes',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('until'), on: z.iso.date() }),
        z.object({ kind: z.literal('event'), event: z.string() }),
      ]),
      { kind: 'until', on: '2027-03-15' },
    ],
    [
      'lists that are not empty',
      z.object({ ids: z.array(z.uuid()).max(3) }),
      { ids: ['01890000-0000-7000-8000-000000000000'] },
    ],
    ['numbers in their bounds', z.object({ hours: z.int().min(4), share: z.number().gt(0) }), { hours: 4, share: 1 }],
    ['texts of their lengths', z.object({ code: z.string().min(6), a: z.string().max(1) }), { code: 'code..', a: 'a' }],
    [
      'what may be nothing',
      z.object({ who: z.string().nullable(), when: z.iso.datetime() }),
      { who: 'who', when: '2027-03-15T09:00:00Z' },
    ],
  ])('shows %s', (_, body, expected) => {
    expect(exampleFor(body)).toEqual(expected)
    expect(body.safeParse(exampleFor(body)).success).toBe(true)
  })

  it('is the one that the body has, if it has one', () => {
    const body = z.object({ zone: z.string().regex(/\//) }).meta({ examples: [{ zone: 'Europe/Berlin' }] })
    expect(exampleFor(body)).toEqual({ zone: 'Europe/Berlin' })
  })

  it('of both shapes has the fields of both', () => {
    const allOf: Shape[] = [
      { type: 'object', properties: { a: { const: 1 } } },
      { type: 'object', properties: { b: { const: 2 } } },
    ]
    expect(exampleOf({ allOf }, 'both')).toEqual({ a: 1, b: 2 })
  })
})
