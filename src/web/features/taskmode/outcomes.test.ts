import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ArtifactOf } from '../../../stages/compose/artifacts.contract.ts'
import { ComposedStep, Composition } from '../../../stages/compose/composition.contract.ts'
import { filled, type Partly } from '../../testing/filled.ts'
import { EMPTY, isTicked, readDraft, textIn, type PanelDraft, type StepDraft } from './draft.ts'
import { followUps, mailOf, outcomesOf, planItems, unticked } from './outcomes.ts'

const NOOR = '01890000-0000-7000-8000-00000000070a'
const BO = '01890000-0000-7000-8000-00000000070b'

const step = (artifacts: Partly<z.input<typeof ComposedStep>>['artifacts']) =>
  filled(ComposedStep, { artifacts: artifacts ?? [] })
const entered = (id: string, panel: PanelDraft): StepDraft => ({ ...EMPTY, panels: { [id]: panel } })
const noPrice = () => ({ percent: 0, amount: 100, settled: true, waiting: null })

const CHECKLIST = {
  id: 'ticks',
  type: 'checklist' as const,
  items: [
    { key: 'read', label: 'Tickets read' },
    { key: 'told', label: 'Lead told' },
  ],
}
const PLAN = {
  id: 'plan',
  type: 'plan' as const,
  items: [
    { key: 'one', title: 'Call Noor', dueOn: '2027-03-20', because: 'She asked' },
    { key: 'two', title: 'Send the paper', dueOn: null, because: 'It is due' },
  ],
}
const EMAIL = {
  id: 'mail',
  type: 'email' as const,
  people: [
    { id: NOOR, name: 'Noor', email: 'noor@example.org' },
    { id: BO, name: 'Bo', email: null },
  ],
  to: NOOR,
  subject: 'The contract',
  versions: [
    { key: 'short', label: 'Short', body: 'Shall we talk?' },
    { key: 'long', label: 'Long', body: 'Shall we talk at length?' },
  ],
  priceFrom: null,
  currency: 'USD',
}
const SUMMARY = {
  id: 'summary',
  type: 'summary' as const,
  suggestions: [{ key: 'meet', title: 'Meet in May', dueOn: '2027-05-03' }],
  outcomes: [{ value: 'success', label: 'It went well' }],
}

const panelOf = <T extends string>(
  artifact: Parameters<typeof step>[0] extends readonly (infer A)[] | undefined ? A : never,
  type: T,
) => step([artifact]).artifacts.find((each) => each.type === type)

describe('a checklist', () => {
  it('is not handed in while something is not ticked', () => {
    expect(unticked(step([CHECKLIST]), EMPTY)).toEqual(['Tickets read', 'Lead told'])
    expect(unticked(step([CHECKLIST]), entered('ticks', { read: true }))).toEqual(['Lead told'])
    expect(unticked(step([CHECKLIST]), entered('ticks', { read: true, told: true }))).toEqual([])
  })

  it('tells what was ticked', () => {
    const told = outcomesOf(step([CHECKLIST]), entered('ticks', { told: true, read: 'yes' }), noPrice)
    expect(told).toEqual({ ticks: ['Lead told'] })
  })
})

describe('a plan', () => {
  const plan = panelOf(PLAN, 'plan') as ArtifactOf<'plan'>

  it('is as proposed until somebody changes it', () => {
    expect(planItems(plan, undefined).map(({ title, done }) => [title, done])).toEqual([
      ['Call Noor', false],
      ['Send the paper', false],
    ])
  })

  it('is as it was changed, without what cannot be read', () => {
    const own = { key: 'own', title: 'My own', dueOn: null, because: '', done: true }
    expect(planItems(plan, { items: [own, 'nonsense', null, { key: 'half' }] })).toEqual([own])
  })
})

describe('a mail', () => {
  const mail = panelOf(EMAIL, 'email') as ArtifactOf<'email'>

  it.each([
    ['as proposed', undefined, { to: NOOR, subject: 'The contract', body: 'Shall we talk?' }],
    ['in another version', { version: 'long' }, { body: 'Shall we talk at length?' }],
    ['in a version that is not there', { version: 'gone' }, { body: 'Shall we talk?' }],
    [
      'in words of one’s own',
      { version: 'long', body: 'Mine', subject: 'Hello', to: BO },
      { to: BO, subject: 'Hello', body: 'Mine' },
    ],
  ])('stands %s', (_how, draft, expected) => {
    expect(mailOf(mail, draft, null)).toMatchObject(expected)
  })

  it('tells to whom by name and address, and nobody where nobody is chosen', () => {
    const told = outcomesOf(step([EMAIL]), EMPTY, noPrice)
    expect(told['mail']).toMatchObject({ to: { id: NOOR, name: 'Noor', email: 'noor@example.org' } })
    const nobody = outcomesOf(step([{ ...EMAIL, to: null }]), EMPTY, noPrice)
    expect(nobody['mail']).toMatchObject({ to: null })
  })
})

it('what only shows tells nothing', () => {
  expect(outcomesOf(step([SUMMARY]), entered('summary', { note: 'x' }), noPrice)).toEqual({})
})

describe('what is to be done afterwards', () => {
  const composition = filled(Composition, {
    steps: [{ id: 'plan-step', artifacts: [PLAN] }],
    closing: { artifacts: [SUMMARY] },
  })
  const summary = panelOf(SUMMARY, 'summary') as ArtifactOf<'summary'>
  const wanted = (draft: PanelDraft | undefined, kept: StepDraft = EMPTY) =>
    followUps({ composition }, { drafts: { read: () => kept }, summary, draft })
      .filter((each) => each.wanted)
      .map(({ title, dueOn }) => [title, dueOn])

  it('is what is open in the plan, and what is suggested', () => {
    expect(wanted(undefined)).toEqual([
      ['Call Noor', '2027-03-20'],
      ['Send the paper', null],
      ['Meet in May', '2027-05-03'],
    ])
  })

  it('leaves out what was done, what has no words, and what was taken out', () => {
    const items = [
      { key: 'one', title: 'Call Noor', dueOn: null, because: '', done: true },
      { key: 'three', title: '  ', dueOn: null, because: '', done: false },
      { key: 'four', title: 'Ask legal', dueOn: null, because: '', done: false },
    ]
    expect(wanted({ 'drop meet': true }, entered('plan', { items }))).toEqual([['Ask legal', null]])
  })
})

describe('a draft', () => {
  it.each([
    ['nothing', undefined],
    ['nothing at all', null],
    ['a text', 'x'],
    ['other forms', { chat: 7, seconds: -1, panels: [] }],
  ])('of %s is taken as not entered', (_what, data) => {
    expect(readDraft(data)).toEqual(EMPTY)
  })

  it('keeps what can be read beside what cannot', () => {
    expect(readDraft({ chat: ['a'], seconds: 'x', panels: { p: { q: 1 } } })).toEqual({
      chat: ['a'],
      seconds: 0,
      panels: { p: { q: 1 } },
    })
  })

  it('tells texts from other things, and ticks from what looks like one', () => {
    expect([textIn({ a: 'x' }, 'a'), textIn({ a: 1 }, 'a'), textIn(undefined, 'a')]).toEqual([
      'x',
      undefined,
      undefined,
    ])
    expect([isTicked({ a: true }, 'a'), isTicked({ a: 'true' }, 'a'), isTicked(undefined, 'a')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
