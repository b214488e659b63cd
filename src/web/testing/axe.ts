import axe from 'axe-core'

// Nothing is laid out or painted here, and the page's own frame is not this one: that is asked in the journeys, in a real browser.
const NOT_HERE = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'html-has-lang', 'region']

/** What axe finds in what is shown, or in a part of it, one line each. */
export async function faultsIn(part: Element = document.body): Promise<readonly string[]> {
  const rules = Object.fromEntries(NOT_HERE.map((id) => [id, { enabled: false }]))
  const { violations } = await axe.run(part, { rules, resultTypes: ['violations'] })
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`))
}
