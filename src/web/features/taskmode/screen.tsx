import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { useActiveMinutes } from './use-active-minutes.ts'
import { Banners } from './banners.tsx'
import { Completion } from './completion.tsx'
import { DeskProvider } from './desk.tsx'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { Panes } from './panes.tsx'
import { StepBar } from './step-bar.tsx'
import { StepMenu, type MenuPart } from './step-menu.tsx'
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

const OVER: readonly string[] = ['completed', 'cancelled', 'superseded']
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
  const [help, setHelp] = useState(false)
  const open = (part: MenuPart): void => setMenu(step ? part : null)
  const walk = (by: 1 | -1): void => {
    const places = [...execution.steps.map(({ id }) => id), ...(work.closes ? [CLOSING] : [])]
    const next = places[places.indexOf(stepId) + by]
    if (next !== undefined) onGo(next)
  }
  const jump = (index: number): void => {
    const next = execution.steps[index]
    if (next) onGo(next.id)
  }
  useScreenKeys({ walk, jump, open, onHelp: () => setHelp(true), onLeave })
  if (work.ended) return <Completion taskMode={taskMode} ending={work.ended} onLeave={onLeave} />
  const now = new Date()
  return (
    <DeskProvider value={{ taskMode, keeper, stepId, readOnly }}>
      <div className={styles.screen}>
        <Header taskMode={taskMode} keeping={keeper.keeping()} minutes={minutes} onClose={onLeave}>
          {!OVER.includes(execution.status) && <WorkflowMenu taskMode={taskMode} onLeave={onLeave} />}
          <Help opened={help} onOpen={() => setHelp(true)} onClose={() => setHelp(false)} />
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
        <Panes key={stepId} composed={composed} step={step} work={work} onMenu={open} onGo={onGo} />
      </div>
    </DeskProvider>
  )
}
