import type { ComponentProps } from 'react'
import { FormDialog } from '../ui/form-dialog.tsx'
import { closeAtHand } from './state.ts'

/** A short form that is open from anywhere, and gives the focus back to where one was. */
export function Form(props: Omit<ComponentProps<typeof FormDialog>, 'onClose'>) {
  return <FormDialog {...props} onClose={closeAtHand} />
}
