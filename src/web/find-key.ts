/** What opens the palette, as the keyboard of this device names it. */
export const FIND_KEY = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'
