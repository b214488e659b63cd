/** For the field that a dialog is opened for: it has the focus in the same moment, so that no letter is lost, and the page behind stays where it is. */
export const focusFirst = (field: HTMLElement | null): void => field?.focus({ preventScroll: true })
