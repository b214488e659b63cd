import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { Building2, CircleCheck, ListOrdered, Menu as MenuIcon, Settings, Sun, Users } from 'lucide-react'
import { sessionQuery } from '../../calls/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Mark } from '../../ui/mark.tsx'
import { initials } from '../../format.ts'
import { ROLE_WORDS } from '../../words.ts'
import styles from './frame.module.css'
import { MeMenu } from './me-menu.tsx'

/** The pages of the day, in the order of the navigation. */
const PAGES = [
  { to: '/', label: 'Today', Icon: Sun, whose: 'everybody' },
  { to: '/queue', label: 'Queue', Icon: ListOrdered, whose: 'everybody' },
  { to: '/customers', label: 'Customers', Icon: Building2, whose: 'everybody' },
  { to: '/tasks', label: 'Tasks', Icon: CircleCheck, whose: 'everybody' },
  // A CSM's own work is on Today; who carries how much is for those who lead and read.
  { to: '/team', label: 'Team', Icon: Users, whose: 'those who lead' },
] as const

/** Side navigation on a wide screen, a bar below on the phone. Only pages that exist are in it. */
export function Frame() {
  const { data } = useQuery(sessionQuery)
  const me = data?.signedIn
  const pages = PAGES.filter(({ whose }) => whose === 'everybody' || (me && me.person.role !== 'csm'))
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#content">
        Go to the content
      </a>
      <nav className={styles.side} aria-label="Main">
        <Link to="/" className={styles.brand} aria-label="Renubu, Today">
          <Mark />
        </Link>
        <ul>
          {pages.map(({ to, label, Icon }) => (
            <li key={to}>
              <Link to={to} className={styles.link} activeProps={{ 'aria-current': 'page' }}>
                <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
        <Link
          to="/settings"
          className={`${styles.link ?? ''} ${styles.last ?? ''}`}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Settings size={16} strokeWidth={1.75} aria-hidden="true" />
          Settings
        </Link>
        {me && (
          <MeMenu position="top-start">
            <button type="button" className={styles.me}>
              <Avatar letters={initials(me.person.name)} />
              <span className={styles.name}>
                <b>{me.person.name}</b>
                <span className="dim">
                  {ROLE_WORDS[me.person.role]} at {me.company.name}
                </span>
              </span>
            </button>
          </MeMenu>
        )}
      </nav>
      <main className={styles.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <nav className={styles.tabs} aria-label="Main, phone">
        {pages.map(({ to, label, Icon }) => (
          <Link key={to} to={to} className={styles.tab} activeProps={{ 'aria-current': 'page' }}>
            <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
            {label}
          </Link>
        ))}
        <MeMenu position="top-end">
          <button type="button" className={styles.tab}>
            <MenuIcon size={20} strokeWidth={1.75} aria-hidden="true" />
            More
          </button>
        </MeMenu>
      </nav>
    </div>
  )
}
