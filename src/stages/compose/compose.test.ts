import { describe, expect, it } from 'vitest'
import { READ_ON, aContact, nothingKnown, troubled } from '../../../test/any-context.ts'
import { isoDay, weekdayOf, day } from '../../base/day.ts'
import { BUILT_IN_WORKFLOWS } from '../../spine/catalogue.defaults.ts'
import { workflow } from '../../spine/catalogue.ts'
import type { ArtifactOf, Artifact } from './artifacts.contract.ts'
import { compose } from './compose.ts'
import { Composition, type ComposedStep, type Paragraph } from './composition.contract.ts'
import type { ExecutionContext } from './context.contract.ts'

const READING = { locale: 'en-US', currency: 'USD', hour: 9 } as const

const composed = (context: ExecutionContext, workflowId = 'emergency-retention') =>
  compose(workflow(workflowId).steps, { context, reader: { name: 'Ida Nord' }, today: READ_ON, reading: READING })

const wordsOf = (paragraphs: readonly Paragraph[]): string =>
  paragraphs.map(({ parts }) => parts.map(({ text }) => text).join('')).join('\n')

const spoken = ({ chat }: ComposedStep): string =>
  [chat.opening, ...Object.values(chat.branches).map(({ response }) => response)].map(wordsOf).join('\n')

const stepOf = (context: ExecutionContext, id: string): ComposedStep => {
  const found = composed(context).steps.find((step) => step.id === id)
  if (!found) throw new Error(`There is no step ${id}`)
  return found
}

function artifact<T extends Artifact['type']>(step: ComposedStep, type: T): ArtifactOf<T> {
  const found = step.artifacts.find((each): each is ArtifactOf<T> => each.type === type)
  if (!found) throw new Error(`${step.id} shows no ${type}`)
  return found
}

const HOSTILE = `{{customer.arr}} {% if x %} <img src=x onerror=alert(1)> %price%`

describe.each(BUILT_IN_WORKFLOWS.map(({ id }) => id))('the workflow %s', (id) => {
  it.each([
    ['everything is known', troubled()],
    ['nothing is known', nothingKnown()],
  ])('composes where %s, and what it says are sentences', (_what, context) => {
    const composition = composed(context, id)
    expect(Composition.parse(composition)).toEqual(composition)
    expect(composition.steps.map((step) => step.id)).toEqual(workflow(id).steps.map((step) => step.id))
    for (const step of [...composition.steps, composition.closing]) {
      const text = spoken(step)
      expect(text).not.toMatch(/\{\{|\{%|undefined|null|NaN|\[object| {2}|–/)
      for (const line of text.split('\n')) expect(line).toMatch(/^[A-Z0-9“{].*[.!?”]$/)
      expect(step.missing).toEqual([])
      expect(step.chat.buttons.length).toBeGreaterThan(0)
      expect(step.artifacts.length).toBeGreaterThan(0)
      expect(new Set(step.artifacts.map((each) => each.id)).size).toBe(step.artifacts.length)
    }
  })

  it('numbers its footnotes from one, in the order in which they are met', () => {
    for (const { chat, sources } of composed(troubled(), id).steps) {
      expect(sources.map(({ number }) => number)).toEqual(sources.map((_, index) => index + 1))
      const met = chat.opening.flatMap(({ parts }) => parts.flatMap(({ source }) => source ?? []))
      expect([...new Set(met)]).toEqual([...new Set(met)].sort((a, b) => a - b))
      if (met.length > 0) expect(met[0]).toBe(1)
    }
  })

  it('shows what it was told as it is, whatever it looks like', () => {
    const context = troubled()
    const hostile = {
      ...context,
      customer: { ...context.customer, name: HOSTILE },
      contacts: context.contacts.map((contact) => ({ ...contact, name: HOSTILE, title: HOSTILE })),
      intelligence: { ...context.intelligence, headline: HOSTILE, talkingPoints: [HOSTILE] },
    }
    for (const step of composed(hostile, id).steps) {
      expect(spoken(step)).not.toContain('185000')
      expect(JSON.stringify(step)).not.toContain('185000 ')
    }
  })
})

describe('an emergency', () => {
  it('begins with the reader, the customer, the date and what is the matter', () => {
    expect(wordsOf(stepOf(troubled(), 'assess-risk').chat.opening)).toBe(
      [
        'Good morning, Ida. This is about Birch & Sons: the contract ends on Thursday, in 3 days, and nothing is agreed.',
        'Usage fell 23% and five tickets are open. That makes a risk of 72 of 100.',
        'If it were mine: Send an offer for the renewal.',
        'Look at what makes it, and note what you know that the records do not.',
      ].join('\n'),
    )
  })

  it('shows the risk as a sum that adds up to the risk', () => {
    const { ledger, remark } = artifact(stepOf(troubled(), 'assess-risk'), 'assessment')
    expect(ledger?.total).toBe(72)
    expect(ledger?.rows.reduce((sum, { value }) => sum + value, 0)).toBe(72)
    expect(remark).toBeNull()
  })

  it('says where a person has set the risk, and where little is known', () => {
    const { intelligence } = troubled()
    const shown = (known: Partial<typeof intelligence>) =>
      artifact(stepOf(troubled({ intelligence: { ...intelligence, ...known } }), 'assess-risk'), 'assessment').remark
    expect(shown({ riskScore: 20 })).toBe('A person has set the risk to 20; the rules say 72.')
    expect(shown({ uncertain: true, coverage: 0.31 })).toBe('Uncertain: only 31% of what health asks for is known.')
    expect(shown({ riskScore: null, riskFactors: [] })).toContain('has not been analyzed yet')
  })

  it.each([
    [{ date: isoDay(READ_ON), progress: 'proposed' }, 'the contract ends today and an offer is out'],
    [{ date: isoDay(READ_ON + 1), progress: 'verbal' }, 'the contract ends tomorrow and it is agreed, but not signed'],
    [
      { date: isoDay(READ_ON + 60), progress: 'contacted' },
      'the contract ends on 14 May, in 60 days, and they have been asked',
    ],
    [{ date: isoDay(READ_ON - 2), progress: 'none' }, 'the contract ended 2 days ago, and nothing is agreed'],
  ])('speaks of a renewal as it stands: %j', (known, words) => {
    const { renewal } = troubled()
    const context = troubled({ renewal: renewal && { ...renewal, ...known } })
    expect(wordsOf(stepOf(context, 'assess-risk').chat.opening)).toContain(words)
  })

  it('reads the contract: its end, its worth, its terms, and what is not in it', () => {
    const step = stepOf(troubled(), 'review-contract')
    const text = spoken(step)
    for (const said of [
      'ends on Thursday',
      'does not renew by itself',
      '$185,000',
      'Uplift limited to 7 %',
      'Five tickets are open',
    ])
      expect(text).toContain(said)
    expect(text).toContain('The record does not say how many days of notice they have.')
    expect(artifact(step, 'contract').contracts).toHaveLength(1)
    expect(artifact(step, 'checklist').items.length).toBeGreaterThan(2)
  })

  it('leaves out contracts that ended long ago, and shows the one that ends next first', () => {
    const [running] = troubled().contracts
    if (!running) throw new Error('There is a contract')
    const contracts = [
      { ...running, id: aContact(21).id, endDate: isoDay(READ_ON + 400) },
      running,
      { ...running, id: aContact(22).id, endDate: isoDay(READ_ON - 61) },
      { ...running, id: aContact(23).id, endDate: null },
    ]
    const shown = artifact(stepOf(troubled({ contracts }), 'review-contract'), 'contract').contracts
    expect(shown.map(({ endDate }) => endDate)).toEqual([isoDay(READ_ON + 3), isoDay(READ_ON + 400), null])
  })

  it('plans on working days that lie before the end', () => {
    for (const left of [0, 1, 3, 5, 20, 200]) {
      const { renewal } = troubled()
      const context = troubled({ renewal: renewal && { ...renewal, date: isoDay(READ_ON + left) } })
      const days = artifact(stepOf(context, 'draft-plan'), 'plan').items.map(({ dueOn }) => day(dueOn ?? ''))
      expect(days).toHaveLength(3)
      expect(days).toEqual([...days].sort((a, b) => a - b))
      for (const each of days) {
        expect(each).toBeGreaterThanOrEqual(READ_ON)
        expect(each).toBeLessThanOrEqual(READ_ON + Math.max(left, 4))
        expect(weekdayOf(each)).toBeLessThanOrEqual(5)
      }
      if (left >= 1) expect(days.at(-1)).toBeLessThanOrEqual(READ_ON + left)
    }
  })

  it('writes to who decides, in words that are from the records', () => {
    const mail = artifact(stepOf(troubled(), 'draft-outreach'), 'email')
    expect(mail.people.find(({ id }) => id === mail.to)?.name).toBe('Dina Kern')
    expect(mail.subject).toBe('Half an hour before Thursday?')
    const [full, short] = mail.versions
    expect(full?.body).toMatch(/^Hi Dina,\n\nOur contract ends on Thursday/)
    expect(full?.body).toMatch(/Best,\nIda$/)
    for (const { text } of mail.traced) expect(full?.body).toContain(text)
    expect((short?.body ?? '').length).toBeLessThan((full?.body ?? '').length)
  })

  it.each([
    ['opted out', { optedOut: true }],
    ['has no address', { email: null }],
    ['is against us', { role: 'detractor' as const }],
  ])('never writes to somebody who %s', (_what, known) => {
    const contacts = [aContact(1, { role: 'economic-buyer', ...known })]
    const step = stepOf(troubled({ contacts }), 'draft-outreach')
    expect(artifact(step, 'email')).toMatchObject({ to: null, people: [] })
    expect(spoken(step)).toContain('can be written to')
  })

  it('closes with a follow-up for whoever was written to', () => {
    const { closing } = composed(troubled())
    expect(artifact(closing, 'summary').suggestions).toEqual([
      { key: 'follow-up', title: 'See whether Dina Kern has answered', dueOn: isoDay(READ_ON + 2) },
    ])
  })
})

it('is composed the same way twice', () => {
  expect(composed(troubled())).toEqual(composed(troubled()))
})
