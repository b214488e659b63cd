import type { ArtifactOf } from '../artifacts.contract.ts'
import type { Scene } from '../scene.ts'

/** What to bring up with the customer, each with the figure behind it. */
export const points = ({ context }: Scene): ArtifactOf<'points'>[] =>
  context.intelligence.talkingPoints.length === 0
    ? []
    : [
        {
          type: 'points',
          id: 'points',
          title: 'What to bring up',
          points: context.intelligence.talkingPoints,
          writtenBy: 'Written by the built-in analyst from what is known here',
        },
      ]
