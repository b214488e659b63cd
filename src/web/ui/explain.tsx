import { Drawer, Popover } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import styles from './explain.module.css'

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
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  if (narrow) {
    return (
      <>
        {anchor}
        <Drawer.Root
          opened={opened}
          onClose={onClose}
          position="bottom"
          size="auto"
          classNames={{ content: styles.sheet }}
        >
          <Drawer.Overlay />
          <Drawer.Content aria-label={label}>
            <div className={styles.grip} />
            <div className={styles.inside}>{children}</div>
          </Drawer.Content>
        </Drawer.Root>
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
      <Popover.Dropdown className={styles.popover} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
