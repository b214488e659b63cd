import { Drawer, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import styles from './dialog.module.css'

type DialogProps = {
  readonly label: string
  readonly width?: number
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What is done before one goes on: near the top of a wide screen, on the phone a sheet from below. Escape closes; who opened it gives the focus back. */
export function Dialog({ label, width = 480, onClose, children }: DialogProps) {
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  if (narrow) {
    return (
      <Drawer.Root
        opened
        onClose={onClose}
        position="bottom"
        size="auto"
        returnFocus={false}
        classNames={{ content: styles.sheet }}
      >
        <Drawer.Overlay />
        <Drawer.Content aria-label={label}>
          <div className={styles.grip} />
          {children}
        </Drawer.Content>
      </Drawer.Root>
    )
  }
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={width}
      yOffset={120}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      classNames={{ content: styles.content }}
    >
      <Modal.Overlay backgroundOpacity={0.32} color="#140E0A" />
      <Modal.Content aria-label={label}>{children}</Modal.Content>
    </Modal.Root>
  )
}
