import { describe, expect, it } from 'vitest'
import { BUILT_IN_WORKFLOWS } from './catalogue.defaults.ts'
import { stepsOf, workflow, workflowNamed } from './catalogue.ts'
import { STAGES } from './words.ts'

describe('the catalogue of workflows', () => {
  it('has each id and each alias once', () => {
    const names = BUILT_IN_WORKFLOWS.flatMap((kind) => [kind.id, ...kind.aliases])
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(BUILT_IN_WORKFLOWS)('$id can be run and says what it is', (kind) => {
    expect(kind.steps.length).toBeGreaterThan(0)
    expect(new Set(kind.steps.map((step) => step.id)).size).toBe(kind.steps.length)
    expect(kind.title).toMatch(/^[A-Z].{3,}/)
    expect(kind.baseScore).toBeGreaterThan(0)
  })

  it('answers to the ids of the earlier document', () => {
    expect(workflowNamed('emergency-renewal')?.id).toBe('emergency-retention')
    expect(workflowNamed('prepare-renewal')?.id).toBe('renewal-preparation')
    expect(workflowNamed('no-such-thing')).toBeUndefined()
    expect(() => workflow('no-such-thing')).toThrow(/There is no workflow "no-such-thing"/)
  })

  it('has a workflow for every stage but none twice', () => {
    const stages = BUILT_IN_WORKFLOWS.flatMap((kind) => (kind.stage ? [kind.stage] : []))
    expect([...stages].sort()).toEqual([...STAGES].sort())
  })

  it('puts leading steps first, and none twice', () => {
    expect(stepsOf(workflow('negotiation-prep'), ['assess-risk']).map((step) => step.id)[0]).toBe('assess-risk')
    expect(stepsOf(workflow('emergency-retention'), ['assess-risk'])).toHaveLength(4)
  })
})
