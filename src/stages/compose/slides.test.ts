import { describe, expect, it } from 'vitest'
import { READ_ON, aContact, nothingKnown, troubled } from '../../../test/any-context.ts'
import { isoDay } from '../../base/day.ts'
import { workflow } from '../../spine/catalogue.ts'
import { PERCENT_SIGN, PRICE_SIGN, type Artifact, type ArtifactOf } from './artifacts.contract.ts'
import { compose } from './compose.ts'
import type { ComposedStep, Paragraph } from './composition.contract.ts'
import type { ExecutionContext } from './context.contract.ts'

// A year to plan with somebody: what each slide says and shows as more or less is known.

const READING = { locale: 'en-US', currency: 'USD', hour: 9 } as const

/** Healthy, growing, with a contract that ends in a year. */
function thriving(known: Partial<ExecutionContext> = {}): ExecutionContext {
  const context = troubled()
  const { renewal } = context
  return {
    ...context,
    customer: { ...context.customer, name: 'Larkspur', renewalDate: isoDay(READ_ON + 365) },
    intelligence: { ...context.intelligence, healthScore: 87, riskScore: 4, riskFactors: [] },
    data: {
      ...context.data,
      usage: { ...context.data.usage, changePercent: 20, trend: 'up', activeUsers: 240, licensedUsers: 250 },
    },
    renewal: renewal && { ...renewal, date: isoDay(READ_ON + 365) },
    ...known,
  }
}

const stepOf = (context: ExecutionContext, id: string): ComposedStep => {
  const { steps } = compose(workflow('strategic-planning').steps, {
    context,
    reader: { name: 'Ida Nord' },
    today: READ_ON,
    reading: READING,
  })
  const found = steps.find((step) => step.id === id)
  if (!found) throw new Error(`There is no step ${id}`)
  return found
}

const wordsOf = (paragraphs: readonly Paragraph[]): string =>
  paragraphs.map(({ parts }) => parts.map(({ text }) => text).join('')).join('\n')
const opening = (context: ExecutionContext, id: string): string => wordsOf(stepOf(context, id).chat.opening)
const branch = (context: ExecutionContext, id: string, key: string): string =>
  wordsOf(stepOf(context, id).chat.branches[key]?.response ?? [])

function shown<T extends Artifact['type']>(step: ComposedStep, type: T): ArtifactOf<T> | undefined {
  return step.artifacts.find((each): each is ArtifactOf<T> => each.type === type)
}

const withoutPrice = (): ExecutionContext => {
  const context = thriving()
  return { ...context, customer: { ...context.customer, arr: null }, renewal: null }
}

describe('setting the price', () => {
  it('proposes a step with its reasons, and what it comes to', () => {
    const said = opening(thriving({ contracts: [] }), 'pricing-strategy')
    expect(said).toMatch(/^On to the price, Ida\. I would ask for \d+% more: \$[\d,]+ a year\./)
    expect(said).toContain('Health is 87.')
    expect(said).toContain('Usage grew 20%.')
    expect(said).toContain('If you wait for somebody’s word, snooze this step')
  })

  it('is held by what the contract allows, and says so', () => {
    expect(opening(thriving(), 'pricing-strategy')).toContain('The contract says: Uplift limited to 7 %.')
    expect(shown(stepOf(thriving(), 'pricing-strategy'), 'pricing')?.recommended).toBeLessThanOrEqual(7)
    expect(branch(thriving(), 'pricing-strategy', 'against')).toContain('More than 7% is not allowed by the contract.')
  })

  it('leaves the price of a customer at risk where it is', () => {
    expect(opening(troubled(), 'pricing-strategy')).toContain('I would leave it where it is: $185,000 a year.')
  })

  it('shows a sum of reasons that adds up to what is proposed', () => {
    const proposal = shown(stepOf(thriving(), 'pricing-strategy'), 'pricing')
    expect(proposal).toMatchObject({ current: 185_000, currency: 'USD', seats: { used: 240, licensed: 250 } })
    expect(proposal?.reasons.reduce((sum, { value }) => sum + value, 0)).toBe(proposal?.recommended)
  })

  it('has the chosen figure in its button', () => {
    const [first] = stepOf(thriving(), 'pricing-strategy').chat.buttons
    expect(first).toMatchObject({ label: `Use ${PERCENT_SIGN}` })
  })

  it.each<[string, Partial<ExecutionContext['customer']>, string]>([
    ['a competitor that they know', { competitors: ['Orion', 'Vega'] }, 'They know Orion, Vega.'],
    ['nothing, where nothing is on record', {}, 'Nothing that is on record.'],
  ])('says what speaks against it: %s', (_, customer, words) => {
    const context = thriving({ contracts: [] })
    expect(
      branch({ ...context, customer: { ...context.customer, ...customer } }, 'pricing-strategy', 'against'),
    ).toContain(words)
  })

  it('asks for what was agreed where nobody knows what is paid', () => {
    const step = stepOf(withoutPrice(), 'pricing-strategy')
    expect(wordsOf(step.chat.opening)).toContain('What Larkspur pays today is not on record')
    expect(shown(step, 'pricing')).toBeUndefined()
    expect(shown(step, 'form')?.title).toBe('What you agree on')
    expect(step.chat.buttons.map(({ label }) => label)).toEqual(['It is agreed'])
  })
})

describe('preparing the quote', () => {
  it('begins on the day after the running contract, for a year, to whoever signs', () => {
    expect(shown(stepOf(thriving(), 'prepare-quote'), 'quote')).toMatchObject({
      startsOn: isoDay(READ_ON + 366),
      months: 12,
      today: 185_000,
      from: 'Ida Nord',
      to: { customer: 'Larkspur', person: 'Dina Kern' },
      line: { note: '250 seats, as agreed today' },
    })
  })

  it('has a paragraph for a price that is settled, that waits and that is open', () => {
    const said = opening(thriving(), 'prepare-quote')
    for (const words of [
      `The price is decided, and the quote carries it: ${PRICE_SIGN} a year.`,
      `this quote carries ${PRICE_SIGN} as a placeholder.`,
      `this quote carries ${PRICE_SIGN}, as it stands there.`,
    ])
      expect(said).toContain(words)
    const conditions = stepOf(thriving(), 'prepare-quote').chat.opening.flatMap(({ when }) => (when ? [when.is] : []))
    expect(conditions).toEqual(['settled', 'waiting', 'open'])
  })

  it('says nothing of a beginning where no end is known', () => {
    const context = thriving()
    const endless = { ...context, renewal: null, customer: { ...context.customer, renewalDate: null } }
    expect(shown(stepOf(endless, 'prepare-quote'), 'quote')?.startsOn).toBeNull()
    expect(opening(endless, 'prepare-quote')).toContain('I kept what is agreed today.')
  })

  it('keeps what was offered where there is nothing to build one from', () => {
    const step = stepOf(withoutPrice(), 'prepare-quote')
    expect(shown(step, 'quote')).toBeUndefined()
    expect(shown(step, 'form')?.title).toBe('What you offered')
    expect(shown(step, 'contract')).toBeDefined()
  })
})

describe('drafting the mail', () => {
  const mailOf = (context: ExecutionContext) => shown(stepOf(context, 'email-draft'), 'email')

  it('leads with what they achieved, and asks for half an hour in the week after next Monday', () => {
    const mail = mailOf(thriving())
    expect(mail?.subject).toBe('A year of 20% more, and a plan for the next')
    const [full, short] = mail?.versions ?? []
    expect(full?.body).toContain(
      'Your teams used us 20% more over the last four weeks, and 240 of 250 seats are in use.',
    )
    expect(full?.body).toContain('so nothing is urgent')
    expect(full?.body).toContain(`at ${PRICE_SIGN} a year`)
    expect(full?.body).toContain('in the week of 22 March?')
    expect((short?.body ?? '').length).toBeLessThan((full?.body ?? '').length)
  })

  it('does not speak of growth where there is none', () => {
    const context = thriving()
    const falling = { ...context, data: { ...context.data, usage: { ...context.data.usage, trend: 'down' as const } } }
    expect(mailOf(falling)?.subject).toBe('A plan for the next year')
    expect(mailOf(falling)?.versions[0]?.body).not.toContain('more over the last four weeks')
  })

  it.each<[string, number, boolean]>([
    ['calm while the end is far off', 91, true],
    ['plain when it is near', 90, false],
  ])('is %s', (_, left, calm) => {
    const context = thriving()
    const { renewal } = context
    const near = { ...context, renewal: renewal && { ...renewal, date: isoDay(READ_ON + left) } }
    expect(mailOf(near)?.versions[0]?.body.includes('so nothing is urgent')).toBe(calm)
  })

  it('says no price where nobody knows what is paid', () => {
    expect(mailOf(withoutPrice())?.priceFrom).toBeNull()
    expect(mailOf(withoutPrice())?.versions[0]?.body).not.toContain(PRICE_SIGN)
  })

  it('goes to who is for us, and says what part that is', () => {
    const context = thriving({
      contacts: [aContact(1, { name: 'Bo Elm', role: 'champion' }), aContact(2, { role: 'economic-buyer' })],
    })
    expect(mailOf(context)?.to).toBe(aContact(1).id)
    expect(opening(context, 'email-draft')).toContain('Here is a note for Bo Elm. Bo is on our side.')
  })

  it('says so where nobody can be written to', () => {
    const context = thriving({ contacts: [aContact(1, { optedOut: true })] })
    expect(opening(context, 'email-draft')).toContain('Nobody at Larkspur can be written to.')
    expect(stepOf(context, 'email-draft').chat.buttons.map(({ label }) => label)).toEqual(['The mail is ready'])
  })

  it('greets a stranger without a name', () => {
    expect(mailOf({ ...nothingKnown(), contacts: [] })?.versions[0]?.body).toMatch(/^Hi there,/)
  })
})
