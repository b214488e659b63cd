/** The id of an artifact's element on the page. */
export const elementOf = (artifactId: string): string => `artifact-${artifactId}`
