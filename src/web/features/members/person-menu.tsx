import { Menu } from '@mantine/core'
import { Ellipsis, Link2, ShieldOff, Undo2, UserCheck, UserX, UsersRound } from 'lucide-react'
import type { RefObject } from 'react'
import { unreachable } from '../../../base/unreachable.ts'
import type { Person } from '../../calls/members.ts'
import { Button } from '../../ui/button.tsx'
import menu from '../../ui/menu.module.css'

/** What can be chosen in the menu of a person. */
export type PersonAct = 'invite' | 'take-back' | 'team' | 'reset' | 'deactivate' | 'let-in'

type PersonMenuProps = {
  readonly person: Person
  /** The button that opens it, for whoever gives the focus back to it. */
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onAct: (act: PersonAct) => void
}

const ITEMS = [
  { act: 'invite', label: 'Invite', Icon: Link2 },
  { act: 'take-back', label: 'Take the invitation back', Icon: Undo2 },
  { act: 'team', label: 'Change the team', Icon: UsersRound },
  { act: 'reset', label: 'Reset the second factor', Icon: ShieldOff },
  { act: 'deactivate', label: 'Deactivate', Icon: UserX },
  { act: 'let-in', label: 'Let in again', Icon: UserCheck },
] as const

/** What an admin may do with somebody; nothing at all for everybody else. */
export function PersonMenu({ person, button, onAct }: PersonMenuProps) {
  const offered = ITEMS.filter(({ act }) => isOffered(act, person))
  if (offered.length === 0) return null
  const again = person.access.state === 'invited' || person.access.state === 'lapsed'
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <Button look="icon" ref={button} aria-label={`More about ${person.name}`}>
          <Ellipsis size={16} strokeWidth={1.75} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={menu.menu}>
        {offered.map(({ act, label, Icon }) => (
          <Menu.Item key={act} leftSection={<Icon size={16} strokeWidth={1.75} />} onClick={() => onAct(act)}>
            {act === 'invite' && again ? 'Invite again with a new link' : label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function isOffered(act: PersonAct, { can, email, active, access }: Person): boolean {
  const { state, secondFactor } = access
  switch (act) {
    case 'invite':
      return can.includes('invite') && email !== null && state !== 'active' && state !== 'deactivated'
    case 'take-back':
      return can.includes('invite') && (state === 'invited' || state === 'lapsed')
    case 'team':
      return can.includes('edit')
    case 'reset':
      return can.includes('reset-second-factor') && active && secondFactor === true
    case 'deactivate':
      return can.includes('deactivate') && active
    case 'let-in':
      return can.includes('deactivate') && !active
    default:
      return unreachable(act)
  }
}
