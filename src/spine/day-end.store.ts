/**
 * The instant at which a day ends somewhere, or so many hours after that; `day` and `timeZone` are SQL. Where the clocks go back from one o'clock to
 * midnight, as in Havana, there are two midnights, and the day ends with the first: it is looked for from an hour before. With parameters all of it
 * is worked out once, with the plan: what is added to an instant with a zone is added anew for every row.
 */
export const endOfDay = (day: string, timeZone: string, hoursLater = 0): string =>
  `(((((${day} + 1)::timestamp - interval '1 hour') at time zone ${timeZone}) at time zone 'UTC' + interval '${String(1 + hoursLater)} hours') at time zone 'UTC')`

/** The condition that an instant lies on a day somewhere. */
export const liesOnDay = (instant: string, day: string, timeZone: string): string =>
  `(${instant} >= ${endOfDay(`(${day} - 1)`, timeZone)} and ${instant} < ${endOfDay(day, timeZone)})`
