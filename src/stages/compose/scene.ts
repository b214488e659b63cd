import type { Day } from '../../base/day.ts'
import { hydrate, type Reading } from './hydrate.ts'
import type { ComposedStep, Paragraph, Part } from './composition.contract.ts'
import type { ExecutionContext } from './context.contract.ts'
import { sourceOf, type SourceKey } from './sources.ts'

/** Who is spoken to. */
export type Reader = { readonly name: string }

/** What a composition reads. */
export type Told = {
  readonly context: ExecutionContext
  readonly reader: Reader
  readonly today: Day
  readonly reading: Reading
  /** The steps of this run, so that a slide speaks of another one only where there is one. */
  readonly stepIds: readonly string[]
}

type Saying = {
  /** The record that it rests on; becomes a footnote. */
  readonly from?: SourceKey
  readonly strong?: boolean
  /** Values of this sentence alone, read as `{{own.…}}`. Data never stand in a template themselves. */
  readonly own?: Readonly<Record<string, unknown>>
}

/** What a slide is built with: the facts, and a pen that fills templates and keeps the footnotes of one step. */
export type Scene = Omit<Told, 'reading'> & {
  readonly money: (amount: number) => string
  /** A template with the context and values of its own filled in. */
  readonly fill: (template: string, own?: Saying['own']) => string
  readonly say: (template: string, saying?: Saying) => Part
  readonly cite: (key: SourceKey) => number
  readonly footnotes: () => ComposedStep['sources']
  readonly missing: () => string[]
}

const firstWord = (name: string): string => name.trim().split(/\s+/)[0] ?? name

export function sceneOf({ context, reader, today, reading, stepIds }: Told): Scene {
  const cited: SourceKey[] = []
  const missed = new Set<string>()
  const data = { ...context, reader: { ...reader, firstName: firstWord(reader.name) } }
  const fill: Scene['fill'] = (template, own = {}) => {
    const { text, missing } = hydrate(template, { ...data, own }, reading)
    for (const path of missing) missed.add(path)
    return text
  }
  const cite = (key: SourceKey): number => {
    if (!cited.includes(key)) cited.push(key)
    return cited.indexOf(key) + 1
  }
  return {
    context,
    reader,
    today,
    stepIds,
    money: (amount) => fill('{{own.amount | currency}}', { amount }),
    fill,
    cite,
    say: (template, { from, strong = false, own } = {}) => ({
      text: fill(template, own),
      strong,
      source: from === undefined ? null : cite(from),
    }),
    footnotes: () => cited.map((key, index) => ({ number: index + 1, ...sourceOf(key, context) })),
    missing: () => [...missed].sort(),
  }
}

/** Sentences that belong together; what is not said (null, empty) leaves no trace. Null: nothing is left to say. */
export function paragraph(parts: readonly (Part | null | false)[], when: Paragraph['when'] = null): Paragraph | null {
  const said = parts.flatMap((part) => (part && part.text.trim() !== '' ? [part] : []))
  return said.length === 0 ? null : { parts: said.with(0, begun(said)), when }
}

/** A sentence that follows another one begins with a space; the first that is left does not. */
const begun = ([first]: readonly Part[]): Part => ({
  text: first?.text.trimStart() ?? '',
  strong: first?.strong ?? false,
  source: first?.source ?? null,
})

export const paragraphs = (list: readonly (Paragraph | null)[]): Paragraph[] => list.filter((each) => each !== null)
