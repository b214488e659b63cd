import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { NotePulse } from '../../pipeline/customer.contract.ts'
import { LogEngagement, TakeBackLogged } from '../../pipeline/log.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { Search } from '../../views/search.contract.ts'
import { ASH, ELM, LARCH, card, day } from '../testing/given-day.ts'
import { givenServer, opened } from '../testing/opened.tsx'

const server = givenServer()

const onToday = async (more: Parameters<typeof day>[0] = {}) => {
  server().answers(GetToday, day({ one: card(ELM, 'Elm', { customer: { id: ELM, name: 'Elm' } }), ...more }))
  const user = opened(server(), '/')
  await screen.findByRole('heading', { level: 1 })
  return user
}
/** The form, with whoever is in front. */
const onForm = async () => {
  const user = await onToday()
  await screen.findByRole('article')
  await user.keyboard('l')
  await screen.findByRole('heading', { name: 'Call with Elm' })
  return { user, line: await screen.findByLabelText('In a line') }
}
const logged = () => server().asked(LogEngagement)
const log = () => screen.getByRole('button', { name: 'Log it' })

describe('a call', () => {
  it('is logged in ten seconds: L, a line, Enter', async () => {
    const letGo = server().isSlow(LogEngagement, {})
    const { user, line } = await onForm()
    expect(document.activeElement).toBe(line)
    await user.keyboard('They like it{Enter}{Enter}')
    letGo()
    await screen.findByText('Call with Elm is logged.')
    expect(logged()).toMatchObject([
      { params: { id: ELM }, body: { kind: 'call', line: 'They like it', reached: true } },
    ])
    expect(logged()[0]?.body).not.toHaveProperty('mood')
    expect(logged()[0]?.body).not.toHaveProperty('nextStep')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('with what was promised makes a task of it', async () => {
    server().answers(LogEngagement, {})
    const { user, line } = await onForm()
    await user.type(line, 'They want numbers')
    await user.click(screen.getByRole('radio', { name: 'Mixed' }))
    await user.type(screen.getByLabelText('Promised, or what comes next'), ' Send them ')
    fireEvent.change(screen.getByLabelText('By'), { target: { value: '2027-03-19' } })
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() =>
      expect(logged()).toMatchObject([
        { body: { mood: 'mixed', nextStep: { title: 'Send them', dueOn: '2027-03-19' } } },
      ]),
    )
  })

  it('that nobody answered is no contact, and has no mood', async () => {
    server().answers(LogEngagement, {})
    const { user, line } = await onForm()
    screen.getByText('It counts as contact at once.')
    await user.click(screen.getByRole('checkbox', { name: 'Nobody answered' }))
    screen.getByText('It is on the timeline.')
    expect(screen.queryByRole('radio', { name: 'Mixed' })).toBeNull()
    await user.type(line, 'No answer{Enter}')
    await waitFor(() => expect(logged()).toMatchObject([{ body: { reached: false } }]))
  })

  it.each([
    ['Meeting', 'Meeting with Elm', { kind: 'meeting', reached: true }],
    ['Note', 'Note on Elm', { kind: 'note', reached: true }],
  ])('can be a %s as well', async (choice, title, body) => {
    server().answers(LogEngagement, {})
    const { user, line } = await onForm()
    await user.click(screen.getByRole('radio', { name: choice }))
    screen.getByRole('heading', { name: title })
    expect(screen.queryByRole('checkbox', { name: 'Nobody answered' })).toBeNull()
    await user.type(line, 'A line{Enter}')
    await screen.findByText(`${title} is logged.`)
    expect(logged()).toMatchObject([{ body }])
  })

  it('sent again after a line that was down is the same call', async () => {
    server().isDown(LogEngagement)
    const { user, line } = await onForm()
    await user.type(line, 'They like it{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
    expect(line).toHaveProperty('value', 'They like it')
    server().answers(LogEngagement, {})
    await user.click(log())
    await screen.findByText('Call with Elm is logged.')
    expect(new Set(logged().map(({ key }) => key)).size).toBe(1)
  })

  it('is taken back by Z, and says why where that is too late', async () => {
    server().answers(LogEngagement, { engagement: { id: ASH } })
    server().refuses(TakeBackLogged, 409, 'Ten minutes have passed.')
    const { user, line } = await onForm()
    await user.type(line, 'They like it{Enter}')
    await screen.findByText('Call with Elm is logged.')
    await user.keyboard('z')
    expect((await screen.findByRole('alert')).textContent).toBe('It was not taken back. Ten minutes have passed.')
    server().answers(TakeBackLogged, {})
    await user.keyboard('z')
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull())
    expect(server().asked(TakeBackLogged)).toMatchObject([{ params: { id: ELM, engagementId: ASH } }, {}])
  })

  it('without a line in its field is not sent', async () => {
    const { user } = await onForm()
    await user.click(log())
    expect(logged()).toEqual([])
  })

  it('is asked with whom where nobody is in front', async () => {
    server().answers(Search, { customers: [{ id: LARCH, name: 'Larch' }] })
    const user = await onToday({ one: null, next: [] })
    await screen.findByRole('heading', { name: 'Nothing is due. Enjoy the quiet.' })
    await user.keyboard('l')
    await user.type(await screen.findByRole('combobox', { name: 'Log a call with' }), 'larch')
    await user.click(await screen.findByRole('option', { name: /^Larch/ }))
    await screen.findByRole('heading', { name: 'Call with Larch' })
  })

  it('given up leads the focus back to where it was', async () => {
    const user = await onToday()
    const button = screen.getByRole('button', { name: /Log a call/ })
    await user.click(button)
    await user.type(await screen.findByLabelText('In a line'), 'Never mind')
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement?.textContent).toBe(button.textContent))
    expect(logged()).toEqual([])
  })
})

describe('an impression', () => {
  it('is kept in a colour and a line, once', async () => {
    const letGo = server().isSlow(NotePulse, {})
    const user = await onToday()
    await screen.findByRole('article')
    await user.keyboard('{Control>}k{/Control}')
    await user.click(await screen.findByRole('option', { name: 'Note my impression' }))
    await user.click(await screen.findByRole('radio', { name: 'In danger' }))
    await user.type(screen.getByLabelText('Why, in a line'), 'Noor left')
    await user.dblClick(screen.getByRole('button', { name: 'Keep it' }))
    letGo()
    await screen.findByText('Your impression of Elm is kept.')
    expect(server().asked(NotePulse)).toMatchObject([
      { params: { id: ELM }, body: { colour: 'red', line: 'Noor left' } },
    ])
  })
})
