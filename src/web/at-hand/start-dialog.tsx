import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { startableQuery, useStartByHand } from '../calls/unplanned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Option } from '../ui/finder.tsx'
import { FAMILY_WORDS } from '../words.ts'
import { CustomerFinder } from './customer-finder.tsx'
import styles from './form.module.css'
import { closeAtHand, type Subject } from './state.ts'
import { useSending } from './use-sending.ts'

/** Any published workflow, started because somebody wants it. */
export function StartDialog({ subject }: { readonly subject: Subject | null }) {
  const [chosen, setChosen] = useState(subject)
  return chosen ? <Workflows subject={chosen} /> : <CustomerFinder label="Start a workflow with" onChoose={setChosen} />
}

function Workflows({ subject }: { readonly subject: Subject }) {
  const navigate = useNavigate()
  const start = useStartByHand(subject.id)
  const { data, error, isPending } = useQuery(startableQuery(subject.id))
  const { send, fault } = useSending()
  const [text, setText] = useState('')
  const open = (executionId: string): void => {
    closeAtHand()
    void navigate({ to: '/work/$executionId', params: { executionId } })
  }
  const begin = (workflowId: string): void =>
    void send(async (key) => open((await start.mutateAsync({ key, workflowId })).id))
  const fits = (title: string): boolean => title.toLowerCase().includes(text.trim().toLowerCase())
  const families = [...new Set((data?.workflows ?? []).map(({ family }) => family))]
  const groups = families.map((family) => ({
    title: FAMILY_WORDS[family],
    options: (data?.workflows ?? [])
      .filter((each) => each.family === family && fits(each.title))
      .map(({ id, title, steps, minutes, open: other }): Option => ({
        key: id,
        label: title,
        icon: <Play size={16} strokeWidth={1.75} aria-hidden="true" />,
        note: other ? `Open: ${other.title}` : `${String(steps)} steps, ${String(minutes)} min`,
        run: () => (other ? open(other.executionId) : begin(id)),
      })),
  }))
  const label = `Start a workflow with ${subject.name}`
  const says = fault ?? (error && 'The workflows did not load. Close this and try again.')
  return (
    <Dialog label={label} width={560} onClose={closeAtHand}>
      <Finder
        label={label}
        placeholder={`Which workflow for ${subject.name}?`}
        text={text}
        onText={setText}
        groups={groups}
        busy={isPending}
        empty={error ? '' : 'No workflow is called that.'}
      />
      {says && (
        <p className={`${styles.fault ?? ''} ${styles.under ?? ''}`} role="alert">
          {says}
        </p>
      )}
    </Dialog>
  )
}
