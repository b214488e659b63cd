import { z } from 'zod'

/** Acts that a recommendation can begin. */
export const INSIGHT_ACTIONS = ['scheduleCall', 'draftOutreach', 'generateQuote', 'createTask', 'escalate'] as const

const sentence = z.string().trim().min(1).max(400)
const source = z.strictObject({ record: z.string(), on: z.number().int().nullable() })

/** What an analyst, built in or a model, says of one customer. Every figure and name in it stands in what it was given. */
export const Insight = z.strictObject({
  summary: z.string().trim().min(1).max(1200),
  sentiment: z.enum(['negative', 'neutral', 'positive']),
  insights: z
    .array(z.strictObject({ text: sentence, tone: z.enum(['good', 'bad', 'neutral']), code: z.string(), source }))
    .max(12),
  recommendations: z
    .array(
      z.strictObject({
        text: sentence,
        action: z.enum(INSIGHT_ACTIONS),
        label: z.string().min(1).max(60),
        because: z.array(z.string()).min(1),
      }),
    )
    .max(6),
  talkingPoints: z.array(sentence).max(6),
  writtenBy: z.string(),
})
export type Insight = z.infer<typeof Insight>
export type Recommendation = Insight['recommendations'][number]
