/** What the product of this company can do, as its usage reports name it: the most used first. */
export const FEATURES = [
  'tasks',
  'approvals',
  'reports',
  'dashboards',
  'exports',
  'mobile',
  'templates',
  'automations',
  'audit-log',
  'integrations',
] as const
