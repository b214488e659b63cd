import { Menu, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Building2, Check, LogOut, Moon, Settings, Sun, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SignedIn } from '../../../access/session.contract.ts'
import { useCompany, useSignedIn, useSignOut } from '../../calls/session.ts'
import styles from '../../ui/menu.module.css'
import { Toast } from '../../ui/toast.tsx'

const SCHEMES = [
  { value: 'auto', label: 'As the system', Icon: SunMoon },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const

type MeMenuProps = {
  readonly position: 'top-start' | 'top-end'
  /** What has no place of its own beside the menu. */
  readonly first?: ReactNode
  readonly children: ReactNode
}

/** Light or dark, other companies, Settings, and the way out. */
export function MeMenu({ position, first, children }: MeMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const me = useSignedIn()
  const choose = useCompany()
  const navigate = useNavigate()
  return (
    <>
      {signOut.error && (
        <Toast says={`You are still signed in. ${signOut.error.message}`} undo={null} onClose={() => signOut.reset()} />
      )}
      {choose.error && me && (
        <Toast
          says={`You are still at ${me.company.name}. ${choose.error.message}`}
          undo={null}
          onClose={() => choose.reset()}
        />
      )}
      <Menu position={position} width={216} withinPortal>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown className={styles.menu}>
          {first}
          <Menu.Label>Light and dark</Menu.Label>
          {SCHEMES.map(({ value, label, Icon }) => (
            <Choice
              key={value}
              value={value}
              icon={<Icon size={16} strokeWidth={1.75} />}
              checked={colorScheme === value}
              onChoose={() => setColorScheme(value)}
            >
              {label}
            </Choice>
          ))}
          {me && me.companies.length > 1 && (
            <Companies
              me={me}
              onChoose={(id) =>
                void choose.mutateAsync(id).then(
                  () => navigate({ to: '/' }),
                  () => undefined,
                )
              }
            />
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<Settings size={16} strokeWidth={1.75} />}
            onClick={() => void navigate({ to: '/settings' })}
          >
            Settings
          </Menu.Item>
          <Menu.Item
            leftSection={<LogOut size={16} strokeWidth={1.75} />}
            onClick={() =>
              void signOut.mutateAsync(undefined).then(
                // By then nobody is in, and this menu is gone.
                () => navigate({ to: '/sign-in' }),
                () => undefined,
              )
            }
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

type ChoiceProps = {
  readonly value: string
  readonly icon: ReactNode
  readonly checked: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

/** One of several of which one holds; the library's plain item would not say which. */
function Choice({ value, icon, checked, onChoose, children }: ChoiceProps) {
  return (
    <Menu.RadioItem
      value={value}
      checked={checked}
      onChange={onChoose}
      closeMenuOnClick
      checkIcon={<Check size={16} strokeWidth={1.75} />}
    >
      {icon}
      {children}
    </Menu.RadioItem>
  )
}

/** Of those who work for several companies: where they are, and the way to the others. */
function Companies({ me, onChoose }: { readonly me: SignedIn; readonly onChoose: (id: string) => void }) {
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Company</Menu.Label>
      {me.companies.map(({ id, name }) => (
        <Choice
          key={id}
          value={id}
          icon={<Building2 size={16} strokeWidth={1.75} />}
          checked={id === me.company.id}
          onChoose={() => onChoose(id)}
        >
          {name}
        </Choice>
      ))}
    </>
  )
}
