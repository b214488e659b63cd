/** The id of an artifact's element on the page. */
export const elementOf = (artifactId: string): string => `artifact-${artifactId}`

/** The element of the page that holds all artifacts. */
export const SHELF = 'artifacts'

/** The conversation, or what lies beside it; on the phone one of them. */
export type Pane = 'chat' | 'artifacts'
