import { headerForm } from '../header-form.ts'
import { field, referenceField } from './field.ts'
import { customerReferences, externalId } from './shared.ts'
import type { KindSpec } from './spec.ts'

/** Metrics that the rules know, by the names that sources give them. */
const METRICS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    active_users:
      'activeusers,dau,wau,mau,dailyactiveusers,weeklyactiveusers,monthlyactiveusers,users,usersactive,activeseats,uniqueusers,aktivenutzer',
    logins: 'logins,login,logincount,signins,sessions,sessioncount,visits,anmeldungen',
    key_actions:
      'keyactions,actions,actioncount,usagecount,events,eventcount,usage,value,quantity,amount,total,wert,anzahl,usagevalue,metricvalue,apicalls,interactions,count,aktionen,nutzung',
  }).flatMap(([metric, names]) => names.split(',').map((name): [string, string] => [name, metric])),
)

// What tells two values apart is the key that they are found by. With the source's name these fit into an entry of it, of 2,704 bytes, in
// any script.
const LONGEST_ID = 300
export const LONGEST_METRIC = 120

export const usage: KindSpec = {
  kind: 'usage',
  table: 'usage_metrics',
  own: ['usage'],
  identity: [],
  fields: [
    { ...externalId('usage id, event id'), most: LONGEST_ID },
    ...customerReferences,
    referenceField(
      'contracts',
      'contractExternalId',
      'contract external id, contract id, contract, subscription id, subscription, subscription number, contract number, vertrag, vertragsnummer',
    ),
    field(
      'day',
      'date',
      'day, usage date, usage day, activity date, event date, at, timestamp, period, week, datum, tag, recorded at, occurred at, metric date, report date, snapshot date, month',
      { column: 'day', required: true },
    ),
    field('text', 'metric', 'metric name, measure, kpi, metric key, metrik, kennzahl, indicator'),
    field(
      'number',
      'value',
      'metric value, usage count, count, quantity, amount, total, wert, anzahl, usage value, usage',
    ),
    field('text', 'feature', 'feature name, module, feature key, product area, funktion', { most: LONGEST_METRIC }),
  ],
}

const names = new Map<string, string>()

/** A metric by the name that the rules know, or by its own. */
export function metricName(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const found = METRICS.get(headerForm(name)) ?? name
  if (names.size < 1_000) names.set(name, found)
  return found
}
