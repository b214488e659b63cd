import { Menu, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Check, LogOut, Moon, Settings, Sun, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSignOut } from '../../calls/session.ts'
import styles from '../../ui/menu.module.css'

const SCHEMES = [
  { value: 'auto', label: 'As the system', Icon: SunMoon },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const

/** Light or dark, Settings, and the way out. */
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
