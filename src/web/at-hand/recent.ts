import { useEffect } from 'react'
import type { Subject } from './state.ts'

const PLACE = 'renubu.recent'
const MOST = 6

type Recent = Pick<Subject, 'id' | 'name'>

/** The customers that were looked at last, on this device, the newest first. */
export function recentCustomers(companyId: string): readonly Recent[] {
  try {
    const kept = JSON.parse(window.localStorage.getItem(`${PLACE}.${companyId}`) ?? '[]') as unknown
    return Array.isArray(kept) ? (kept as readonly Recent[]).filter(({ id, name }) => id !== '' && name !== '') : []
  } catch {
    return []
  }
}

/** Keeps in mind that a customer was looked at. */
export function useRecent(companyId: string | undefined, { id, name }: Recent): void {
  useEffect(() => {
    if (companyId === undefined) return
    const others = recentCustomers(companyId).filter((other) => other.id !== id)
    try {
      window.localStorage.setItem(`${PLACE}.${companyId}`, JSON.stringify([{ id, name }, ...others].slice(0, MOST)))
    } catch {
      // A full or forbidden storage costs the short cut, nothing else.
    }
  }, [companyId, id, name])
}
