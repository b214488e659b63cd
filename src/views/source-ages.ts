/** Older than this a source is named on the page. Usage pauses over a weekend; invoices come by the quarter at the slowest. In days. */
export const STALE_AFTER_DAYS: Readonly<Record<string, number>> = {
  usage: 3,
  tickets: 7,
  engagements: 14,
  invoices: 100,
}
