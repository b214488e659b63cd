import type { ArtifactOf } from '../artifacts.contract.ts'
import type { ExecutionContext } from '../context.contract.ts'

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
