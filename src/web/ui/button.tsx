import type { ButtonHTMLAttributes } from 'react'
import styles from './button.module.css'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** One filled button on a layer: the next act. */
  readonly look?: 'edged' | 'filled' | 'plain'
  readonly size?: 'body' | 'small'
}

export function Button({ look = 'edged', size = 'body', type = 'button', className, ...rest }: ButtonProps) {
  const names = className ? `${styles.button ?? ''} ${className}` : styles.button
  return <button {...rest} type={type} className={names} data-look={look} data-size={size} />
}
