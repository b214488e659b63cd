import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSignedIn } from '../calls/session.ts'
import { openLine, type LineState } from './line.ts'
import { createRefresher } from './refresher.ts'

/** Keeps what is on the screen as it is on the server, for whoever is signed in. Null: nobody is, or nothing was heard yet. */
export function useLive(): LineState | null {
  const client = useQueryClient()
  const signedIn = useSignedIn()
  const [state, setState] = useState<LineState | null>(null)
  const company = signedIn?.company.id
  const person = signedIn?.person.id
  const works = signedIn?.person.role === 'csm'
  useEffect(() => {
    if (company === undefined || person === undefined) return undefined
    const refresher = createRefresher({ client, reader: { id: person, works } })
    const line = openLine({
      name: `renubu.changes.${company}.${person}`,
      onChange: refresher.hear,
      onMissed: refresher.hearAll,
      onState: setState,
    })
    return () => {
      line.close()
      refresher.stop()
      setState(null)
    }
  }, [client, company, person, works])
  return state
}
