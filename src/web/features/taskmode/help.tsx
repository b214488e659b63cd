import { Kbd } from '../../ui/kbd.tsx'
import { Explain } from '../../ui/explain.tsx'
import styles from './help.module.css'
import header from './header.module.css'
import { useSingleKeys } from './use-single-keys.ts'

const KEYS = [
  ['↵', 'The filled button'],
  ['← →', 'Step before, step after'],
  ['1 – 9', 'Go to a step'],
  ['S', 'Snooze this step'],
  ['K', 'Skip it'],
  ['E', 'Escalate it'],
  ['C', 'Comment'],
  ['?', 'This list'],
  ['Esc', 'Leave; everything is kept'],
] as const

type HelpProps = { readonly opened: boolean; readonly onOpen: () => void; readonly onClose: () => void }

/** The keys, and the switch for those who do not want single letters to act. */
export function Help({ opened, onOpen, onClose }: HelpProps) {
  const [singleKeys, setSingleKeys] = useSingleKeys()
  return (
    <Explain
      opened={opened}
      label="Keys"
      width={320}
      onClose={onClose}
      anchor={
        <button
          type="button"
          className={`${header.icon ?? ''} ${header.keys ?? ''}`}
          aria-label="Keys"
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => (opened ? onClose() : onOpen())}
        >
          ?
        </button>
      }
    >
      <div className={styles.help}>
        <h2>Keys</h2>
        <dl>
          {KEYS.map(([key, does]) => (
            <div key={key}>
              <dt>{does}</dt>
              <dd>
                <Kbd>{key}</Kbd>
              </dd>
            </div>
          ))}
        </dl>
        <label>
          <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
          Letters and digits act
        </label>
        <p className="quiet">Keys rest while you type in a field.</p>
      </div>
    </Explain>
  )
}
