import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import styles from './sheet.module.css'

/** Whether it is a phone, where what opens comes from below. */
export const useNarrow = (): boolean => useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })

type SheetProps = {
  readonly opened: boolean
  readonly label: string
  readonly onClose: () => void
  /** Whether the focus goes back by itself, or whoever opened it sees to that. */
  readonly returnFocus: boolean
  readonly children: ReactNode
}

/** On the phone: over the page from below, as wide as it and as high as what is in it. Escape closes. */
export function Sheet({ opened, label, onClose, returnFocus, children }: SheetProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      returnFocus={returnFocus}
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
