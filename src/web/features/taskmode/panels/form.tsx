import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { Field, fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { textIn } from '../draft.ts'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

type FormField = ArtifactOf<'form'>['fields'][number]

/** What a person finds out or decides. */
export function FormPanel({ artifact }: { readonly artifact: ArtifactOf<'form'> }) {
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title} aside={artifact.note}>
      <div className={styles.form}>
        {artifact.fields.map((field) => (
          <FormRow key={field.key} artifactId={artifact.id} field={field} />
        ))}
      </div>
    </Panel>
  )
}

function FormRow({ artifactId, field }: { readonly artifactId: string; readonly field: FormField }) {
  const { readOnly } = useDesk()
  const [draft, change] = usePanel(artifactId)
  const value = textIn(draft, field.key) ?? ''
  const set = (next: string): void => change({ [field.key]: next })
  switch (field.kind) {
    case 'choice':
      return (
        <fieldset className={styles.choice} disabled={readOnly}>
          <legend>{field.label}</legend>
          {field.options.map((option) => (
            <label key={option.value}>
              <input
                type="radio"
                name={`${artifactId} ${field.key}`}
                checked={value === option.value}
                onChange={() => set(option.value)}
              />
              {option.label}
            </label>
          ))}
        </fieldset>
      )
    case 'text':
      return (
        <Field label={field.label}>
          <textarea
            className={fieldClass}
            value={value}
            readOnly={readOnly}
            maxLength={20_000}
            placeholder={field.hint}
            onChange={(event) => set(event.target.value)}
          />
        </Field>
      )
    case 'line':
    case 'date':
      return (
        <Field label={field.label} hint={field.hint}>
          <input
            type={field.kind === 'date' ? 'date' : 'text'}
            className={fieldClass}
            value={value}
            readOnly={readOnly}
            maxLength={1000}
            onChange={(event) => set(event.target.value)}
          />
        </Field>
      )
  }
}
