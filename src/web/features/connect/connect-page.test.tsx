import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { CreateSecret, EndSecret, ListSecrets } from '../../../stages/ingest/webhook/webhook.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened, reopened } from '../../testing/opened.tsx'

const server = givenServer()

const OLD = '01890000-0000-7000-8000-0000000007aa'
const SECRET = 'whsec_c2VjcmV0'
const ADDRESS = '/api/webhooks/meadow'

const product = { id: OLD, name: 'product', createdAt: '2026-03-15T09:00:00.000Z', endedAt: null, can: ['end'] }

const opens = async (more: object = {}) => {
  server().answers(ListSecrets, { address: ADDRESS, items: [product], ...more })
  const user = opened(server(), '/settings/connect', 'admin')
  await screen.findByRole('region', { name: 'Address of the webhook' })
  return user
}

const secrets = () => within(screen.getByRole('article', { name: '2. A secret to sign with' }))

describe('a connection', () => {
  it('has an address of this server, and an example that signs', async () => {
    await opens()
    const address = `${window.location.origin}${ADDRESS}`
    expect(screen.getByRole('region', { name: 'Address of the webhook' }).textContent).toBe(address)
    const example = screen.getByRole('region', { name: 'Example for a terminal' }).textContent
    expect(example).toContain(`curl -i '${address}'`)
    expect(example).toContain("secret='whsec_…'")
    screen.getByText(/Make a secret and it stands in the example/)
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
  })

  it('has a secret that is made once and shown once', async () => {
    const user = await opens()
    server().answers(CreateSecret, { secret: SECRET })
    await user.type(secrets().getByRole('textbox', { name: 'Who signs with it' }), ' billing ')
    await user.dblClick(secrets().getByRole('button', { name: 'Make a secret' }))
    expect((await screen.findByRole('region', { name: 'The new secret' })).textContent).toBe(SECRET)
    secrets().getByText('Keep it now: it cannot be read again.')
    expect(screen.getByRole('region', { name: 'Example for a terminal' }).textContent).toContain(`secret='${SECRET}'`)
    expect(
      server()
        .asked(CreateSecret)
        .map(({ body }) => body),
    ).toEqual([{ name: 'billing' }])
    expect(server().asked(CreateSecret)[0]?.key).not.toBeNull()
    reopened()
    await screen.findByRole('region', { name: 'Address of the webhook' })
    expect(document.body.innerHTML).not.toContain(SECRET)
  })

  it('whose secret cannot be made says why, and keeps the name', async () => {
    const user = await opens()
    server().refuses(CreateSecret, 409, 'There are ten secrets already. End one first.')
    await user.type(secrets().getByRole('textbox', { name: 'Who signs with it' }), 'billing{Enter}')
    expect((await secrets().findByRole('alert')).textContent).toBe('There are ten secrets already. End one first.')
    expect(secrets().getByRole('textbox', { name: 'Who signs with it' })).toHaveProperty('value', 'billing')
  })

  it('has secrets that hold until they are ended, which is asked once more', async () => {
    const ended = { ...product, id: '01890000-0000-7000-8000-0000000007bb', name: 'ended', endedAt: product.createdAt }
    const user = await opens({ items: [product, ended] })
    secrets().getByText('made Sun, March 15')
    expect(secrets().queryByText('ended')).toBeNull()
    await user.click(secrets().getByRole('button', { name: 'End it' }))
    await user.click(secrets().getByRole('button', { name: 'Not now' }))
    expect(server().asked(EndSecret)).toEqual([])
    server().answers(EndSecret, { ended: true })
    server().answers(ListSecrets, { address: ADDRESS })
    await user.click(secrets().getByRole('button', { name: 'End it' }))
    await user.click(secrets().getByRole('button', { name: 'End product' }))
    await waitFor(() => expect(secrets().queryByText('product')).toBeNull())
    expect(server().asked(EndSecret)).toMatchObject([{ params: { id: OLD } }])
  })

  it.each([
    [null, /^Nothing yet This page looks again by itself/],
    [
      { status: 'applied', customerExternalId: 'c-1', customerId: OLD },
      /^Arrived The last one came .*, for customer c-1\.$/,
    ],
    [
      { status: 'accepted', customerExternalId: 'c-9', customerId: null },
      /for customer c-9, who is not here yet; it waits\.$/,
    ],
    [{ status: 'dead', error: 'no such metric' }, /^Given up The last one came .*: no such metric\.$/],
  ])('says whether something has arrived: %j', async (last, says) => {
    await opens({ last })
    const [status] = within(screen.getByRole('article', { name: '3. Try it' }))
      .getAllByRole('status')
      .filter(({ textContent }) => textContent !== 'Copy')
    expect(status?.textContent).toMatch(says)
  })

  it('is for administrators; others are told whom to ask', async () => {
    server().refuses(ListSecrets, 403, 'Only admins may do this.')
    opened(server(), '/settings/connect')
    await screen.findByRole('heading', { name: 'Only administrators connect systems.' })
  })

  it('says that it loads, and that it did not, and loads when it is asked again', async () => {
    server().isSilent(ListSecrets)
    const user = opened(server(), '/settings/connect', 'admin')
    await screen.findByText('Loading')
    server().refuses(ListSecrets, 404, 'Gone.')
    reopened()
    await screen.findByRole('heading', { name: 'The connections did not load.' })
    server().answers(ListSecrets, { address: ADDRESS })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('region', { name: 'Address of the webhook' })
  })
})
