import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AddTask, DeleteTask, GetTasksPage } from '../../stages/execute/tasks.contract.ts'
import { CreateExecution } from '../../stages/execute/executions.contract.ts'
import { GetTaskMode } from '../../stages/execute/taskmode.contract.ts'
import { GetCustomerPage } from '../../views/customer-page.contract.ts'
import { GetStartable } from '../../views/startable.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { Search } from '../../views/search.contract.ts'
import { ASH, ELM, LARCH, card, day } from '../testing/given-day.ts'
import { taskMode } from '../testing/given-work.ts'
import { givenServer, opened } from '../testing/opened.tsx'

const server = givenServer()

const NAMES = [
  { id: ELM, name: 'Elm' },
  { id: LARCH, name: 'Larch' },
  { id: ASH, name: 'Ash' },
]
const found = (words: string) => ({
  customers: NAMES.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase())),
})
const onToday = async (role: 'csm' | 'viewer' = 'csm') => {
  server().answers(
    GetToday,
    day({ one: card(ELM, 'Elm', { customer: { id: ELM, name: 'Elm' } }), mine: role === 'csm' }),
  )
  server().answers(Search, ({ query }) => found(query['q'] ?? ''))
  const user = opened(server(), '/', role)
  await screen.findByRole('article', { name: /one thing/i })
  return user
}
/** The palette, opened by its key. */
const onPalette = async (role: 'csm' | 'viewer' = 'csm') => {
  const user = await onToday(role)
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Find or do' })
  return user
}
const group = (name: string) => screen.queryByRole('group', { name })
const options = (name: string) =>
  within(screen.getByRole('group', { name }))
    .getAllByRole('option')
    .map((option) => option.querySelector('span')?.textContent)

describe('the palette', () => {
  it('is opened and closed by its key from anywhere, and gives the focus back', async () => {
    const user = await onToday()
    const why = screen.getByRole('button', { name: 'Why 40 points' })
    why.focus()
    await user.keyboard('{Meta>}k{/Meta}')
    await screen.findByRole('combobox')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(why))
  })

  it('loses no letter that is typed while it is on its way', async () => {
    const user = await onToday()
    await user.keyboard('{Control>}k{/Control}larch')
    const field = await screen.findByRole('combobox')
    expect(field).toHaveProperty('value', 'larch')
    await screen.findByRole('option', { name: /Larch/ })
  })

  it('offers what can be done with what is in front, what can be done anywhere, and every page', async () => {
    await onPalette()
    expect(options('With Elm')).toEqual([
      'Begin',
      'Done already',
      'Not me',
      'Wrong',
      'Not now',
      'Why is it first?',
      'Log a call',
      'Start another workflow',
      'Add a task',
      'Note my impression',
      'Open Elm',
    ])
    expect(options('Do')).toEqual(['Log a call, a meeting or a note', 'Start a workflow', 'Add a task of my own'])
    expect(options('Go to')).toContain('Queue')
    expect(options('Go to')).not.toContain('Team')
  })

  it('offers who only reads nothing that he may not', async () => {
    await onPalette('viewer')
    expect(group('Do')).toBeNull()
    expect(options('With Elm')).toEqual(['Why is it first?', 'Open Elm'])
  })

  it('finds by words in any order, and by Enter does the first', async () => {
    const user = await onPalette()
    await user.keyboard('already done')
    await waitFor(() => expect(options('With Elm')).toEqual(['Done already']))
    expect(group('Go to')).toBeNull()
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: 'Elm is done already' })
  })

  it('walks over what it found round and round', async () => {
    const user = await onPalette()
    await user.keyboard('{ArrowDown}{ArrowUp}{ArrowUp}')
    const all = screen.getAllByRole('option')
    expect(all.at(-1)?.getAttribute('aria-selected')).toBe('true')
    await user.keyboard('{ArrowDown}')
    expect(all[0]?.getAttribute('aria-selected')).toBe('true')
  })

  it('finds a customer and leads there', async () => {
    server().refuses(GetCustomerPage, 404, 'Gone.')
    const user = await onPalette()
    await user.keyboard('larch')
    await user.click(await screen.findByRole('option', { name: /^Larch/ }))
    await waitFor(() => expect(window.location.pathname).toBe(`/customers/${LARCH}`))
  })

  it('says where nothing is called that', async () => {
    const user = await onPalette()
    await user.keyboard('<b>nobody</b>')
    await screen.findByText('Nothing is called that.')
  })

  it('takes nobody who was found by other words than those that stand there', async () => {
    const user = await onPalette()
    await user.keyboard('elm')
    await screen.findByRole('option', { name: 'Elm' })
    const letGo = server().isSlow(Search, found('larch'))
    const field = screen.getByRole('combobox')
    await user.clear(field)
    await user.keyboard('larch{Enter}')
    expect(screen.getByRole('combobox')).toHaveProperty('value', 'larch')
    expect(window.location.pathname).toBe('/')
    letGo()
    await screen.findByRole('option', { name: 'Larch' })
    expect(screen.queryByRole('option', { name: 'Elm' })).toBeNull()
  })
})

describe('a task from anywhere', () => {
  it('is written, said, and taken back', async () => {
    server().answers(GetTasksPage, {})
    server().answers(AddTask, { id: ASH, title: 'Ask for the numbers' })
    server().answers(DeleteTask, { id: ASH })
    const user = await onPalette()
    await user.keyboard('add a task of{Enter}')
    await user.type(await screen.findByLabelText('What is to be done'), 'Ask for the numbers')
    await user.dblClick(screen.getByRole('button', { name: 'Add it' }))
    await screen.findByText('“Ask for the numbers” is on your list.')
    expect(server().asked(AddTask)).toMatchObject([
      { body: { title: 'Ask for the numbers', dueOn: null, customerId: null } },
    ])
    await user.keyboard('z')
    await waitFor(() => expect(server().asked(DeleteTask)).toMatchObject([{ params: { id: ASH } }]))
  })

  it('for whoever is in front, sent again after a line that was down, is the same task', async () => {
    server().isDown(AddTask)
    const user = await onPalette()
    await user.click(screen.getByRole('option', { name: 'Add a task' }))
    await user.type(await screen.findByLabelText('What is to be done'), 'Call Noor{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
    server().answers(AddTask, { title: 'Call Noor' })
    await user.click(screen.getByRole('button', { name: 'Add it' }))
    await screen.findByText('“Call Noor” is on your list.')
    const keys = server()
      .asked(AddTask)
      .map(({ key }) => key)
    expect(server().asked(AddTask)).toMatchObject([{ body: { customerId: ELM } }, { body: { customerId: ELM } }])
    expect(new Set(keys).size).toBe(1)
  })
})

describe('a workflow that somebody wants', () => {
  const WORKFLOWS = [
    { id: 'risk', title: 'Risk before a renewal', family: 'risk' as const, steps: 4, minutes: 30 },
    { id: 'review', title: 'Quarterly review', family: 'cadence' as const, steps: 3, minutes: 45 },
  ]
  const onStart = async (workflows: readonly object[] = WORKFLOWS) => {
    server().answers(GetStartable, { workflows })
    server().answers(GetTaskMode, ({ params }) => taskMode({}, { id: params['id'] }))
    const user = await onPalette()
    await user.click(screen.getByRole('option', { name: 'Start another workflow' }))
    await screen.findByRole('combobox', { name: 'Start a workflow with Elm' })
    return user
  }

  it('is begun once by two hits of Enter, and opened', async () => {
    const letGo = server().isSlow(CreateExecution, { id: ASH })
    const user = await onStart()
    await user.keyboard('review')
    await screen.findByRole('option', { name: /^Quarterly review 3 steps, 45 min/ })
    await user.keyboard('{Enter}{Enter}')
    letGo()
    await waitFor(() => expect(window.location.pathname).toBe(`/work/${ASH}`))
    expect(server().asked(CreateExecution)).toMatchObject([
      { body: { customerId: ELM, workflowId: 'review', start: true } },
    ])
    await screen.findByRole('button', { current: 'step' })
  })

  it('of which one is open already is gone on with', async () => {
    const open = { executionId: LARCH, title: 'Urgent renewal' }
    const user = await onStart([{ ...WORKFLOWS[0], open }])
    await user.click(await screen.findByRole('option', { name: /Open: Urgent renewal/ }))
    await waitFor(() => expect(window.location.pathname).toBe(`/work/${LARCH}`))
    expect(server().asked(CreateExecution)).toEqual([])
    await screen.findByRole('button', { current: 'step' })
  })

  it('that could not be begun says why, and stays', async () => {
    server().refuses(CreateExecution, 409, 'Something like it was opened meanwhile.')
    const user = await onStart()
    await user.click(await screen.findByRole('option', { name: /^Risk/ }))
    expect((await screen.findByRole('alert')).textContent).toBe('Something like it was opened meanwhile.')
    screen.getByRole('combobox')
  })

  it('is asked for by whose it is where nobody is in front', async () => {
    server().answers(GetStartable, { workflows: WORKFLOWS })
    const user = await onPalette()
    await user.click(screen.getByRole('option', { name: 'Start a workflow' }))
    await user.type(await screen.findByRole('combobox', { name: 'Start a workflow with' }), 'ash')
    await user.click(await screen.findByRole('option', { name: 'Ash' }))
    await screen.findByRole('combobox', { name: 'Start a workflow with Ash' })
    await screen.findByRole('option', { name: /^Risk/ })
    expect(server().asked(GetStartable)).toMatchObject([{ params: { id: ASH } }])
  })

  it('says that the workflows did not load', async () => {
    const user = await onPalette()
    server().refuses(GetStartable, 404, 'Gone.')
    await user.click(screen.getByRole('option', { name: 'Start another workflow' }))
    expect((await screen.findByRole('alert')).textContent).toBe('The workflows did not load. Close this and try again.')
  })
})
