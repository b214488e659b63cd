import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Team } from '../../../views/team.contract.ts'
import { addedLoad, loadOf } from './moved.ts'
import menu from '../../ui/menu.module.css'
import styles from './move-menu.module.css'
import { roomWords } from './words.ts'

type MoveMenuProps = {
  readonly team: Team
  readonly ids: ReadonlySet<string>
  readonly onGive: (to: { readonly id: string; readonly name: string }) => void
  readonly opened?: boolean
  readonly onOpen?: (opened: boolean) => void
  readonly children: ReactNode
}

/** To whom: everybody of the team, with the room that is left and what would be left. */
export function MoveMenu({ team, ids, onGive, opened, onOpen, children }: MoveMenuProps) {
  return (
    <Menu
      width={280}
      position="top-start"
      withinPortal
      {...(opened === undefined ? {} : { opened })}
      {...(onOpen ? { onChange: onOpen } : {})}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={`${menu.menu ?? ''} ${styles.menu ?? ''}`} aria-label="To whom">
        {team.people.map((person) => {
          const load = loadOf(person)
          const then = roomWords(person, load + addedLoad(team, ids, person.id))
          const now = roomWords(person, load)
          return (
            <Menu.Item key={person.id} onClick={() => onGive(person)}>
              <span className={styles.person}>
                <b>{person.name}</b>
                <span className={styles.room}>
                  {person.away?.now === true ? 'away' : now === then ? now : `${now}, then ${then}`}
                </span>
              </span>
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
