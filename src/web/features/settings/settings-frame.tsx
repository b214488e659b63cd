import { Link, Outlet } from '@tanstack/react-router'
import { SETTINGS_SECTIONS } from '../../settings-sections.ts'
import styles from './settings-frame.module.css'

/** The sections of Settings beside the one that is open; on a phone above it. */
export function SettingsFrame() {
  return (
    <div className={styles.settings}>
      <nav className={styles.sections} aria-label="Settings">
        <h2>Settings</h2>
        <ul>
          {SETTINGS_SECTIONS.map(({ path, label, Icon }) => (
            <li key={path}>
              <Link
                to="/settings/$section"
                params={{ section: path }}
                className={styles.link}
                activeProps={{ 'aria-current': 'page' }}
              >
                <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.section}>
        <Outlet />
      </div>
    </div>
  )
}
