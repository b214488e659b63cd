import { Building2, CircleCheck, ListOrdered, Sun, Users } from 'lucide-react'
import type { SignedIn } from '../access/session.contract.ts'

/** The pages of the day, in the order of the navigation. A phone's bar has room for five things, of which the last is “More”. */
const PAGES = [
  { to: '/', label: 'Today', Icon: Sun, whose: 'everybody', onPhone: 'in the bar' },
  { to: '/queue', label: 'Queue', Icon: ListOrdered, whose: 'everybody', onPhone: 'in the bar' },
  { to: '/customers', label: 'Customers', Icon: Building2, whose: 'everybody', onPhone: 'in the bar' },
  { to: '/tasks', label: 'Tasks', Icon: CircleCheck, whose: 'everybody', onPhone: 'behind More' },
  // A CSM's own work is on Today; who carries how much is for those who lead and read.
  { to: '/team', label: 'Team', Icon: Users, whose: 'those who lead', onPhone: 'in the bar' },
] as const

/** Those that a person of this role has. */
export const pagesFor = (role: SignedIn['person']['role'] | undefined) =>
  PAGES.filter(({ whose }) => whose === 'everybody' || (role !== undefined && role !== 'csm'))
