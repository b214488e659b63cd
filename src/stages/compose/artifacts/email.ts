import type { ArtifactOf } from '../artifacts.contract.ts'
import { mayBeWrittenTo, whomToWrite } from '../facts.ts'
import type { Scene } from '../scene.ts'
import { personOf } from './people.ts'

type Email = ArtifactOf<'email'>

export type Letter = Pick<Email, 'subject' | 'versions' | 'traced' | 'priceFrom'> & {
  /** Whom it is for, by the parts that people play, the best first. */
  readonly roles?: readonly string[]
}

/** A draft to one person, who may be changed for another one that may be written to. */
export function email(scene: Scene, { roles, ...letter }: Letter): Email {
  const { context, reader } = scene
  return {
    type: 'email',
    id: 'email',
    title: 'The mail',
    people: context.contacts.filter(mayBeWrittenTo).map(personOf),
    to: whomToWrite(context, roles)?.id ?? null,
    from: reader.name,
    currency: context.customer.currency,
    ...letter,
  }
}
