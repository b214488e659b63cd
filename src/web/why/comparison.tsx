import type { Comparison as ComparisonShape, Why } from '../../views/why.contract.ts'
import { digitsOf, points } from '../format.ts'
import styles from './why.module.css'

type ComparisonProps = { readonly why: Why; readonly against: ComparisonShape }

/** “Why not first?”: ours beside the next one's, row by row; the gaps add up too. */
export function Comparison({ why, against }: ComparisonProps) {
  const all = against.rows.flatMap(({ ours, theirs, gap }) => [ours, theirs, gap])
  const digits = digitsOf([...all, why.total, against.total, against.gap])
  const text = (value: number): string => points(value, { digits, signed: false })
  const leads = against.gap >= 0
  const [ahead, behind] = leads ? [why.customer, against.customer] : [against.customer, why.customer]
  return (
    <section className={styles.comparison}>
      <h2>Why not {leads ? against.customer : why.customer} first?</h2>
      <table>
        <caption className="unseen">
          {ahead} beside {behind}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Factor</span>
            </th>
            <th scope="col">{why.customer}</th>
            <th scope="col">{against.customer}</th>
            <th scope="col">Gap</th>
          </tr>
        </thead>
        <tbody>
          {against.rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{text(row.ours)}</td>
              <td>{text(row.theirs)}</td>
              <td>{text(row.gap)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{leads ? 'Leads by' : 'Stands behind by'}</th>
            <td>{text(why.total)}</td>
            <td>{text(against.total)}</td>
            <td>{text(against.gap)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
