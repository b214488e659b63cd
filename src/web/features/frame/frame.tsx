import { useQuery } from '@tanstack/react-query'
import { Menu } from '@mantine/core'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Menu as MenuIcon, NotebookPen, Search, Settings } from 'lucide-react'
import { logCall, openAtHand } from '../../at-hand/state.ts'
import { sessionQuery, useSignedIn } from '../../calls/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Mark } from '../../ui/mark.tsx'
import { FIND_KEY } from '../../find-key.ts'
import { pagesFor } from '../../pages.ts'
import { initials } from '../../format.ts'
import { ROLE_WORDS } from '../../words.ts'
import styles from './frame.module.css'
import { MeMenu } from './me-menu.tsx'

const find = (): void => openAtHand({ kind: 'palette' })

type Page = ReturnType<typeof pagesFor>[number]

const onPhone =
  (where: Page['onPhone']) =>
  (page: Page): boolean =>
    page.onPhone === where

/** Side navigation on a wide screen, a bar below on the phone. Only pages that exist are in it. */
export function Frame() {
  // Observed, so that it stays known for as long as somebody is inside.
  useQuery(sessionQuery)
  const me = useSignedIn()
  const pages = pagesFor(me?.person.role)
  const [inBar, behindMore] = [pages.filter(onPhone('in the bar')), pages.filter(onPhone('behind More'))]
  const isBehindMore = useLocation({ select: ({ pathname }) => behindMore.some(({ to }) => pathname.startsWith(to)) })
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#content">
        Go to the content
      </a>
      <nav className={styles.side} aria-label="Main">
        <Link to="/" className={styles.brand} aria-label="Renubu, Today">
          <Mark />
        </Link>
        <button type="button" className={styles.find} aria-haspopup="dialog" onClick={find}>
          <Search size={16} strokeWidth={1.75} aria-hidden="true" />
          Find or do
          <Kbd>{FIND_KEY}</Kbd>
        </button>
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
        {/* Another company is another world: no page stays as it was. */}
        {me && <Outlet key={me.company.id} />}
      </main>
      <nav className={styles.tabs} aria-label="Main, phone">
        {inBar.map(({ to, label, Icon }) => (
          <Link key={to} to={to} className={styles.tab} activeProps={{ 'aria-current': 'page' }}>
            <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
            {label}
          </Link>
        ))}
        {me?.person.role === 'csm' && (
          <button type="button" className={styles.tab} aria-haspopup="dialog" onClick={logCall}>
            <NotebookPen size={20} strokeWidth={1.75} aria-hidden="true" />
            Log
          </button>
        )}
        <MeMenu position="top-end" first={<BehindMore pages={behindMore} />}>
          <button type="button" className={styles.tab} aria-current={isBehindMore ? 'page' : undefined}>
            <MenuIcon size={20} strokeWidth={1.75} aria-hidden="true" />
            More
          </button>
        </MeMenu>
      </nav>
    </div>
  )
}

/** On the phone: what has no place in the bar. */
function BehindMore({ pages }: { readonly pages: readonly Page[] }) {
  const navigate = useNavigate()
  return (
    <>
      {pages.map(({ to, label, Icon }) => (
        <Menu.Item key={to} leftSection={<Icon size={16} strokeWidth={1.75} />} onClick={() => void navigate({ to })}>
          {label}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<Search size={16} strokeWidth={1.75} />} onClick={find}>
        Find or do
      </Menu.Item>
      <Menu.Divider />
    </>
  )
}
