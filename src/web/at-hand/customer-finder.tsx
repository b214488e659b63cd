import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { searchQuery } from '../calls/search.ts'
import { useSignedIn } from '../calls/session.ts'
import { money } from '../format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Option } from '../ui/finder.tsx'
import { StageBadge } from '../ui/stage-badge.tsx'
import { stageWord } from '../words.ts'
import { recentCustomers } from './recent.ts'
import { closeAtHand, type Subject } from './state.ts'

// Whoever types on is not asked for each letter.
const SETTLE_MS = 60

type Found = { readonly options: readonly Option[]; readonly busy: boolean; readonly recent: readonly Option[] }

const ICON = <Building2 size={16} strokeWidth={1.75} aria-hidden="true" />

const fits = (name: string, text: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.toLowerCase().includes(word))

/** The customers that words find, and those that were looked at last, each with what it leads to. */
export function useFoundCustomers(text: string, onChoose: (subject: Subject) => void): Found {
  const [words] = useDebouncedValue(text.trim(), SETTLE_MS)
  const { data, isFetching, isPlaceholderData } = useQuery(searchQuery(words))
  const company = useSignedIn()?.company.id ?? ''
  const found = text.trim() === '' ? [] : (data?.customers ?? [])
  // What other words found stays while these are asked for, as far as it fits them: Enter takes what stands there.
  const fitting = isPlaceholderData || words !== text.trim() ? found.filter(({ name }) => fits(name, text)) : found
  const options = fitting.map((customer): Option => {
    const stage = stageWord(customer.stage)
    return {
      key: customer.id,
      label: customer.name,
      icon: ICON,
      note: (
        <>
          {stage && <StageBadge {...stage} />}
          <span className="tabular">
            {customer.arr.amount === null ? customer.owner : money(customer.arr.amount, customer.arr.currency)}
          </span>
        </>
      ),
      run: () => onChoose(customer),
    }
  })
  // What may be done is told by the server when it is tried; a customer of the past is read anew there.
  const recent = recentCustomers(company).map(({ id, name }): Option => ({
    key: id,
    label: name,
    icon: ICON,
    run: () => onChoose({ id, name, can: ['act'] }),
  }))
  return { options, recent, busy: isFetching || words !== text.trim() }
}

/** Asks which customer it is about. */
export function CustomerFinder({
  label,
  onChoose,
}: {
  readonly label: string
  readonly onChoose: (s: Subject) => void
}) {
  const [text, setText] = useState('')
  const { options, recent, busy } = useFoundCustomers(text, onChoose)
  return (
    <Dialog label={label} width={560} onClose={closeAtHand}>
      <Finder
        label={label}
        placeholder="Which customer?"
        text={text}
        onText={setText}
        groups={text.trim() === '' ? [{ title: 'Looked at last', options: recent }] : [{ title: 'Customers', options }]}
        busy={busy}
        empty={text.trim() === '' ? 'Type a name.' : 'No customer is called that.'}
      />
    </Dialog>
  )
}
