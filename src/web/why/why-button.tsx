import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import type { WhyQuestion } from '../calls/why.ts'
import { Explain } from '../ui/explain.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import styles from './why-button.module.css'

// The reasons come once the page stands; none of them is needed to show it.
const panel = () => import('./why-panel.tsx')
const WhyPanel = lazy(async () => ({ default: (await panel()).WhyPanel }))

type WhyButtonProps = {
  readonly question: WhyQuestion
  /** What is asked in words, for the dialog and for those who do not see the figure: `Why 287 points`. */
  readonly label: string
  /** `word` is the link “Why?”, `figure` is a figure that can be asked itself. */
  readonly look: 'word' | 'figure'
  /** Today by the company's calendar. */
  readonly day: string
  readonly children: ReactNode
}

/** Every figure answers “why?”: a button that opens the ledger under it. */
export function WhyButton({ question, label, look, day, children }: WhyButtonProps) {
  const [opened, setOpened] = useState(false)
  const close = (): void => setOpened(false)
  useEffect(() => void panel().catch(() => undefined), [])
  return (
    <Explain
      opened={opened}
      label={label}
      onClose={close}
      anchor={
        <button
          type="button"
          className={styles.why}
          data-look={look}
          data-why={question.figure}
          aria-haspopup="dialog"
          aria-expanded={opened}
          aria-label={look === 'word' ? label : `${label}?`}
          onClick={() => setOpened((before) => !before)}
        >
          {children}
        </button>
      }
    >
      <Suspense fallback={<Coming />}>
        <WhyPanel question={question} title={label} day={day} onClose={close} />
      </Suspense>
    </Explain>
  )
}

const Coming = () => (
  <Loading>
    <Skeleton widths={[62, 84, 70, 78, 54, 90]} />
  </Loading>
)
