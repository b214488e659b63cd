import { CircleUser, FileSpreadsheet, Plug, Users, type LucideIcon } from 'lucide-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

type SettingsSection = {
  /** Its address: `/settings/<path>`. */
  readonly path: string
  readonly label: string
  readonly Icon: LucideIcon
  readonly Page: LazyExoticComponent<ComponentType>
}

const section = (
  path: string,
  label: string,
  { Icon, load }: { readonly Icon: LucideIcon; readonly load: () => Promise<ComponentType> },
): SettingsSection => ({ path, label, Icon, Page: lazy(async () => ({ default: await load() })) })

/** What Settings is made of, in the order of its navigation. A section is one line here. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  section('profile', 'Profile', {
    Icon: CircleUser,
    load: async () => (await import('./features/profile/profile-page.tsx')).ProfilePage,
  }),
  section('members', 'Members', {
    Icon: Users,
    load: async () => (await import('./features/members/members-page.tsx')).MembersPage,
  }),
  section('data', 'Data', {
    Icon: FileSpreadsheet,
    load: async () => (await import('./features/data/data-page.tsx')).DataPage,
  }),
  section('connect', 'Connections', {
    Icon: Plug,
    load: async () => (await import('./features/connect/connect-page.tsx')).ConnectPage,
  }),
]
