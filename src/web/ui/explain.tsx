import { Popover } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './explain.module.css'
import { Sheet, useNarrow } from './sheet.tsx'

type ExplainProps = {
  readonly opened: boolean
  readonly label: string
  readonly onClose: () => void
  /** What it hangs under on a wide screen. */
  readonly anchor: ReactNode
  readonly width?: number
  readonly position?: 'bottom-end' | 'bottom-start'
  readonly children: ReactNode
}

/** A popover under a figure, kept inside the window; on the phone a sheet from below. Escape closes, focus goes back. */
export function Explain({
  opened,
  label,
  onClose,
  anchor,
  width = 560,
  position = 'bottom-end',
  children,
}: ExplainProps) {
  if (useNarrow()) {
    return (
      <>
        {anchor}
        <Sheet opened={opened} label={label} onClose={onClose} returnFocus>
          <div className={styles.inside}>{children}</div>
        </Sheet>
      </>
    )
  }
  return (
    <Popover
      opened={opened}
      onDismiss={onClose}
      position={position}
      width={width}
      trapFocus
      returnFocus
      withinPortal
      middlewares={{ shift: { padding: 16, crossAxis: true }, flip: false }}
    >
      <Popover.Target>{anchor}</Popover.Target>
      {/* By itself it would be called like the figure it hangs under. */}
      <Popover.Dropdown className={styles.popover} aria-label={label} aria-labelledby="">
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
