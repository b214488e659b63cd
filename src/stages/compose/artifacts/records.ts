import { listed } from '../../analyze/phrasing.ts'
import type { ArtifactOf } from '../artifacts.contract.ts'
import type { Scene } from '../scene.ts'

type Records = ArtifactOf<'records'>
type Tag = Records['rows'][number]['tag']

const MOST = 5

const PRIORITIES: Readonly<Record<string, Tag>> = {
  urgent: { label: 'Urgent', tone: 'risk' },
  high: { label: 'High', tone: 'warn' },
}

/** The tickets that are open, the newest first. Nothing where none is. */
export function openTickets(scene: Scene): Records[] {
  const { cases } = scene.context.data.salesforce
  if (cases.length === 0) return []
  return [
    {
      type: 'records',
      id: 'tickets',
      title: cases.length === 1 ? 'The ticket that is open' : 'Tickets that are open',
      rows: cases.slice(0, MOST).map(({ id, subject, priority, openedAt }) => ({
        key: id,
        label: subject ?? 'A ticket without a subject',
        tag: PRIORITIES[priority] ?? null,
        on: openedAt.slice(0, 10),
        note: '',
      })),
      source: scene.cite('tickets'),
    },
  ]
}

const KINDS = { meeting: 'Meeting', qbr: 'Business review', email: 'Mail', call: 'Call', note: 'Note' } as const

/** The last talks with what was noted. Nothing where none is known. */
export function lastTalks(scene: Scene): Records[] {
  const { last } = scene.context.data.engagement
  if (last.length === 0) return []
  return [
    {
      type: 'records',
      id: 'talks',
      title: 'When you last talked',
      rows: last.slice(0, MOST).map(({ kind, on, notes, with: people }, index) => ({
        key: `${on} ${String(index)}`,
        label: people.length === 0 ? KINDS[kind] : `${KINDS[kind]} with ${listed(people)}`,
        tag: null,
        on,
        note: notes ?? '',
      })),
      source: scene.cite('talks'),
    },
  ]
}
