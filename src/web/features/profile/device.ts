const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Mac OS X', 'Mac'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
] as const

/** `Firefox on Windows` of what a browser calls itself; the order matters, because most of them claim to be others as well. */
export function deviceWords(device: string): string {
  const browser = BROWSERS.find(([sign]) => device.includes(sign))?.[1]
  const system = SYSTEMS.find(([sign]) => device.includes(sign))?.[1]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? 'A program'
}
