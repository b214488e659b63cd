import type { ComposedStep, Composition } from './composition.contract.ts'
import { sceneOf, type Told } from './scene.ts'
import type { Slide } from './slide.ts'
import { closing } from './slides/summary.ts'
import { slideOf } from './slides/registry.ts'

type Step = { readonly id: string; readonly name: string }

/** The steps of a workflow as one customer's: each is its slide, filled from one reading of the facts. */
export function compose(steps: readonly Step[], known: Omit<Told, 'stepIds'>): Composition {
  const told = { ...known, stepIds: steps.map(({ id }) => id) }
  return {
    steps: steps.map((step) => composed(step, slideOf(step.id), told)),
    closing: composed({ id: 'closing', name: 'What goes on record' }, closing, told),
  }
}

function composed(step: Step, slide: Slide, told: Told): ComposedStep {
  const scene = sceneOf(told)
  const { opening, buttons, branches = {}, artifacts } = slide.build(scene, step)
  return {
    ...step,
    kind: slide.kind,
    chat: { opening, buttons, branches: { ...branches } },
    artifacts,
    sources: scene.footnotes(),
    missing: scene.missing(),
  }
}
