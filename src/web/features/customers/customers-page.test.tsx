import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { GetCustomerPage } from '../../../views/customer-page.contract.ts'
import { GetCustomerList } from '../../../views/customer-list.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened, reopened } from '../../testing/opened.tsx'

const server = givenServer()

const ADA = '01890000-0000-7000-8000-0000000002aa'
const HOSTILE = `<img src=x onerror="alert(1)"> ${'Ünïcødé & Söhne '.repeat(30)}`.trim()

const elm = {
  name: 'Elm',
  plan: 'invest' as const,
  stage: 'urgent' as const,
  owner: { id: ADA, name: 'Ada Quill' },
  arr: 1_250_000,
  currency: 'USD',
  renewalDate: '2027-03-18',
  daysUntilRenewal: 3,
  health: 61.4,
  risk: 0,
}

/** A window in which the end of the list is always in sight. */
class InSight {
  readonly #seen: (entries: readonly { readonly isIntersecting: boolean }[]) => void
  constructor(seen: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
    this.#seen = seen
  }
  observe(): void {
    queueMicrotask(() => this.#seen([{ isIntersecting: true }]))
  }
  disconnect(): void {
    // Nothing was begun.
  }
}

const list = (more: object = {}) => ({ items: [elm], total: 1, owners: [{ id: ADA, name: 'Ada Quill' }], ...more })

const cellsOf = (name: RegExp): readonly string[] =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

const moreButton = async () => within(await screen.findByRole('main')).findByRole('button', { name: 'More' })

const lastAsked = () => server().asked(GetCustomerList).at(-1)?.query

describe('the customers', () => {
  it('show where each stands, and lead to it', async () => {
    server().answers(GetCustomerList, list())
    opened(server(), '/customers')
    await screen.findByText('One customer.')
    expect(cellsOf(/^Elm/)).toEqual(['Urgent', '3 days', '$1,250,000', '61', '0', 'Ada Quill'])
    expect(screen.getByRole('cell', { name: '3 days' }).title).toBe('March 18, 2027')
    expect(screen.getByRole('link', { name: 'Elm' }).getAttribute('href')).toMatch(/^\/customers\/0189/)
    expect(lastAsked()).toEqual({ limit: '100' })
    expect(await faultsIn()).toEqual([])
  })

  it('of whom nothing is known have dashes, not noughts, and nobody as their owner', async () => {
    server().answers(
      GetCustomerList,
      list({ items: [{ name: 'Larch' }, { name: 'Yew', arr: 0, currency: 'USD', health: 0 }], total: 2 }),
    )
    opened(server(), '/customers')
    await screen.findByText('2 customers.')
    expect(cellsOf(/^Larch/)).toEqual(['–', '–', '–', '–', '–', 'Nobody'])
    expect(cellsOf(/^Yew/).slice(2, 4)).toEqual(['$0', '0'])
  })

  it('with a hostile name are written as they are called', async () => {
    server().answers(GetCustomerList, list({ items: [{ name: HOSTILE, status: 'churned' }] }))
    opened(server(), '/customers')
    expect((await screen.findByRole('row', { name: /^<img/ })).querySelector('a')?.textContent).toBe(HOSTILE)
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByText('Churned', { selector: 'span' })).toBeDefined()
  })

  it('are asked for as the address says, which is shown in the filters and the titles', async () => {
    server().answers(GetCustomerList, list())
    opened(server(), `/customers?q=elm&plan=invest&owner=${ADA}&sort=risk&order=desc&stage=nonsense`)
    await screen.findByRole('row', { name: /^Elm/ })
    expect(lastAsked()).toEqual({ limit: '100', q: 'elm', plan: 'invest', owner: ADA, sort: 'risk', order: 'desc' })
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'elm')
    expect(screen.getByRole('combobox', { name: 'Owner' })).toHaveProperty('value', ADA)
    expect(screen.getByRole('columnheader', { name: 'Risk' }).getAttribute('aria-sort')).toBe('descending')
    expect(screen.getByRole('columnheader', { name: 'Customer' }).hasAttribute('aria-sort')).toBe(false)
  })

  it.each([
    ['Renews in', 'renewal', 'asc', 'desc'],
    ['ARR', 'arr', 'desc', 'asc'],
    ['Health', 'health', 'asc', 'desc'],
    ['Risk', 'risk', 'desc', 'asc'],
    ['Customer', 'name', 'desc', 'asc'],
  ])('by %s show first what one looks for first, then the other way round', async (title, sort, first, second) => {
    server().answers(GetCustomerList, list())
    const user = opened(server(), '/customers')
    const button = await screen.findByRole('button', { name: title })
    await user.click(button)
    await waitFor(() => expect(lastAsked()).toMatchObject({ sort, order: first }))
    await user.click(screen.getByRole('button', { name: title }))
    await waitFor(() => expect(lastAsked()).toMatchObject({ sort, order: second }))
    expect(window.location.search).toBe(`?sort=${sort}&order=${second}`)
  })

  it('stay filtered and sorted over a reload and the way back from a customer', async () => {
    server().answers(GetCustomerList, list())
    server().answers(GetCustomerPage, { customer: { name: 'Elm' } })
    const user = opened(server(), '/customers?sort=arr&order=desc')
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Health' }), 'Below 40')
    await waitFor(() => expect(lastAsked()).toMatchObject({ health: 'low', sort: 'arr' }))
    reopened()
    expect(await screen.findByRole('combobox', { name: 'Health' })).toHaveProperty('value', 'low')
    await user.click(await screen.findByRole('link', { name: 'Elm' }))
    await screen.findByRole('heading', { level: 1, name: 'Elm' })
    act(() => window.history.back())
    await screen.findByRole('heading', { level: 1, name: 'Customers' })
    expect(screen.getByRole('combobox', { name: 'Health' })).toHaveProperty('value', 'low')
    expect(screen.getByRole('columnheader', { name: 'ARR' }).getAttribute('aria-sort')).toBe('descending')
  })

  it('are all there again with one click on Clear, in the same order', async () => {
    server().answers(GetCustomerList, list())
    const user = opened(server(), '/customers?plan=invest&status=churned&sort=arr')
    await user.click(await screen.findByRole('button', { name: 'Clear' }))
    await waitFor(() => expect(lastAsked()).toEqual({ limit: '100', sort: 'arr' }))
    expect(screen.queryByRole('button', { name: 'Clear' })).toBeNull()
  })

  it('are looked for once the fingers rest, not at every letter', async () => {
    server().answers(GetCustomerList, list())
    const user = opened(server(), '/customers')
    await screen.findByRole('row', { name: /^Elm/ })
    await user.keyboard('/birch')
    await waitFor(() => expect(lastAsked()).toMatchObject({ q: 'birch' }))
    expect(
      server()
        .asked(GetCustomerList)
        .map(({ query }) => query['q']),
    ).toEqual([undefined, 'birch'])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(window.location.search).toBe(''))
  })
})

describe('the list of customers', () => {
  it('comes a page after the other, and none twice by a double click', async () => {
    server().answers(GetCustomerList, ({ query }) =>
      query['cursor'] ? list({ items: [{ name: 'Rowan' }], total: null }) : list({ nextCursor: 'next', total: 101 }),
    )
    const user = opened(server(), '/customers')
    await user.dblClick(await moreButton())
    await screen.findByRole('row', { name: /^Rowan/ })
    expect(screen.getByRole('row', { name: /^Elm/ })).toBeDefined()
    expect(screen.getByText('101 customers.')).toBeDefined()
    expect(within(screen.getByRole('main')).queryByRole('button', { name: 'More' })).toBeNull()
    expect(server().asked(GetCustomerList)).toMatchObject([{}, { query: { cursor: 'next' } }])
  })

  it('comes on by itself when its end is in sight, and is not asked for without end where it does not', async () => {
    vi.stubGlobal('IntersectionObserver', InSight)
    server().answers(GetCustomerList, () => {
      server().refuses(GetCustomerList, 429, 'Too many requests. Try again in 20 seconds.')
      return list({ nextCursor: 'next', total: 101 })
    })
    const user = opened(server(), '/customers')
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Too many requests. Try again in 20 seconds.')
    expect(server().asked(GetCustomerList)).toHaveLength(2)
    server().answers(GetCustomerList, list({ items: [{ name: 'Rowan' }], total: null }))
    await user.click(within(alert).getByRole('button', { name: 'Retry' }))
    await screen.findByRole('row', { name: /^Rowan/ })
    expect(screen.getByRole('row', { name: /^Elm/ })).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says that none fits, and says another thing where there is none at all', async () => {
    server().answers(GetCustomerList, list({ items: [], total: 0 }))
    opened(server(), '/customers?q=nobody')
    await screen.findByRole('heading', { name: 'Nobody fits.' })
    expect(screen.getByRole('searchbox')).toBeDefined()
    server().answers(GetCustomerList, { isEmpty: true })
    reopened()
    await screen.findByRole('heading', { name: 'There are no customers yet.' })
    expect(screen.queryByRole('searchbox')).toBeNull()
  })

  it('that is empty leads an administrator to where it begins', async () => {
    server().answers(GetCustomerList, { isEmpty: true })
    opened(server(), '/customers', 'admin')
    await screen.findByRole('heading', { name: /Where shall we begin\?$/ })
    expect(window.location.pathname).toBe('/welcome')
  })

  it('says that it loads, and that it did not, and loads when it is asked again', async () => {
    server().isSilent(GetCustomerList)
    const user = opened(server(), '/customers')
    await screen.findByText('Loading')
    server().refuses(GetCustomerList, 422, 'This order is not known.')
    reopened()
    await screen.findByRole('heading', { name: 'The customers did not load.' })
    expect(screen.getByRole('alert').textContent).toContain('This order is not known.')
    server().answers(GetCustomerList, list())
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('row', { name: /^Elm/ })
  })
})
