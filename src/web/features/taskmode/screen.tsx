import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { useAsCurrent } from '../../at-hand/state.ts'
import { actsOf } from './acts.ts'
import { useActiveMinutes } from './use-active-minutes.ts'
import { Banners } from './banners.tsx'
import { Completion } from './completion.tsx'
import { DeskProvider } from './desk.tsx'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { Panes } from './panes.tsx'
import { StepBar } from './step-bar.tsx'
import { SHELF } from './panels/element.ts'
import type { MenuPart, WholePart } from './parts.ts'
import { StepMenu } from './step-menu.tsx'
import { CLOSING, placeOf } from './steps.ts'
import styles from './taskmode.module.css'
import { useDrafts } from './use-drafts.ts'
import { useScreenKeys } from './use-screen-keys.ts'
import { useWork } from './use-work.ts'
import { WorkflowMenu } from './workflow-menu.tsx'
import { Explain } from '../../ui/explain.tsx'

type ScreenProps = {
  readonly taskMode: TaskMode
  readonly readerId: string
  /** The step that the address names. */
  readonly asked: string | undefined
  /** What is shown could not be read anew. */
  readonly stale: boolean
  readonly onGo: (stepId: string) => void
  readonly onLeave: () => void
}

const MOVABLE: readonly string[] = ['in_progress', 'escalated']

/** Header, steps, conversation and artifacts; and what happens between them. */
export function Screen({ taskMode, readerId, asked, stale, onGo, onLeave }: ScreenProps) {
  const { execution, composition } = taskMode
  // Where it was opened: what others do meanwhile moves nobody from where they are.
  const [first] = useState(() => placeOf(execution.steps, asked))
  const stepId = asked === undefined ? first : placeOf(execution.steps, asked)
  const step = execution.steps.find(({ id }) => id === stepId)
  const composed = composition.steps.find(({ id }) => id === stepId) ?? composition.closing
  const readOnly = !execution.can.includes('act') || !MOVABLE.includes(execution.status)
  const keeper = useDrafts(taskMode, readerId)
  const minutes = useActiveMinutes({ keeper, stepId, counts: !readOnly, taskMode })
  const work = useWork({ taskMode, readerId, keeper, composed, stepId, onGo })
  const [menu, setMenu] = useState<MenuPart | null>(null)
  const [whole, setWhole] = useState<WholePart | null>(null)
  const [help, setHelp] = useState(false)
  // The step whose artifacts are turned to on the phone; another step begins with what is said about it.
  const [aside, setAside] = useState<string | null>(null)
  const open = (part: MenuPart): void => setMenu(step ? part : null)
  const walk = (by: 1 | -1): void => {
    const places = [...execution.steps.map(({ id }) => id), ...(work.closes ? [CLOSING] : [])]
    const next = places[places.indexOf(stepId) + by]
    if (next !== undefined) onGo(next)
  }
  const complete = (): void => {
    if (work.missing.length === 0) return void (step ? work.complete() : work.finish())
    setAside(stepId)
    document.querySelector<HTMLElement>(`#${SHELF} input[type="checkbox"]:not(:checked)`)?.focus()
  }
  const acts = actsOf({
    taskMode,
    stepId,
    readOnly,
    closes: work.closes,
    doing: {
      complete,
      move: (act) => void work.move(act),
      begin: () => void work.begin(),
      resume: () => void work.resume(),
      menu: open,
      whole: setWhole,
      go: onGo,
      help: () => setHelp(true),
      leave: onLeave,
    },
  })
  useScreenKeys({ walk, acts })
  const { id, name } = execution.customer
  useAsCurrent(work.ended ? null : { subject: { id, name, can: execution.can }, acts })
  if (work.ended) return <Completion taskMode={taskMode} ending={work.ended} onLeave={onLeave} />
  const now = new Date()
  return (
    <DeskProvider value={{ taskMode, keeper, stepId, readOnly }}>
      <div className={styles.screen}>
        <Header taskMode={taskMode} keeping={keeper.keeping()} minutes={minutes} onClose={onLeave}>
          <WorkflowMenu taskMode={taskMode} part={whole} onPart={setWhole} onLeave={onLeave} />
          <Help acts={acts} opened={help} onOpen={() => setHelp(true)} onClose={() => setHelp(false)} />
        </Header>
        <StepBar
          taskMode={taskMode}
          stepId={stepId}
          now={now}
          menuOpen={menu !== null}
          onGo={onGo}
          onMenu={() => setMenu(menu === null ? 'snooze' : null)}
          wrap={(anchor) => (
            <Explain
              opened={menu !== null}
              label={step ? `Step ${step.name}` : ''}
              width={392}
              position="bottom-start"
              onClose={() => setMenu(null)}
              anchor={anchor}
            >
              {step && (
                <StepMenu
                  step={step}
                  part={menu ?? 'snooze'}
                  onPart={setMenu}
                  onAct={work.act}
                  onClose={() => setMenu(null)}
                />
              )}
            </Explain>
          )}
        />
        <Banners taskMode={taskMode} stale={stale} work={work} />
        <Panes
          key={stepId}
          composed={composed}
          step={step}
          work={work}
          pane={aside === stepId ? 'artifacts' : 'chat'}
          onPane={(pane) => setAside(pane === 'artifacts' ? stepId : null)}
          onComplete={complete}
          onMenu={open}
          onGo={onGo}
        />
      </div>
    </DeskProvider>
  )
}
