import { useEffect } from 'react'
import type { ComposedStep, ChatAction } from '../../../stages/compose/composition.contract.ts'
import { Chat } from './chat.tsx'
import { useDesk } from './desk.tsx'
import { offered } from './offered.ts'
import { Artifact } from './panels/artifact.tsx'
import { SHELF, elementOf, type Pane } from './panels/element.ts'
import { Standing } from './standing.tsx'
import type { MenuPart } from './parts.ts'
import { CLOSING, nextOpen, type Step } from './steps.ts'
import styles from './taskmode.module.css'
import { useSwipe } from './use-swipe.ts'
import type { Work } from './use-work.ts'

type PanesProps = {
  readonly composed: ComposedStep
  /** Undefined behind the last step. */
  readonly step: Step | undefined
  readonly work: Work
  readonly pane: Pane
  readonly onPane: (pane: Pane) => void
  readonly onComplete: () => void
  readonly onMenu: (part: MenuPart) => void
  readonly onGo: (stepId: string) => void
}

/** Acts of the conversation that need more words open the step’s menu. */
const MENU_OF = { snoozeStep: 'snooze', skipStep: 'skip', escalateStep: 'escalate' } as const

/** The conversation and what lies beside it; on the phone two panes with a switch. */
export function Panes({ composed, step, work, pane, onPane, onComplete, onMenu, onGo }: PanesProps) {
  const { taskMode, keeper, stepId, readOnly } = useDesk()
  const swipe = useSwipe((way) => onPane(way === 'left' ? 'artifacts' : 'chat'))
  const said = keeper.read(stepId).chat
  useEffect(() => {
    // Who acts by keyboard goes on where the new step begins to speak, not at the top of the page.
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true })
  }, [])
  const show = (artifactId: string | null): void => {
    onPane('artifacts')
    if (artifactId !== null) document.getElementById(elementOf(artifactId))?.scrollIntoView({ block: 'start' })
  }
  const perform = (action: ChatAction, artifactId: string | null): void => {
    if (action === 'showArtifact') show(artifactId)
    else if (action === 'nextStep') onGo(nextAfter())
    else if (action === 'completeStep') onComplete()
    else if (action in MENU_OF) onMenu(MENU_OF[action as keyof typeof MENU_OF])
  }
  const nextAfter = (): string => {
    const { steps } = taskMode.execution
    const at = steps.findIndex(({ id }) => id === stepId)
    return nextOpen(steps, at)?.id ?? CLOSING
  }
  const choose = (value: string, action: ChatAction | null): void => {
    const branch = composed.chat.branches[value]
    if (branch) {
      keeper.change(stepId, (before) => ({ ...before, chat: [...before.chat, value] }))
      for (const each of branch.actions) perform(each, branch.artifactId)
      if (branch.task) void work.addTask(branch.task)
    }
    if (action !== null) perform(action, null)
  }
  const buttons = offered({ composed, step, said, work, readOnly, choose, goOn: () => onGo(nextAfter()), onMenu })
  return (
    <>
      <div className={styles.switch} role="group" aria-label="Panes">
        {(['chat', 'artifacts'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={pane === each} onClick={() => onPane(each)}>
            {each === 'chat' ? 'Chat' : (composed.artifacts[0]?.title ?? 'Beside it')}
          </button>
        ))}
      </div>
      <main className={styles.panes} data-pane={pane} id="content" {...swipe}>
        <Chat
          step={composed}
          said={said}
          standing={<Standing step={step} missing={work.missing} />}
          buttons={buttons}
        />
        <section id={SHELF} className={styles.shelf} aria-label="Beside the conversation" tabIndex={0}>
          {composed.artifacts.map((artifact) => (
            <Artifact key={artifact.id} artifact={artifact} />
          ))}
        </section>
      </main>
    </>
  )
}
