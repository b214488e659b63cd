import type { Page } from 'playwright-core'
import { codeOf } from '../test/authenticator.ts'
import { fillIn, passwordField } from './forms.ts'

export type Screen = { readonly name: string; show(page: Page, address: string): Promise<void> }

const EMAIL = 'al@example.org'
const PASSWORD = 'correct horse battery'

/** The pages before anybody is in, on a server that nobody has been to: as the very first, then with an invitation and a second factor. */
export async function entranceScreens(
  address: string,
  take: (screen: Screen, address: string) => Promise<void>,
): Promise<void> {
  await take(
    {
      name: 'first-admin',
      show: async (page) => {
        await page.goto(address)
        await page.getByRole('button', { name: 'Begin' }).waitFor()
      },
    },
    address,
  )
  const company = { name: 'Larkspur Works', timeZone: 'Europe/Berlin' }
  const first = { company, name: 'Al Birch', email: EMAIL, password: PASSWORD }
  const asAdmin = asking(address, await cookieOf(`${address}/api/session/first-admin`, first))
  const invited = { email: 'ada@example.org', role: 'csm' }
  const { invitation } = await asAdmin<{ invitation: { link: string } }>('/api/members/invite', invited)
  await take(
    {
      name: 'invitation',
      show: async (page) => {
        await page.goto(`${address}/invitation${new URL(invitation.link).hash}`)
        await passwordField(page).waitFor()
      },
    },
    address,
  )
  const { uri } = await asAdmin<{ uri: string }>('/api/me/second-factor', { password: PASSWORD })
  await asAdmin('/api/me/second-factor/confirm', { code: codeOf(uri) })
  await take(
    {
      name: 'sign-in-code',
      show: async (page) => {
        await page.goto(address)
        await fillIn(page, { 'E-mail address': EMAIL })
        await passwordField(page).fill(PASSWORD)
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.getByRole('heading', { name: 'One more thing' }).waitFor()
      },
    },
    address,
  )
}

async function post(url: string, body: object, cookie?: string): Promise<Response> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${url} answered ${String(reply.status)}: ${await reply.text()}`)
  return reply
}

const cookieOf = async (url: string, body: object): Promise<string> =>
  ((await post(url, body)).headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''

const asking =
  (address: string, cookie: string) =>
  async <T>(path: string, body: object): Promise<T> =>
    (await (await post(`${address}${path}`, body, cookie)).json()) as T
