/** What the product of this company can do, as its usage reports name it: the most used first. */
export const FEATURES = [
  'dashboards',
  'alerts',
  'scheduled-reports',
  'sharing',
  'mobile',
  'forecasts',
  'annotations',
  'data-import',
  'single-sign-on',
  'api',
] as const
