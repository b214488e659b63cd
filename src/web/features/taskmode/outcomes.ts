import type { Artifact, ArtifactOf } from '../../../stages/compose/artifacts.contract.ts'
import type { ComposedStep } from '../../../stages/compose/composition.contract.ts'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { isTicked, textIn, type PanelDraft, type StepDraft } from './draft.ts'
import { percentIn, priceAfter, withPrice, type Price, type PriceFrom } from './price.ts'
import { quoteOf } from './quote-lines.ts'

export type PlanItem = {
  readonly key: string
  readonly title: string
  readonly dueOn: string | null
  readonly because: string
  readonly done: boolean
}

/** The items of a plan as they stand: changed ones in place of those that were proposed. */
export function planItems(plan: ArtifactOf<'plan'>, draft: PanelDraft | undefined): readonly PlanItem[] {
  const kept = draft?.['items']
  if (!Array.isArray(kept)) return plan.items.map((item) => ({ ...item, done: false }))
  return kept.filter(isPlanItem)
}

const isPlanItem = (value: unknown): value is PlanItem =>
  typeof value === 'object' && value !== null && 'key' in value && 'title' in value && 'done' in value

export type Mail = { readonly to: string | null; readonly subject: string; readonly body: string }

/** A mail as it stands; words that nobody changed carry the price of this moment. */
export function mailOf(email: ArtifactOf<'email'>, draft: PanelDraft | undefined, price: Price | null): Mail {
  const version = email.versions.find(({ key }) => key === textIn(draft, 'version')) ?? email.versions[0]
  return {
    to: textIn(draft, 'to') ?? email.to,
    subject: textIn(draft, 'subject') ?? email.subject,
    body: textIn(draft, 'body') ?? withPrice(version?.body ?? '', price, email.currency),
  }
}

/** The points of a checklist that are not ticked yet; until there are none the step is not handed in. */
export const unticked = (step: ComposedStep, draft: StepDraft): readonly string[] =>
  step.artifacts.flatMap((artifact) =>
    artifact.type === 'checklist'
      ? artifact.items.filter(({ key }) => !isTicked(draft.panels[artifact.id], key)).map(({ label }) => label)
      : [],
  )

/** What came out of a step, by its panels: what was entered, and what was proposed and left as it was. */
export function outcomesOf(
  step: ComposedStep,
  draft: StepDraft,
  priceFor: (from: PriceFrom) => Price,
): Record<string, unknown> {
  const entries = step.artifacts.flatMap((artifact): [string, unknown][] => {
    const told = outcomeOf(artifact, draft.panels[artifact.id], priceFor)
    return told === null ? [] : [[artifact.id, told]]
  })
  return Object.fromEntries(entries)
}

function outcomeOf(artifact: Artifact, draft: PanelDraft | undefined, priceFor: (from: PriceFrom) => Price): unknown {
  switch (artifact.type) {
    case 'form':
    case 'worth':
      return draft ?? null
    case 'pricing': {
      const percent = percentIn(draft, artifact.recommended)
      const { currency, current, recommended: proposed } = artifact
      return { percent, proposed, current, amount: priceAfter(current, percent), currency }
    }
    case 'quote': {
      const { amount, settled } = priceFor(artifact.priceFrom)
      return { ...quoteOf(artifact, { draft, price: amount }), currency: artifact.currency, placeholder: !settled }
    }
    case 'checklist':
      return artifact.items.filter(({ key }) => isTicked(draft, key)).map(({ label }) => label)
    case 'plan':
      return planItems(artifact, draft)
    case 'email': {
      const mail = mailOf(artifact, draft, artifact.priceFrom && priceFor(artifact.priceFrom))
      const person = artifact.people.find(({ id }) => id === mail.to)
      return { ...mail, to: person ? { id: person.id, name: person.name, email: person.email } : null }
    }
    case 'assessment':
    case 'records':
    case 'people':
    case 'usage':
    case 'history':
    case 'contract':
    case 'points':
    case 'summary':
      return null
  }
}

export type FollowUp = {
  readonly key: string
  readonly title: string
  readonly dueOn: string | null
  readonly wanted: boolean
}

type Drafts = { readonly read: (stepId: string) => StepDraft }

/** What is to be done afterwards: what is still open in a plan, and what is suggested; what was taken out stays out. */
export function followUps(
  { composition }: Pick<TaskMode, 'composition'>,
  {
    drafts,
    summary,
    draft,
  }: { readonly drafts: Drafts; readonly summary: ArtifactOf<'summary'>; readonly draft: PanelDraft | undefined },
): readonly FollowUp[] {
  const planned = composition.steps.flatMap((step) =>
    step.artifacts.flatMap((artifact) =>
      artifact.type === 'plan'
        ? planItems(artifact, drafts.read(step.id).panels[artifact.id])
            .filter((item) => !item.done && item.title.trim() !== '')
            .map(({ key, title, dueOn }) => ({ key: `${step.id} ${key}`, title, dueOn }))
        : [],
    ),
  )
  return [...planned, ...summary.suggestions].map((each) => ({ ...each, wanted: draft?.[`drop ${each.key}`] !== true }))
}
