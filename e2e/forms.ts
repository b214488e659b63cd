import type { Locator, Page } from 'playwright-core'

/** The one field for a password that the page (or a part of it) has: one that somebody has, or a new one. */
export const passwordField = (page: Page | Locator) => page.locator('input[autocomplete$="-password"]')

/** A field by the first words of its label. */
export const field = (page: Page, label: string) => page.getByRole('textbox', { name: new RegExp(`^${label}`) })

export const fillIn = async (page: Page, texts: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, text] of Object.entries(texts)) await field(page, label).fill(text)
}
