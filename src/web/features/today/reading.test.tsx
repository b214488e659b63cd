import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetTaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday, type Today } from '../../../views/today.contract.ts'
import type { Partly } from '../../testing/filled.ts'
import { ASH, ELM, LARCH, card, day } from '../../testing/given-day.ts'
import { taskMode } from '../../testing/given-work.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const onDay = (more: Partly<Today> = {}, role: 'csm' | 'manager' = 'csm') => {
  server().answers(GetToday, day(more))
  return opened(server(), '/', role)
}
const oneThing = () => screen.findByRole('article', { name: 'Your one thing' })
/** What stands under the name of a figure of the one thing. */
const factOf = async (label: string) => {
  const name = within(await oneThing()).getByText(label, { selector: 'dt' })
  return name.nextElementSibling?.textContent
}

describe('the figures of a card', () => {
  it.each([
    ['ARR', { arr: { amount: null, currency: 'USD', plan: null } }, '–No account plan'],
    ['ARR', { arr: { amount: 0, currency: 'EUR', plan: 'invest' } }, '€0Plan: invest'],
    ['Renews in', { renewal: null }, '–No date known'],
    ['Renews in', { renewal: { date: '2027-03-15', days: 0, kind: 'renewal' } }, 'TodayMon, March 15'],
    ['Renewal passed', { renewal: { date: '2027-03-14', days: -1, kind: 'renewal' } }, '1 daySun, March 14'],
    ['Notice day in', { renewal: { date: '2028-01-03', days: 294, kind: 'decision' } }, '294 daysMon, Jan 3, 2028'],
    ['Notice day passed', { renewal: { date: '2027-03-12', days: -3, kind: 'decision' } }, '3 daysFri, March 12'],
    ['Health', { health: { value: 0, change: null } }, '0No comparison yet'],
    ['Health', { health: { value: 41.6, change: 0.4 } }, '42Unchanged in 4 weeks'],
    ['Health', { health: { value: 41.6, uncertain: true, overridden: true } }, '42Uncertain, little is known'],
    ['Health', { health: { value: 20, change: -5, overridden: true } }, '20Set by a person'],
    ['Health', { health: { value: 20, change: -5.2 } }, '20Down 5 in 4 weeks'],
    ['Usage', { usageChange: null }, '–No comparison yet'],
    ['Usage', { usageChange: 0 }, '0%28 days against 28'],
    ['Usage', { usageChange: -31.4 }, '−31%Down 28 days against 28'],
  ] as const)('%s of %j is written %s', async (label, more, text) => {
    onDay({ one: card(ELM, 'Elm', more) })
    await oneThing()
    expect(await factOf(label)).toBe(text)
  })

  it.each([
    [59.9, false],
    [60, true],
  ])('a risk of %d is a word of its own: %s', async (value, shown) => {
    onDay({ one: card(ELM, 'Elm', { risk: { value } }) })
    const badge = within(await oneThing()).queryByRole('button', { name: /^Why risk/ })
    expect(badge !== null).toBe(shown)
  })
})

describe('the one thing', () => {
  it('says why now, what moved, when it was due and what is folded under it', async () => {
    onDay({
      one: card(ELM, 'Elm', {
        why: { first: 'Usage fell by a third.', rest: 'Nobody has called.' },
        moved: 'It stood third yesterday.',
        late: true,
        dueOn: '2027-03-12',
        folded: ['Monthly review', 'Upsell'],
      }),
    })
    const words = (await oneThing()).textContent
    for (const says of [
      'Usage fell by a third. Nobody has called.',
      'It stood third yesterday.',
      'Was due Fri, March 12',
      'Folded under this: Monthly review, Upsell.',
    ])
      expect(words).toContain(says)
  })

  it('opens its steps and closes them again', async () => {
    const user = onDay()
    const title = within(await oneThing()).getByRole('button', { name: /^Urgent renewal · 1 steps, about 20 minutes/ })
    await user.click(title)
    expect(title.getAttribute('aria-expanded')).toBe('true')
    within(await oneThing()).getByText('Call', { selector: 'li' })
    await user.click(title)
    expect(within(await oneThing()).queryByText('Call', { selector: 'li' })).toBeNull()
  })

  it('of a hostile name and a long one is text, and leads to its customer', async () => {
    const name = `<svg onload=alert(1)>${'ß'.repeat(300)}`
    onDay({ one: card(ELM, name) })
    const link = within(await oneThing()).getByRole('link', { name })
    expect(link.getAttribute('href')).toMatch(/^\/customers\/[0-9a-f-]{36}$/)
    expect(document.querySelector('[onload]')).toBeNull()
  })

  it('that is begun is gone on with', async () => {
    onDay({ one: card(ELM, 'Elm', { status: 'in_progress' }) })
    within(await oneThing()).getByRole('button', { name: /^Go on/ })
  })
})

describe('what is next', () => {
  const many = Array.from({ length: 8 }, (_, index) =>
    card(`01890000-0000-7000-8000-0000000008${String(index).padStart(2, '0')}`, `Customer ${String(index)}`, {
      score: 40 - index / 3,
    }),
  )

  it('shows five, the others by a click, and counts those behind', async () => {
    const user = onDay({ next: many, total: 12 })
    const next = await screen.findByRole('region', { name: 'Next' })
    const rows = () => within(next).getAllByRole('button', { expanded: false, name: /Customer/ })
    expect(rows()).toHaveLength(5)
    expect(within(next).queryByText(/wait behind these/)).toBeNull()
    await user.click(within(next).getByRole('button', { name: 'Three more' }))
    expect(rows()).toHaveLength(8)
    within(next).getByText('Three more wait behind these.')
  })

  it('writes all its scores with the same decimals, and a dash for what is unknown', async () => {
    const unknown = card(ASH, 'Ash', { arr: { amount: null, currency: 'USD' }, renewal: null, score: 12 })
    onDay({ next: [card(LARCH, 'Larch', { score: 30.46, isNew: true }), unknown] })
    const next = await screen.findByRole('region', { name: 'Next' })
    within(next).getByRole('button', { name: 'Why 30.5 points?' })
    within(next).getByRole('button', { name: 'Why 12.0 points?' })
    within(next).getByText('New')
    expect(within(next).getByRole('button', { name: /Ash/ }).textContent).toMatch(/––$/)
  })

  it('is opened in its place, with its figures and what can be done', async () => {
    const user = onDay({ next: [card(LARCH, 'Larch', { moved: 'Two places up.' })] })
    const next = await screen.findByRole('region', { name: 'Next' })
    await user.click(within(next).getByRole('button', { name: /Larch/ }))
    within(next).getByText('Two places up.')
    within(next).getByRole('button', { name: 'Not now' })
    within(next).getByRole('link', { name: 'Open the customer' })
  })
})

describe('what came back', () => {
  const back = (stepId: string, step: string) => ({
    executionId: LARCH,
    customer: 'Larch',
    stepId,
    step,
    dueAt: '2020-03-13T08:00:00.000Z',
  })

  it('is one line with its time, and taken up once by two clicks', async () => {
    const letGo = server().isSlow(STEP_ENDPOINTS.resume, {})
    server().answers(GetTaskMode, taskMode({}, { id: LARCH }))
    const user = onDay({ back: [back('call', 'Call them')] })
    await screen.findByText(/^A step is back: Larch, call them\./)
    screen.getByText(/^Due Fri, March 13 at /)
    await user.dblClick(screen.getByRole('button', { name: 'Resume Larch, call them' }))
    letGo()
    await screen.findByRole('button', { current: 'step', name: /^1\. Call them/ })
    expect(server().asked(STEP_ENDPOINTS.resume)).toMatchObject([{ params: { id: LARCH, stepId: 'call' } }])
  })

  it('of several names four, and says why one could not be taken up', async () => {
    server().isDown(STEP_ENDPOINTS.resume)
    const user = onDay({ back: ['a', 'b', 'c', 'd', 'e', 'f'].map((each) => back(each, `Step ${each}`)) })
    await screen.findByText('Six steps are back.')
    expect(screen.getAllByRole('button', { name: /^Resume/ })).toHaveLength(4)
    screen.getByText('and 2 more')
    await user.click(screen.getByRole('button', { name: 'Resume Larch, step b' }))
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
  })

  it('to somebody else is not the reader’s to take up', async () => {
    onDay({ back: [back('call', 'Call them')], mine: false }, 'manager')
    await screen.findByText(/^A step is back/)
    expect(screen.queryByRole('button', { name: /^Resume/ })).toBeNull()
  })
})

describe('beside the day', () => {
  const run = (customer: string, more: object = {}) => ({ customer, workflow: 'Risk', ...more })
  const panel = () => screen.findByRole('complementary', { name: 'Workflows' })

  it('stands what is under way by its state, with how far it is', async () => {
    const user = onDay({
      active: [run('Elm', { steps: ['done', 'snoozed', 'open'] }), run('Ash'), run('Oak'), run('Fir'), run('Yew')],
      snoozed: [run('Larch', { until: '2020-03-13T08:00:00.000Z' })],
      escalated: [run('Birch', { to: 'Mo Tarn' })],
    })
    const side = within(await panel())
    side.getByText('Risk · 1 of 3, one snoozed')
    side.getByRole('img', { name: '1 of 3 steps done, one snoozed' })
    expect(side.queryByText('Yew')).toBeNull()
    await user.click(side.getByRole('button', { name: 'Two more' }))
    side.getByText('Yew')
    await user.click(side.getByRole('tab', { name: 'Snoozed 1' }))
    side.getByText('Risk · back Fri, March 13')
    await user.click(side.getByRole('tab', { name: 'Escalated 1' }))
    side.getByText('Risk · with Mo Tarn')
  })

  it.each([
    ['Active 0', 'Nothing is in progress.'],
    ['Snoozed 0', 'Nothing is snoozed.'],
    ['Escalated 0', 'Nothing is escalated.'],
  ])('says under %s: %s', async (tab, says) => {
    const user = onDay()
    const side = within(await panel())
    await user.click(side.getByRole('tab', { name: tab }))
    side.getByText(says)
  })

  it('stands what is done, and by whom', async () => {
    onDay({
      doneToday: [{ customer: 'Elm', says: 'renewed' }],
      doneForYou: [{ customer: 'Ash', says: 'was reminded' }],
    })
    const side = within(await panel())
    side.getByRole('heading', { name: 'Done today 2' })
    expect(side.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Elm renewed',
      'Ash was reminded',
    ])
  })

  it.each([
    [[], 'All sources are fresh.'],
    [[{ name: 'Tickets', daysOld: 9, stale: true }], 'Tickets: 9 days old. Figures that use them say so.'],
  ])('says how fresh the facts are: %j', async (sources, says) => {
    onDay({ sources })
    const side = await panel()
    expect(side.textContent).toMatch(/Read at \d+:\d\d.* Fri, March 13\./)
    expect(side.textContent).toContain(says)
  })
})

describe('a day on which nothing is due', () => {
  it('says what comes next', async () => {
    onDay({ one: null, next: [], upcoming: { on: '2027-03-21', customer: 'Elm', workflow: 'Monthly Review' } })
    await screen.findByText('The next thing comes on Sun, March 21: Elm, monthly review.')
  })
})

describe('whose day it is', () => {
  const people = [
    { id: ME, name: 'Ida Nord', cards: 2 },
    { id: ELM, name: 'Bo Oak', cards: 0 },
  ]

  it('is chosen by whoever reads several, and stands in the address', async () => {
    server().answers(GetToday, ({ query }) =>
      query['person'] === ELM
        ? day({ mine: false, people, person: { id: ELM, name: 'Bo Oak' } })
        : day({ people, person: { id: ME, name: 'Ida Nord' } }),
    )
    const user = opened(server(), '/', 'manager')
    await screen.findByRole('heading', { name: /^Good (morning|afternoon|evening), Ida\.$/ })
    await user.selectOptions(screen.getByLabelText('Whose day'), 'Bo Oak · 0')
    await screen.findByRole('heading', { name: 'Bo’s day' })
    expect(window.location.search).toBe(`?person=${ELM}`)
    expect(screen.queryByRole('button', { name: /Log a call/ })).toBeNull()
  })

  it('that comes late is not shown in place of the one that was asked for last', async () => {
    const slow = server().isSlow(GetToday, day({ people, mine: false, person: { id: ELM, name: 'Bo Oak' } }))
    opened(server(), `/?person=${ELM}`, 'manager')
    await waitFor(() => expect(server().asked(GetToday)).toHaveLength(1))
    server().answers(GetToday, day({ people, person: { id: ME, name: 'Ida Nord' } }))
    const [link] = await screen.findAllByRole('link', { name: 'Today' })
    link?.click()
    await screen.findByRole('heading', { name: /Ida\.$/ })
    slow()
    await waitFor(() => expect(server().asked(GetToday).length).toBeGreaterThan(1))
    screen.getByRole('heading', { name: /Ida\.$/ })
  })
})
