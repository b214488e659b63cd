import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { filled } from './filled.ts'

const Thing = z.object({
  id: z.uuid(),
  name: z.string().min(12),
  kind: z.enum(['small', 'large']),
  count: z.int().min(3),
  on: z.iso.date(),
  at: z.iso.datetime(),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  parts: z.array(z.object({ name: z.string(), done: z.boolean() })),
  note: z.string().optional(),
  more: z.record(z.string(), z.unknown()),
})

describe('a value of a shape', () => {
  it('is the least that the shape allows', () => {
    expect(filled(Thing)).toMatchObject({ kind: 'small', count: 3, owner: null, parts: [], more: {} })
    expect(filled(Thing)).not.toHaveProperty('note')
  })

  it('has another id each time', () => {
    expect(filled(Thing).id).not.toBe(filled(Thing).id)
  })

  it('holds what is said, and what is missing beside it', () => {
    const thing = filled(Thing, {
      name: 'Something said',
      owner: { name: 'Bo' },
      parts: [{ name: 'one' }, { done: true }],
    })
    expect(thing).toMatchObject({ name: 'Something said', owner: { name: 'Bo' } })
    expect(thing.parts).toEqual([
      { name: 'one', done: false },
      { name: 'Some text', done: true },
    ])
  })

  it('is of the kind that a fixed word names', () => {
    const Shape = z.discriminatedUnion('type', [
      z.object({ type: z.literal('circle'), radius: z.number() }),
      z.object({ type: z.literal('square'), side: z.number().min(2) }),
    ])
    expect(filled(Shape, { type: 'square' })).toEqual({ type: 'square', side: 2 })
    expect(filled(Shape)).toEqual({ type: 'circle', radius: 0 })
  })

  it('has in a record what is said of each, and what is missing beside it', () => {
    const Shape = z.object({ by: z.record(z.string(), z.object({ name: z.string(), count: z.int().min(2) })) })
    expect(filled(Shape)).toEqual({ by: {} })
    expect(filled(Shape, { by: { bo: { name: 'Bo' } } })).toEqual({ by: { bo: { name: 'Bo', count: 2 } } })
  })

  it('that the shape does not allow is refused', () => {
    expect(() => filled(Thing, { name: 'short' })).toThrow(/12/)
    expect(() => filled(Thing, { count: 1 })).toThrow(/3/)
  })
})
