import type { ArtifactOf } from '../artifacts.contract.ts'
import type { Scene } from '../scene.ts'

/** People who work with it, week by week. Nothing where no source tells. */
export function usage(scene: Scene): ArtifactOf<'usage'>[] {
  const { weekly, lastDay, licensedUsers, changePercent } = scene.context.data.usage
  if (weekly.every((week) => week === null)) return []
  return [
    {
      type: 'usage',
      id: 'usage',
      title: 'People who work with it',
      weekly,
      lastDay,
      licensed: licensedUsers,
      changePercent,
      source: scene.cite('usage'),
    },
  ]
}

/** How health went. Nothing before there are two points to join. */
export function healthHistory(scene: Scene): ArtifactOf<'history'>[] {
  const { history } = scene.context.intelligence
  if (history.length < 2) return []
  return [{ type: 'history', id: 'history', title: 'Health', points: history, source: scene.cite('analysis') }]
}
