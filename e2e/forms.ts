import type { Locator, Page } from 'playwright-core'

/** The one field for a password that the page (or a part of it) has: one that somebody has, or a new one. */
export const passwordField = (page: Page | Locator) => page.locator('input[autocomplete$="-password"]')

/** A field by the first words of its label. */
export const field = (page: Page, label: string) => page.getByRole('textbox', { name: new RegExp(`^${label}`) })

export const fillIn = async (page: Page, texts: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, text] of Object.entries(texts)) await field(page, label).fill(text)
}

/** The first one in: the admin of a new company, on a server that has nobody yet. */
export async function beginCompany(page: Page, password: string): Promise<void> {
  await fillIn(page, { Company: 'Larkspur Works', 'Your name': 'Al Birch', 'Your e-mail address': 'al@example.org' })
  await passwordField(page).fill(password)
  await page.getByRole('button', { name: 'Begin' }).click()
}

/** Invites by an admin who has just come in. */
export async function invite(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('button', { name: 'Invite' }).click()
  await fillIn(page, { 'E-mail address': email })
  await page.getByRole('button', { name: 'Invite' }).click()
}
