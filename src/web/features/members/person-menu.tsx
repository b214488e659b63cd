import { Menu } from '@mantine/core'
import { Ellipsis, Link2, Undo2, UserCheck, UserX } from 'lucide-react'
import { useInvitation, useTakeBack, type Person } from '../../calls/members.ts'
import { Button } from '../../ui/button.tsx'
import menu from '../../ui/menu.module.css'
import type { Link } from './link-card.tsx'

type PersonMenuProps = {
  readonly person: Person
  readonly onLink: (link: Link) => void
  readonly onSwitch: (active: boolean) => void
}

/** What an admin may do with somebody; nothing at all for everybody else. */
export function PersonMenu({ person, onLink, onSwitch }: PersonMenuProps) {
  const invitation = useInvitation()
  const takeBack = useTakeBack()
  const { state } = person.access
  const inviteable =
    person.can.includes('invite') && person.email !== null && state !== 'active' && state !== 'deactivated'
  const waits = state === 'invited' || state === 'lapsed'
  if (!person.can.includes('deactivate')) return null
  return (
    <Menu position="bottom-end" width={232} withinPortal>
      <Menu.Target>
        <Button look="icon" aria-label={`More about ${person.name}`}>
          <Ellipsis size={16} strokeWidth={1.75} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={menu.menu}>
        {inviteable && (
          <Menu.Item
            leftSection={<Link2 size={16} strokeWidth={1.75} />}
            onClick={() =>
              invitation.mutate(person.id, { onSuccess: (sent) => onLink({ ...sent, name: person.name }) })
            }
          >
            {waits ? 'Invite again with a new link' : 'Invite'}
          </Menu.Item>
        )}
        {inviteable && waits && (
          <Menu.Item leftSection={<Undo2 size={16} strokeWidth={1.75} />} onClick={() => takeBack.mutate(person.id)}>
            Take the invitation back
          </Menu.Item>
        )}
        {person.active ? (
          <Menu.Item leftSection={<UserX size={16} strokeWidth={1.75} />} onClick={() => onSwitch(false)}>
            Deactivate
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<UserCheck size={16} strokeWidth={1.75} />} onClick={() => onSwitch(true)}>
            Let in again
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
