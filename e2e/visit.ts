import type { Browser, Locator, Page } from 'playwright-core'

export type Look = { readonly name: 'light' | 'dark' | 'phone'; readonly dark?: boolean; readonly phone?: boolean }

export const LOOKS: readonly Look[] = [{ name: 'light' }, { name: 'dark', dark: true }, { name: 'phone', phone: true }]

/** A page as a reader in Europe sees it at an instant; motion is reduced so that pictures and waits are exact. */
export async function visit(browser: Browser, { dark, phone }: Omit<Look, 'name'>, now?: Date): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: phone ?? false,
    isMobile: phone ?? false,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  // Only a page that hangs waits this out.
  context.setDefaultTimeout(90_000)
  const page = await context.newPage()
  if (now) await page.clock.setFixedTime(now)
  return page
}

/** One click on a sample person; ends on the person's day. */
export async function signIn(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address)
  await choosePerson(page, name)
}

/** The same where the page is open already. */
export async function choosePerson(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor({ state: 'attached' })
  await page.getByRole('article').waitFor()
}

/** A number as the page writes it: true minus, thousands separators, a plus before what adds. */
export function numberIn(text: string): number {
  return Number(text.replace('\u2212', '-').replace(/[^\d.-]/g, ''))
}

/** What was just done is sent at once, when whoever did it will not take it back. */
export async function handIn(page: Page, press = (wanted: Locator) => wanted.click()): Promise<void> {
  const sent = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/complete'),
  )
  await press(page.getByRole('status').getByRole('button', { name: 'Close' }))
  await sent
}

/** Opens a page of the navigation, or finding and doing: on a phone what has no place in the bar is behind “More”. */
export async function go(page: Page, where: 'Tasks' | 'Find or do'): Promise<void> {
  const more = page.getByRole('button', { name: 'More', exact: true }).locator('visible=true')
  if ((await more.count()) > 0) {
    await more.click()
    await page.getByRole('menuitem', { name: where }).click()
  } else if (where === 'Tasks') await page.getByRole('link', { name: where }).locator('visible=true').click()
  else await page.getByRole('button', { name: where }).locator('visible=true').click()
}
