/** Asks why of the card that has focus, else of the first one on the page: for the key W. */
export function askWhy(event: KeyboardEvent): void {
  const focused = document.activeElement?.closest('[data-card]') ?? document
  const why = focused.querySelector<HTMLElement>('[data-why="score"]')
  if (!why) return
  event.preventDefault()
  // So that closing it gives the focus back to where the question was asked.
  why.focus()
  why.click()
}
