import type { ArtifactOf } from '../artifacts.contract.ts'
import type { ExecutionContext } from '../context.contract.ts'
import type { Scene } from '../scene.ts'

type Contact = ExecutionContext['contacts'][number]

/** A contact as panels show one. */
export const personOf = ({
  id,
  name,
  email,
  title,
  role,
  phone,
  optedOut,
}: Contact): ArtifactOf<'email'>['people'][number] => ({
  id,
  name: name ?? email ?? 'Somebody without a name',
  title,
  role,
  email,
  phone,
  optedOut,
})

type People = ArtifactOf<'people'>

const MOST = 8

const WANTED = [
  { role: 'champion', says: 'Nobody is known to be on our side.' },
  { role: 'economic-buyer', says: 'Nobody is known who decides about the budget.' },
] as const

/** Who is there, those who decide first, and who is missing. */
export function people(scene: Scene): People {
  const { contacts } = scene.context
  return {
    type: 'people',
    id: 'people',
    title: 'Who is there',
    people: contacts.slice(0, MOST).map(personOf),
    missing: WANTED.filter(({ role }) => !contacts.some((each) => each.role === role)).map(({ says }) => says),
    source: scene.cite('contacts'),
  }
}
