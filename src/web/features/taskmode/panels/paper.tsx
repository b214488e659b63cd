import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { longDate, money } from '../../../format.ts'
import { PAYMENTS, type QuoteAsIs } from '../quote-lines.ts'
import { useDesk } from '../desk.tsx'
import styles from './paper.module.css'

type PaperProps = {
  readonly artifact: ArtifactOf<'quote'>
  readonly quote: QuoteAsIs
  readonly settled: boolean
}

/** The quote as the customer sees it; paper stays white. */
export function Paper({ artifact, quote, settled }: PaperProps) {
  const { taskMode } = useDesk()
  const { currency, to, startsOn } = artifact
  const payment = PAYMENTS.find(({ times }) => times === quote.payments) ?? PAYMENTS[0]
  return (
    <article className={styles.paper} data-print>
      {!settled && <span className={styles.draft}>Draft</span>}
      <h3>Renewal quote</h3>
      <p className={styles.grey}>
        {artifact.title.replace('Quote ', '')} · {longDate(taskMode.today)}
      </p>
      <p>
        <b>{to.customer}</b>
        {to.person !== null && (
          <>
            <br />
            {to.person}
          </>
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line, index) => (
            <tr key={index}>
              <td>
                {line.label}
                {line.quantity !== 1 && `, ${String(line.quantity)} × ${money(line.each, currency)}`}
              </td>
              <td>{money(line.quantity * line.each, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Per year, before tax</th>
            <td>{money(quote.total, currency)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={styles.grey}>
        {quote.months} months{startsOn === null ? '' : ` from ${longDate(startsOn)}`}.{' '}
        {payment.times === 1
          ? 'Paid once a year, in advance.'
          : `${payment.label}: ${String(payment.times)} payments of ${money(quote.total / payment.times, currency)} a year.`}
      </p>
      <footer>{artifact.from}</footer>
    </article>
  )
}
