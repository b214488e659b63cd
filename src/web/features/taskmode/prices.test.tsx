import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { PERCENT_SIGN, PRICE_SIGN } from '../../../stages/compose/artifacts.contract.ts'
import { SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { CLOSING, composed, here, onWork, showing, step, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

const FROM = { stepId: 'price', artifactId: 'pricing', recommended: 10, current: 100_000 }
const NOOR = { id: '01890000-0000-7000-8000-0000000006aa', name: 'Noor Haddad', email: 'noor@elm.example' }

const PRICING = {
  type: 'pricing' as const,
  id: 'pricing',
  title: 'Price',
  currency: 'USD',
  current: 100_000,
  recommended: 10,
  most: 20,
  limit: { percent: 12, text: 'at most 12% a year' },
  reasons: [{ key: 'usage', label: 'Usage', value: 10 }],
  scenarios: [0, 10, 15],
  seats: { used: 40, licensed: 50 },
}
const QUOTE = {
  type: 'quote' as const,
  id: 'quote',
  title: 'Quote 1',
  currency: 'USD',
  today: 100_000,
  priceFrom: FROM,
  line: { label: 'Licence', note: '' },
  months: 12,
  to: { customer: 'Elm' },
}
const MAIL = {
  type: 'email' as const,
  id: 'mail',
  title: 'Mail',
  people: [NOOR],
  to: NOOR.id,
  subject: 'Your renewal',
  versions: [
    { key: 'short', label: 'Short', body: `It is ${PRICE_SIGN}, ${PERCENT_SIGN} more.` },
    { key: 'long', label: 'Long', body: `Dear Noor, it is ${PRICE_SIGN} from now on.` },
  ],
  priceFrom: FROM,
  currency: 'USD',
}

type Status = NonNullable<Parameters<typeof step>[3]>['status']
/** A run whose price is decided in its first step. */
const onPrices = (status: Status, at = '') => {
  const steps = [step('price', 'Decide the price', 0, status ? { status } : {}), step('write', 'Write to them', 1)]
  const composition = {
    steps: [
      composed('price', 'Decide the price', { artifacts: [PRICING] }),
      composed('write', 'Write to them', { artifacts: [QUOTE, MAIL] }),
    ],
    closing: CLOSING,
  }
  return onWork(server(), taskMode({ composition }, { steps }), at)
}
const text = () => screen.getByLabelText('Text')
const checks = () =>
  within(screen.getByRole('list', { name: 'Before it goes' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)

describe('the price of a run', () => {
  it('is what is proposed, until another is chosen; then quote and mail carry that one', async () => {
    const user = onPrices('not_started')
    await here('1. Decide the price')
    screen.getByText('10%, as proposed')
    expect(screen.getByText('New annual price').nextElementSibling?.textContent).toBe('$110,000')
    await user.click(screen.getByRole('button', { name: '15%' }))
    expect(screen.getByText('New annual price').nextElementSibling?.textContent).toBe('$115,000')
    screen.getByText('More than the contract allows: at most 12% a year.')
    await user.keyboard('{ArrowRight}')
    await here('2. Write to them')
    expect(text()).toHaveProperty('value', 'It is $115,000, 15% more.')
    within(screen.getByRole('region', { name: 'As it is printed' })).getByText('Draft')
    screen.getByText('+$15,000 · +15%')
  })

  it.each([
    ['25', 20],
    ['-3', 0],
    ['7.5', 7.5],
  ])('typed as %s is %s percent: no more than is offered, no less than today', async (typed, percent) => {
    onPrices('not_started')
    await here('1. Decide the price')
    fireEvent.change(screen.getByLabelText('Increase in percent'), { target: { value: typed } })
    await waitFor(() =>
      expect(server().asked(SaveDraft)).toMatchObject([{ body: { data: { panels: { pricing: { percent } } } } }]),
    )
  })

  it('of no increase is as today', async () => {
    const user = onPrices('not_started')
    await here('1. Decide the price')
    await user.click(screen.getByRole('button', { name: 'None' }))
    screen.getByText('As today')
    screen.getByRole('row', { name: /^None \$100,000 – \$2,000$/ })
  })
})

describe('a mail', () => {
  it('does not leave before the price is decided, and says why', async () => {
    onPrices('snoozed', '?step=write')
    await here('2. Write to them')
    expect(checks()).toContainEqual(expect.stringMatching(/^The price is a placeholder until Sat, Mar 20, /))
    expect(screen.queryByRole('button', { name: /Copy the text/ })).toBeNull()
    expect(screen.queryByRole('link', { name: /Open in my mail/ })).toBeNull()
  })

  it('with the price that was decided goes by the reader’s own program', async () => {
    onPrices('completed')
    await here('2. Write to them')
    expect(checks()).toContain('It carries the price that was decided, $110,000.')
    const link = screen.getByRole('link', { name: /Open in my mail/ }).getAttribute('href') ?? ''
    expect(link).toBe(
      `mailto:noor%40elm.example?subject=Your%20renewal&body=${encodeURIComponent('It is $110,000, 10% more.')}`,
    )
  })

  it('cannot smuggle a header out of its subject', async () => {
    const user = onPrices('completed')
    await here('2. Write to them')
    await user.clear(screen.getByLabelText('Subject'))
    await user.type(screen.getByLabelText('Subject'), 'Hi&bcc=x@y.example?#')
    const link = screen.getByRole('link', { name: /Open in my mail/ }).getAttribute('href') ?? ''
    expect(new URL(link).searchParams.get('bcc')).toBeNull()
    expect(new URL(link).searchParams.get('subject')).toBe('Hi&bcc=x@y.example?#')
  })

  it('whose words were changed loses the price with a warning, and none of the words to another version', async () => {
    const user = onPrices('completed')
    await here('2. Write to them')
    await user.clear(text())
    await user.type(text(), 'My own – words')
    expect(checks()).toContain('A dash stands where something is not known. Fill it in.')
    expect(checks()).toContain('The price that was decided, $110,000, is not in the text.')
    await user.click(screen.getByRole('button', { name: 'Long' }))
    expect(text()).toHaveProperty('value', 'Dear Noor, it is $110,000 from now on.')
    await user.click(screen.getByRole('button', { name: 'Back to my words' }))
    expect(text()).toHaveProperty('value', 'My own – words')
    expect(screen.queryByRole('button', { name: 'Back to my words' })).toBeNull()
  })

  it('to nobody says so', async () => {
    onWork(server(), showing([{ ...MAIL, to: null, priceFrom: null }]))
    await screen.findByLabelText('To')
    expect(checks()).toContain('Nobody is chosen to write to.')
    expect(screen.queryByRole('link', { name: /Open in my mail/ })).toBeNull()
  })
})

describe('a quote', () => {
  it('is changed line by line; the first line follows the price', async () => {
    const user = onPrices('completed')
    await here('2. Write to them')
    expect(screen.queryByLabelText('Each 1')).toBeNull()
    expect(screen.queryByRole('button', { name: /^Take out/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: /Add a line/ }))
    await user.type(screen.getByLabelText('Item 2'), 'Training')
    fireEvent.change(screen.getByLabelText('Quantity 2'), { target: { value: '-2' } })
    fireEvent.change(screen.getByLabelText('Quantity 2'), { target: { value: '3' } })
    fireEvent.change(screen.getByLabelText('Each 2'), { target: { value: '500' } })
    const paper = within(screen.getByRole('region', { name: 'As it is printed' }))
    paper.getByRole('row', { name: 'Training, 3 × $500 $1,500' })
    paper.getByRole('row', { name: 'Per year, before tax $111,500' })
    await user.click(screen.getByRole('button', { name: 'Take out Training' }))
    paper.getByRole('row', { name: 'Per year, before tax $110,000' })
  })

  it.each([
    ['0', 1],
    ['61', 60],
    ['', 1],
    ['36', 36],
  ])('for %j months is for %i', async (typed, months) => {
    onPrices('completed')
    await here('2. Write to them')
    fireEvent.change(screen.getByLabelText('Months'), { target: { value: typed } })
    expect(screen.getByLabelText('Months')).toHaveProperty('value', String(months))
  })

  it('says how it is paid', async () => {
    const user = onPrices('completed')
    await here('2. Write to them')
    screen.getByText(/Paid once a year, in advance\./)
    await user.selectOptions(screen.getByLabelText('Payment'), 'Quarterly, 4 × $27,500')
    screen.getByText(/Quarterly: 4 payments of \$27,500 a year\./)
  })
})
