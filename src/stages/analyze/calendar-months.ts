import type { Day } from '../../base/day.ts'

type Civil = { readonly year: number; readonly month: number; readonly date: number }

/** Year, month (1–12) and date of a day. Whole-number arithmetic after H. Hinnant, "chrono-compatible low-level date algorithms". */
export function civilOf(day: Day): Civil {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** The day of a year, month (1–12) and date. */
export function dayOfCivil({ year, month, date }: Civil): Day {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function lengthOfMonth(year: number, month: number): number {
  const next = month === 12 ? { year: year + 1, month: 1, date: 1 } : { year, month: month + 1, date: 1 }
  return dayOfCivil(next) - dayOfCivil({ year, month, date: 1 })
}

/** The same date some months on; the month's last day where it has no such date (31 January + 1 month: 28 or 29 February). */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = civilOf(day)
  const index = year * 12 + month - 1 + months
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 }
  return dayOfCivil({ ...target, date: Math.min(date, lengthOfMonth(target.year, target.month)) })
}

/** The same day of the next term's end: a term that ends on a month's last day ends on the last day again. */
export function nextTermEnd(end: Day, months: number): Day {
  return addMonths(end + 1, months) - 1
}
