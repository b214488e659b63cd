const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The name of an ISO weekday, Monday 1. */
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? ''
