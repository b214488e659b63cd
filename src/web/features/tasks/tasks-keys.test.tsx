import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AddTask,
  ChangeTask,
  CompleteTask,
  DeleteTask,
  GetTasksPage,
  ReopenTask,
} from '../../../stages/execute/tasks.contract.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const CALL = '01890000-0000-7000-8000-0000000003aa'
const SEND = '01890000-0000-7000-8000-0000000003bb'
const ELM = '01890000-0000-7000-8000-0000000003cc'

const call = { id: CALL, title: 'Call Noor', dueOn: '2027-03-14', customer: { id: ELM, name: 'Elm' }, can: ['act'] }
const send = { id: SEND, title: 'Send the agenda', dueOn: null, can: ['act'] }
const page = (open: readonly object[] = [call, send], more: object = {}) => ({
  day: '2027-03-15',
  open,
  people: [{ id: ME, name: 'Ida Nord' }],
  customers: [{ id: ELM, name: 'Elm' }],
  ...more,
})

// Nothing is laid out here, so everything would count as hidden.
beforeEach(() => {
  Object.defineProperty(Element.prototype, 'checkVisibility', { configurable: true, value: () => true })
})

const onTasks = async (...args: Parameters<typeof page>) => {
  server().answers(GetTasksPage, page(...args))
  const user = opened(server(), '/tasks')
  await screen.findByRole('heading', { name: 'Tasks' })
  return user
}
const box = (title: string) => screen.findByRole('checkbox', { name: `${title}: done` })
const focused = () => document.activeElement?.getAttribute('aria-label')

describe('the keys of the tasks', () => {
  it.each([
    ['jj', 'Send the agenda: done'],
    ['jjj', 'Send the agenda: done'],
    ['k', 'Send the agenda: done'],
    ['kk', 'Call Noor: done'],
    ['kkk', 'Call Noor: done'],
    ['{ArrowDown}{ArrowDown}{ArrowUp}', 'Call Noor: done'],
  ])('%s walks to “%s”', async (keys, label) => {
    const user = await onTasks()
    await box('Call Noor')
    await user.keyboard(keys)
    expect(focused()).toBe(label)
  })

  it('X ticks the one that has the focus, E changes it, Delete takes it out', async () => {
    server().answers(CompleteTask, { id: CALL, title: 'Call Noor' })
    server().answers(DeleteTask, { id: SEND })
    const user = await onTasks()
    await box('Call Noor')
    await user.keyboard('xe{Delete}')
    expect(server().asked(CompleteTask)).toEqual([])
    await user.keyboard('je')
    await screen.findByRole('form', { name: 'Change “Call Noor”' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull())
    await user.keyboard('kkjx')
    await waitFor(() => expect(server().asked(CompleteTask)).toHaveLength(1))
    server().answers(GetTasksPage, page([send]))
    await user.keyboard('k{Delete}')
    await waitFor(() => expect(server().asked(DeleteTask)).toHaveLength(1))
  })

  it('give the focus back to the task when its form is left', async () => {
    const user = await onTasks()
    await box('Call Noor')
    await user.keyboard('jje')
    await screen.findByRole('form', { name: 'Change “Send the agenda”' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(focused()).toBe('Change “Send the agenda”'))
    await user.keyboard('k')
    expect(focused()).toBe('Call Noor: done')
  })

  it('give the focus back to the button when a new task was not written', async () => {
    const user = await onTasks()
    await box('Call Noor')
    await user.keyboard('n')
    await screen.findByRole('form', { name: 'New task' })
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: /New task/ })))
  })
})

describe('a task that is written', () => {
  it('is added once by two hits of Enter', async () => {
    const letGo = server().isSlow(AddTask, { title: 'Call Bo' })
    const user = await onTasks([])
    await user.keyboard('n')
    await user.type(await screen.findByLabelText('What is to be done'), ' Call Bo {Enter}{Enter}')
    letGo()
    await screen.findByText('“Call Bo” is on the list.')
    expect(server().asked(AddTask)).toMatchObject([{ body: { title: 'Call Bo', customerId: null } }])
  })

  it('for a customer that is not there says so, and keeps what was typed', async () => {
    const user = await onTasks([])
    await user.keyboard('n')
    await user.type(await screen.findByLabelText('What is to be done'), 'Call them')
    await user.type(screen.getByLabelText(/^Customer/), 'Elmo{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('No customer of this name is here.')
    expect(server().asked(AddTask)).toEqual([])
    expect(screen.getByLabelText('What is to be done')).toHaveProperty('value', 'Call them')
  })

  it('without a line stays in its form, with why', async () => {
    server().isDown(AddTask)
    const user = await onTasks([])
    await user.keyboard('n')
    await user.type(await screen.findByLabelText('What is to be done'), 'Call them{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
    expect(screen.getByLabelText('What is to be done')).toHaveProperty('value', 'Call them')
    server().answers(AddTask, { title: 'Call them' })
    await user.click(screen.getByRole('button', { name: 'Add the task' }))
    await screen.findByText('“Call them” is on the list.')
    expect(
      new Set(
        server()
          .asked(AddTask)
          .map(({ key }) => key),
      ).size,
    ).toBe(1)
  })

  it('is changed: its day, whose customer and who does it', async () => {
    server().answers(ChangeTask, { id: CALL })
    const user = await onTasks()
    await user.click(await screen.findByRole('button', { name: 'Change “Call Noor”' }))
    await screen.findByRole('form')
    await user.clear(screen.getByLabelText(/^Customer/))
    fireEvent.change(screen.getByLabelText('Due'), { target: { value: '2027-03-21' } })
    await user.selectOptions(screen.getByLabelText('Who does it'), 'Ida Nord (you)')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() =>
      expect(server().asked(ChangeTask)).toMatchObject([
        { params: { id: CALL }, body: { title: 'Call Noor', dueOn: '2027-03-21', customerId: null, assigneeId: ME } },
      ]),
    )
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  })

  it('that somebody else changed meanwhile says so, and loses no word', async () => {
    server().refuses(ChangeTask, 409, 'This task is done already.')
    const user = await onTasks()
    await user.click(await screen.findByRole('button', { name: 'Change “Call Noor”' }))
    await user.type(await screen.findByLabelText('What is to be done'), ' at nine{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('This task is done already.')
    expect(screen.getByLabelText('What is to be done')).toHaveProperty('value', 'Call Noor at nine')
  })
})

describe('a task that is taken out', () => {
  it('leaves at once, and comes back when the line is down', async () => {
    server().isDown(DeleteTask)
    const user = await onTasks()
    await user.click(await screen.findByRole('button', { name: 'Delete “Call Noor”' }))
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
    await box('Call Noor')
  })

  it('is brought back once by two clicks on undo', async () => {
    server().answers(DeleteTask, { id: CALL })
    const letGo = server().isSlow(ReopenTask, { id: CALL })
    const user = await onTasks()
    await user.click(await screen.findByRole('button', { name: 'Delete “Call Noor”' }))
    await user.dblClick(await screen.findByRole('button', { name: /^Undo/ }))
    letGo()
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull())
    expect(server().asked(ReopenTask)).toHaveLength(1)
  })
})

describe('what the tasks say', () => {
  it.each([
    [[], {}, 'Nothing is open.'],
    [[send], {}, 'One open, none late.'],
    [[call, send], { more: true }, 'More than 2 open, 1 late.'],
  ])('of %j', async (open, more, says) => {
    await onTasks(open, more)
    await screen.findByText(says)
  })

  it.each([
    ['2027-03-14', 'Late', 'Sun, March 14'],
    ['2027-03-15', 'Today', 'today'],
    ['2027-03-16', 'Later', 'Tue, March 16'],
    ['2028-01-01', 'Later', 'Sat, Jan 1, 2028'],
  ])('of one that is due on %s, under %s', async (dueOn, group, says) => {
    await onTasks([{ ...call, dueOn }])
    within(await screen.findByRole('region', { name: group })).getByText(says)
  })

  it('of a hostile title is text', async () => {
    const title = '<img src=x onerror=alert(1)>'
    await onTasks([{ ...call, title }])
    await screen.findByText(title)
    expect(document.querySelector('img[src="x"]')).toBeNull()
  })

  it('of what is done, with a way back', async () => {
    server().answers(ReopenTask, { id: CALL })
    const user = await onTasks([], { done: [{ ...call, status: 'done', doneAt: '2020-03-13T09:00:00.000Z' }] })
    await user.click(await screen.findByText('Done in the last two weeks'))
    screen.getByText('Fri, March 13')
    await user.click(screen.getByRole('checkbox', { name: 'Call Noor: take it back' }))
    await waitFor(() => expect(server().asked(ReopenTask)).toMatchObject([{ params: { id: CALL } }]))
  })
})
