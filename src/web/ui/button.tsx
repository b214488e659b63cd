import type { ComponentProps } from 'react'
import styles from './button.module.css'

type ButtonProps = ComponentProps<'button'> & {
  /** One filled button on a layer: the next act. `icon`: a picture alone, with its words in `aria-label`. */
  readonly look?: 'edged' | 'filled' | 'plain' | 'icon'
  readonly size?: 'body' | 'small'
}

/** The look of a button for a link that is an act; `data-look` and `data-size` say which. */
export const buttonClass = styles.button ?? ''

export function Button({ look = 'edged', size = 'body', type = 'button', className, onClick, ...rest }: ButtonProps) {
  const names = className ? `${buttonClass} ${className}` : buttonClass
  return (
    <button
      {...rest}
      type={type}
      className={names}
      data-look={look}
      data-size={size}
      onClick={(event) => {
        // The second half of a double click may come when the answer to the first is there already.
        if (type === 'submit' && event.detail > 1) event.preventDefault()
        else onClick?.(event)
      }}
    />
  )
}
