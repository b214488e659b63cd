import type { PrioritySettings } from './settings.ts'

export const DEFAULT_PRIORITY: PrioritySettings = {
  model: 'weighted',
  weighted: {
    weights: { arr: 1.5, health: 1.5, usage: 1.2, risk: 1.5 },
    arrUnit: 10_000,
    arrCap: 100,
    arrCapFuture: 30,
    urgency: [
      { untilDays: 7, points: 100 },
      { untilDays: 14, points: 85 },
      { untilDays: 30, points: 70 },
      { untilDays: 60, points: 50 },
      { untilDays: 90, points: 35 },
      { untilDays: 120, points: 25 },
      { untilDays: 180, points: 15 },
    ],
    urgencyElse: 4,
    usageDivisor: 2,
    usageCap: 50,
    riskFrom: 50,
    strategicPlans: ['invest', 'expand'],
    strategicTimes: 2,
    penalty: 0,
  },
  multiplicative: {
    base: {},
    arr: [
      { above: 150_000, times: 2 },
      { above: 100_000, times: 1.5 },
      { above: 50_000, times: 1.25 },
    ],
    plans: { invest: 1.5, expand: 1.3, manage: 1, monitor: 0.8 },
    penalty: 2,
  },
  dueStepPoints: 25,
  halfUrgency: [
    { workflowId: 'contract-finalization', stages: ['urgent', 'critical', 'emergency'] },
    { workflowId: 'confirm-renewal-outcome', stages: null },
  ],
  renewalLeadsDays: 30,
  families: ['event', 'risk', 'renewal', 'strategic', 'cadence', 'opportunity'],
}
