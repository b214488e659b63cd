import { renderSVG } from 'uqr'
import styles from './profile-page.module.css'

/** A text that a camera reads; dark on light in both themes, because readers expect that. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 2 }))}`
  return <img className={styles.qr} src={picture} alt={label} width={176} height={176} />
}
