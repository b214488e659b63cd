import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
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
const ELM = '01890000-0000-7000-8000-0000000003bb'

const page = (more: object = {}) => ({
  day: '2027-03-15',
  open: [
    { id: CALL, title: 'Call Noor', dueOn: '2027-03-14', customer: { name: 'Elm' }, can: ['act'] },
    { title: 'Send the agenda', dueOn: '2027-03-20', workflow: { title: 'Risk before a renewal' }, can: ['act'] },
  ],
  people: [{ id: ME, name: 'Ida Nord' }],
  customers: [{ id: ELM, name: 'Elm' }],
  ...more,
})

describe('the tasks', () => {
  it('stand by their day, and lead to their customer and their workflow', async () => {
    server().answers(GetTasksPage, page())
    opened(server(), '/tasks')
    await within(await screen.findByRole('region', { name: 'Late' })).findByText('Call Noor')
    within(screen.getByRole('region', { name: 'Later' })).getByText('Send the agenda')
    expect(screen.getByRole('link', { name: 'Elm' }).getAttribute('href')).toMatch(/^\/customers\//)
    expect(screen.getByRole('link', { name: 'Risk before a renewal' }).getAttribute('href')).toMatch(/^\/work\//)
    expect(screen.getByText('Two open, 1 late.')).toBeDefined()
  })

  it('say what comes here where there are none', async () => {
    server().answers(GetTasksPage, {})
    opened(server(), '/tasks')
    await screen.findByRole('heading', { name: 'Nothing is to be done.' })
  })

  it('say that they did not load, and that the team’s are not for everybody', async () => {
    server().refuses(GetTasksPage, 404, 'Gone.')
    const user = opened(server(), '/tasks')
    await screen.findByRole('heading', { name: 'The tasks did not load.' })
    server().refuses(GetTasksPage, 403, 'Your own tasks are those you can open.')
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'You cannot open these tasks.' })
  })

  it('are done by a tick, once, and reopened by undo', async () => {
    server().answers(GetTasksPage, page())
    server().answers(CompleteTask, { id: CALL, title: 'Call Noor', status: 'done' })
    server().answers(ReopenTask, { id: CALL, title: 'Call Noor' })
    const user = opened(server(), '/tasks')
    const box = await screen.findByRole('checkbox', { name: 'Call Noor: done' })
    await user.dblClick(box)
    await screen.findByText('“Call Noor” is done.')
    expect(server().asked(CompleteTask)).toMatchObject([{ params: { id: CALL } }])
    await user.keyboard('z')
    await waitFor(() => expect(server().asked(ReopenTask)).toMatchObject([{ params: { id: CALL } }]))
  })

  it('come back when the server refuses, with its words', async () => {
    server().answers(GetTasksPage, page())
    server().refuses(CompleteTask, 409, 'This task is done already.')
    const user = opened(server(), '/tasks')
    await user.click(await screen.findByRole('checkbox', { name: 'Call Noor: done' }))
    expect((await screen.findByRole('alert')).textContent).toBe('This task is done already.')
    await screen.findByRole('checkbox', { name: 'Call Noor: done' })
  })

  it('are written by the keyboard alone: N, what, whose customer, until when', async () => {
    server().answers(GetTasksPage, page())
    server().answers(AddTask, { title: 'Ask for the numbers' })
    const user = opened(server(), '/tasks')
    await screen.findByRole('region', { name: 'Late' })
    await user.keyboard('n')
    const form = await screen.findByRole('form', { name: 'New task' })
    await user.keyboard('{Enter}')
    expect((await within(form).findByRole('alert')).textContent).toBe('A task needs a title.')
    await user.keyboard('Ask for the numbers{Tab}elm{Enter}')
    await screen.findByText('“Ask for the numbers” is on the list.')
    const body = { title: 'Ask for the numbers', customerId: ELM, dueOn: null, assigneeId: ME }
    expect(
      server()
        .asked(AddTask)
        .map((asked) => asked.body),
    ).toEqual([body])
    expect(server().asked(AddTask)[0]?.key).not.toBeNull()
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  })

  it('are changed, and deleted with a way back', async () => {
    server().answers(GetTasksPage, page())
    server().answers(ChangeTask, { id: CALL })
    server().answers(DeleteTask, { id: CALL })
    const user = opened(server(), '/tasks')
    await user.click(await screen.findByRole('button', { name: 'Change “Call Noor”' }))
    await user.clear(await screen.findByLabelText('What is to be done'))
    await user.keyboard('Write to Noor{Enter}')
    await waitFor(() => expect(server().asked(ChangeTask)).toMatchObject([{ body: { title: 'Write to Noor' } }]))
    await user.click(await screen.findByRole('button', { name: 'Delete “Call Noor”' }))
    await screen.findByText('“Call Noor” is deleted.')
    expect(screen.getByRole('button', { name: /^Undo/ })).toBeDefined()
  })

  it('of others are read: nothing can be ticked by who only reads', async () => {
    server().answers(GetTasksPage, { ...page(), whose: 'team', open: [{ title: 'Call', assignee: { name: 'Bo' } }] })
    opened(server(), '/tasks', 'viewer')
    const box = await screen.findByRole('checkbox', { name: 'Call: done' })
    expect(box).toHaveProperty('disabled', true)
    expect(screen.queryByRole('button', { name: /New task/ })).toBeNull()
    expect(screen.getByText('Bo')).toBeDefined()
  })
})
