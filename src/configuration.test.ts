import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { companyConfiguration } from './configuration.ts'
import { DEFAULT_SETTINGS, FOUR_STAGE_SETTINGS } from './stages/determine/determine.defaults.ts'
import { DEFAULT_PRIORITY } from './stages/prioritize/prioritize.defaults.ts'

const joined = (settings: Readonly<Record<string, unknown>>) => companyConfiguration({ version: 7, settings })
const parsed = (json: string) => joined(JSON.parse(json) as Record<string, unknown>)

describe('a company’s configuration', () => {
  it('is what ships where the company says nothing', () => {
    for (const settings of [{}, { determine: {}, prioritize: {} }, { analyze: {} }])
      expect(joined(settings)).toMatchObject({ version: 7, determine: DEFAULT_SETTINGS, prioritize: DEFAULT_PRIORITY })
  })

  it('changes what the company names and nothing beside it', () => {
    const { determine, prioritize } = joined({
      determine: { rest: { risk: 45 } },
      prioritize: { model: 'multiplicative', weighted: { weights: { arr: 2 }, penalty: 3 } },
    })
    expect(determine).toEqual({ ...DEFAULT_SETTINGS, rest: { ...DEFAULT_SETTINGS.rest, risk: 45 } })
    const { weighted } = DEFAULT_PRIORITY
    expect(prioritize).toEqual({
      ...DEFAULT_PRIORITY,
      model: 'multiplicative',
      weighted: { ...weighted, weights: { ...weighted.weights, arr: 2 }, penalty: 3 },
    })
  })

  it('replaces a list as a whole', () => {
    expect(joined({ determine: { workingDays: [7, 1, 2, 3, 4] } }).determine.workingDays).toEqual([7, 1, 2, 3, 4])
  })

  it('opens workflows by the four stages where it reads by them', () => {
    expect(joined({ analyze: { stages: 'four-stage' } }).determine).toEqual(FOUR_STAGE_SETTINGS)
  })

  it('takes new rows in tables by name', () => {
    const { multiplicative } = joined({ prioritize: { multiplicative: { base: { 'our-own': 60 } } } }).prioritize
    expect(multiplicative.base).toEqual({ 'our-own': 60 })
  })

  it('leaves what ships as it is, however often it is joined', () => {
    const before = structuredClone({ DEFAULT_SETTINGS, DEFAULT_PRIORITY })
    joined({ determine: { rest: { risk: 1 } }, prioritize: { weighted: { penalty: 9 } } })
    expect({ DEFAULT_SETTINGS, DEFAULT_PRIORITY }).toEqual(before)
  })

  it.each<readonly [string, string, RegExp]>([
    ['a part that is none', '{"queue":{}}', /no part "queue"; the parts are analyze, determine, prioritize/],
    ['a part that is no record', '{"determine":[]}', /^determine must be a record$/],
    ['a part that is nothing', '{"prioritize":null}', /^prioritize must be a record$/],
    ['a name that is none', '{"determine":{"restt":{}}}', /^determine\.restt is not known; there are rules, /],
    ['a name that is none, deeper', '{"determine":{"rest":{"risc":1}}}', /^determine\.rest\.risc is not known/],
    [
      'text for a number',
      '{"determine":{"rest":{"risk":"30"}}}',
      /^determine\.rest\.risk must be a number, not a string$/,
    ],
    [
      'nothing for a number',
      '{"determine":{"rest":{"risk":null}}}',
      /^determine\.rest\.risk must be a number, not a nothing$/,
    ],
    [
      'a list for a number',
      '{"prioritize":{"weighted":{"penalty":[1]}}}',
      /^prioritize\.weighted\.penalty must be a number, not a list$/,
    ],
    ['a number for a record', '{"determine":{"rest":30}}', /^determine\.rest must be a record$/],
    ['a record for a list', '{"determine":{"rules":{}}}', /^determine\.rules must be a list, not a object$/],
    [
      'text in a new row of numbers',
      '{"prioritize":{"multiplicative":{"base":{"our-own":"60"}}}}',
      /^prioritize\.multiplicative\.base\.our-own must be a number, not a string$/,
    ],
    [
      'a record in a new row of numbers',
      '{"prioritize":{"multiplicative":{"plans":{"gold":{}}}}}',
      /^prioritize\.multiplicative\.plans\.gold must be a number/,
    ],
    [
      'nothing in a new row of numbers',
      '{"determine":{"bandFloors":{"monitor":null}}}',
      /^determine\.bandFloors\.monitor must be a number/,
    ],
    [
      'text in a list of days',
      '{"determine":{"workingDays":["Monday"]}}',
      /^determine\.workingDays is a list of number, not of string$/,
    ],
    [
      'a number among rows',
      '{"prioritize":{"weighted":{"urgency":[{"untilDays":7,"points":1},7]}}}',
      /^prioritize\.weighted\.urgency is a list of object, not of number$/,
    ],
    [
      'a model that is none',
      '{"prioritize":{"model":"guess"}}',
      /^prioritize\.model is weighted or multiplicative, not "guess"$/,
    ],
    ['the prototype', '{"__proto__":{"polluted":1}}', /no part "__proto__"/],
    ['the prototype of a part', '{"determine":{"__proto__":{"polluted":1}}}', /^determine\.__proto__ is not known/],
    ['the constructor', '{"determine":{"constructor":{"prototype":{}}}}', /^determine\.constructor is not known/],
  ])('refuses %s, and says where', (_what, json, complaint) => {
    expect(() => parsed(json)).toThrow(complaint)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('of any document is whole or refused: no name appears that is not known, and no kind of value changes', () => {
    const shape = (value: unknown): unknown =>
      Array.isArray(value)
        ? 'list'
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]))
          : typeof value
    const value = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.constant([]),
      fc.dictionary(fc.string(), fc.integer()),
    )
    const names = fc.constantFrom(
      'rest',
      'due',
      'rules',
      'weighted',
      'model',
      'workingDays',
      'risk',
      'penalty',
      '__proto__',
      'constructor',
    )
    const part = fc.dictionary(names, fc.oneof(value, fc.dictionary(names, value)))
    fc.assert(
      fc.property(fc.record({ determine: part, prioritize: part }, { requiredKeys: [] }), (settings) => {
        let answer: ReturnType<typeof joined>
        try {
          answer = joined(settings)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          return
        }
        expect(shape(answer.determine)).toEqual(shape(DEFAULT_SETTINGS))
        expect(shape(answer.prioritize)).toEqual(shape(DEFAULT_PRIORITY))
      }),
    )
  })
})
