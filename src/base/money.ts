// Making one takes a hundred times as long as using it, and there are few: one a language and currency.
const formatters = new Map<string, Intl.NumberFormat>()

/** An amount as people of a language read it, without cents: `$12,500`. Throws for what is no currency code. */
export function money(amount: number, currency: string, locale = 'en-US'): string {
  const key = `${locale} ${currency}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
    formatters.set(key, formatter)
  }
  return formatter.format(amount)
}
