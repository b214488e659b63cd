import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { ListOrdered, Menu as MenuIcon, Sun } from 'lucide-react'
import { sessionQuery } from '../../calls/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Mark } from '../../ui/mark.tsx'
import { initials } from '../../format.ts'
import styles from './frame.module.css'
import { MeMenu } from './me-menu.tsx'

const ROLE_WORDS = { csm: 'CSM', manager: 'Manager', admin: 'Administrator', viewer: 'Reader' } as const

/** Side navigation on a wide screen, a bar below on the phone. Only pages that exist are in it. */
export function Frame() {
  const { data } = useQuery(sessionQuery)
  const me = data?.signedIn
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
          <li>
            <Link to="/" className={styles.link} activeProps={{ 'aria-current': 'page' }}>
              <Sun size={16} strokeWidth={1.75} aria-hidden="true" />
              Today
            </Link>
          </li>
          <li>
            <Link to="/queue" className={styles.link} activeProps={{ 'aria-current': 'page' }}>
              <ListOrdered size={16} strokeWidth={1.75} aria-hidden="true" />
              Queue
            </Link>
          </li>
        </ul>
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
        <Link to="/" className={styles.tab} activeProps={{ 'aria-current': 'page' }}>
          <Sun size={20} strokeWidth={1.75} aria-hidden="true" />
          Today
        </Link>
        <Link to="/queue" className={styles.tab} activeProps={{ 'aria-current': 'page' }}>
          <ListOrdered size={20} strokeWidth={1.75} aria-hidden="true" />
          Queue
        </Link>
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
