/** For the field that a dialog is opened for: it has the focus in the same moment, so that no letter is lost. */
export const focusFirst = (field: HTMLElement | null): void => field?.focus()
