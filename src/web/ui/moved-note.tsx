import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FactTone } from './fact.tsx'

/** The note of a figure: how it moved, in words and by an arrow; a fall is bad news. */
export type FigureNote = { readonly note: ReactNode; readonly tone?: FactTone | undefined }

export function movedNote(change: number, words: string): FigureNote {
  const Arrow = change < 0 ? ArrowDown : ArrowUp
  const note = (
    <>
      <Arrow size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{change < 0 ? 'Down' : 'Up'}</span> {words}
    </>
  )
  return { note, tone: change < 0 ? 'risk' : 'fine' }
}
