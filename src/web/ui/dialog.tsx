import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './dialog.module.css'
import { Sheet, useNarrow } from './sheet.tsx'

type DialogProps = {
  readonly label: string
  readonly width?: number
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What is done before one goes on: near the top of a wide screen, on the phone a sheet from below. Escape closes; who opened it gives the focus back. */
export function Dialog({ label, width = 480, onClose, children }: DialogProps) {
  if (useNarrow()) {
    return (
      <Sheet opened label={label} onClose={onClose} returnFocus={false}>
        {children}
      </Sheet>
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
