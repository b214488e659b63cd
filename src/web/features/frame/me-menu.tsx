import { Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Building2, Check, LogOut, Moon, Settings, Sun, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { sessionQuery, useCompany, useSignOut } from '../../calls/session.ts'
import styles from '../../ui/menu.module.css'

const SCHEMES = [
  { value: 'auto', label: 'As the system', Icon: SunMoon },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const

/** Light or dark, other companies, Settings, and the way out. */
export function MeMenu({
  position,
  children,
}: {
  readonly position: 'top-start' | 'top-end'
  readonly children: ReactNode
}) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const navigate = useNavigate()
  return (
    <Menu position={position} width={216} withinPortal>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        <Menu.Label>Light and dark</Menu.Label>
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} strokeWidth={1.75} />}
            rightSection={colorScheme === value ? <Check size={16} strokeWidth={1.75} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Companies />
        <Menu.Divider />
        <Menu.Item
          leftSection={<Settings size={16} strokeWidth={1.75} />}
          onClick={() => void navigate({ to: '/settings' })}
        >
          Settings
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut size={16} strokeWidth={1.75} />}
          onClick={() => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in' }) })}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Of those who work for several companies: where they are, and the way to the others. */
function Companies() {
  const { data } = useQuery(sessionQuery)
  const choose = useCompany()
  const navigate = useNavigate()
  const me = data?.signedIn
  if (!me || me.companies.length < 2) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Company</Menu.Label>
      {me.companies.map(({ id, name }) => (
        <Menu.Item
          key={id}
          role="menuitemradio"
          aria-checked={id === me.company.id}
          leftSection={<Building2 size={16} strokeWidth={1.75} />}
          rightSection={id === me.company.id ? <Check size={16} strokeWidth={1.75} /> : null}
          onClick={() => {
            if (id !== me.company.id) choose.mutate(id, { onSuccess: () => void navigate({ to: '/' }) })
          }}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  )
}
