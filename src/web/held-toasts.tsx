import { Outlet } from '@tanstack/react-router'
import { useHeld, useHoldingOn } from './calls/held-acts.ts'
import { useSignedIn } from './calls/session.ts'
import styles from './held-toasts.module.css'
import { Toast } from './ui/toast.tsx'

/** Every page, and over it what was just done and can be taken back, wherever one has gone meanwhile. */
export function WithHeld() {
  useHoldingOn(useSignedIn()?.person.id)
  return (
    <>
      <Outlet />
      <HeldToasts />
    </>
  )
}

function HeldToasts() {
  const { held, holding } = useHeld()
  const shown = held.filter(({ state }) => state !== 'sending')
  if (shown.length === 0) return null
  return (
    <div className={styles.stack}>
      {shown.map(({ executionId, state, says, customer, fault }) => {
        if (state === 'refused')
          return (
            <p key={executionId} className={styles.refused} role="alert">
              <span>
                <b>{customer} was not completed.</b> {fault}
              </span>
              <button type="button" onClick={() => holding.dismiss(executionId)}>
                Close
              </button>
            </p>
          )
        return state === 'waiting' ? (
          <p key={executionId} className={styles.waiting} role="status">
            {customer} is kept on this device, and sent when the line is back.
          </p>
        ) : (
          <Toast
            key={executionId}
            says={says}
            undo={() => {
              holding.undo(executionId)
              return Promise.resolve()
            }}
            onClose={() => void holding.release(executionId)}
          />
        )
      })}
    </div>
  )
}
