import { useNavigate } from '@tanstack/react-router'
import { ArrowRight, Building2, CircleCheck, HeartPulse, Phone, Play, Settings, Zap } from 'lucide-react'
import { useState } from 'react'
import { useSignedIn } from '../calls/session.ts'
import { pagesFor } from '../pages.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Option, type OptionGroup } from '../ui/finder.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { useTyped, type Typed } from './typed.ts'
import { useFoundCustomers } from './customer-finder.tsx'
import { closeAtHand, currentThing, openAtHand, type Current, type Subject } from './state.ts'

const icon = (Icon: typeof Play) => <Icon size={16} strokeWidth={1.75} aria-hidden="true" />

/** Find any customer, go anywhere, do anything with what is in front. */
export function Palette({ typed }: { readonly typed: Typed }) {
  const navigate = useNavigate()
  const [current] = useState(currentThing)
  const [text, setText] = useState(useTyped(typed))
  const toCustomer = ({ id }: Subject): void => {
    closeAtHand()
    void navigate({ to: '/customers/$customerId', params: { customerId: id } })
  }
  const { options: found, recent, busy } = useFoundCustomers(text, toCustomer)
  const role = useSignedIn()?.person.role
  const pages: readonly Option[] = [
    ...pagesFor(role),
    { to: '/settings' as const, label: 'Settings', Icon: Settings },
  ].map(({ to, label, Icon }) => ({
    key: `page ${to}`,
    label,
    icon: icon(Icon),
    run: () => {
      closeAtHand()
      void navigate({ to })
    },
  }))
  const anywhere: readonly Option[] =
    role === 'viewer'
      ? []
      : [
          {
            key: 'log',
            label: 'Log a call, a meeting or a note',
            icon: icon(Phone),
            run: () => openAtHand({ kind: 'log', subject: null }),
          },
          {
            key: 'start',
            label: 'Start a workflow',
            icon: icon(Play),
            run: () => openAtHand({ kind: 'start', subject: null }),
          },
          {
            key: 'task',
            label: 'Add a task of my own',
            icon: icon(CircleCheck),
            run: () => openAtHand({ kind: 'task', subject: null }),
          },
        ]
  const words = text.trim().toLowerCase()
  const fits = (options: readonly Option[]): readonly Option[] =>
    options.filter(({ label, also = '' }) =>
      words.split(/\s+/).every((word) => `${label} ${also}`.toLowerCase().includes(word)),
    )
  const groups: readonly OptionGroup[] = [
    { title: 'Customers', options: found },
    ...(current ? [{ title: `With ${current.subject.name}`, options: fits(actsOn(current, toCustomer)) }] : []),
    { title: 'Do', options: fits(anywhere) },
    { title: 'Go to', options: fits(pages) },
    ...(words === ''
      ? [{ title: 'Looked at last', options: recent.map((each) => ({ ...each, key: `recent ${each.key}` })) }]
      : []),
  ]
  return (
    <Dialog label="Find or do" width={640} onClose={closeAtHand}>
      <Finder
        label="Find or do"
        placeholder="Find a customer, go somewhere, do something"
        text={text}
        onText={setText}
        groups={groups}
        busy={busy}
        empty="Nothing is called that."
      />
    </Dialog>
  )
}

/** What can be done with what is in front: first what the page itself offers, then what is at hand everywhere. */
function actsOn({ subject, acts }: Current, toCustomer: (subject: Subject) => void): readonly Option[] {
  const offered = acts.map(({ label, also, key, run }): Option => ({
    key: `act ${label}`,
    label,
    also,
    icon: icon(Zap),
    note: key !== null && <Kbd>{key}</Kbd>,
    run: () => {
      closeAtHand()
      // The page takes its focus back first, or what it opens would close with this.
      window.setTimeout(run, 10)
    },
  }))
  const open: Option = {
    key: 'open',
    label: `Open ${subject.name}`,
    icon: icon(Building2),
    run: () => toCustomer(subject),
  }
  if (!subject.can.includes('act')) return [...offered, open]
  return [
    ...offered,
    {
      key: 'log it',
      label: 'Log a call',
      icon: icon(Phone),
      note: <Kbd>L</Kbd>,
      run: () => openAtHand({ kind: 'log', subject }),
    },
    {
      key: 'start it',
      label: 'Start another workflow',
      icon: icon(Play),
      run: () => openAtHand({ kind: 'start', subject }),
    },
    {
      key: 'task it',
      label: 'Add a task',
      icon: icon(CircleCheck),
      run: () => openAtHand({ kind: 'task', subject }),
    },
    {
      key: 'pulse',
      label: 'Note my impression',
      icon: icon(HeartPulse),
      run: () => openAtHand({ kind: 'pulse', subject }),
    },
    { ...open, icon: icon(ArrowRight) },
  ]
}
