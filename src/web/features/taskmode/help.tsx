import type { PageAct } from '../../at-hand/state.ts'
import { FIND_KEY } from '../../find-key.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Explain } from '../../ui/explain.tsx'
import styles from './help.module.css'
import header from './header.module.css'
import { useSingleKeys } from './use-single-keys.ts'

const WALK = [
  ['↵', 'The filled button'],
  // In words: the font has no arrows.
  ['Left, right', 'Step before, step after'],
] as const

const EVERYWHERE = [
  ['L', 'Log a call'],
  ['Z', 'Take back what was done last'],
  [FIND_KEY, 'Find or do anything'],
] as const

type HelpProps = {
  readonly acts: readonly PageAct[]
  readonly opened: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
}

/** The keys, and the switch for those who do not want single letters to act. */
export function Help({ acts, opened, onOpen, onClose }: HelpProps) {
  const [singleKeys, setSingleKeys] = useSingleKeys()
  const own = acts.flatMap(({ key, label }) => (key === null ? [] : [[key, label] as const]))
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
          {[...WALK, ...own, ...EVERYWHERE].map(([key, does]) => (
            <div key={does}>
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
