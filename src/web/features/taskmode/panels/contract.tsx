import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { dayWithDate, days, money } from '../../../format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk } from '../desk.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

type Contract = ArtifactOf<'contract'>['contracts'][number]

/** What was agreed: dates, money, notice, and the terms beyond the usual. */
export function ContractPanel({ artifact }: { readonly artifact: ArtifactOf<'contract'> }) {
  const { taskMode } = useDesk()
  const date = (iso: string | null): string => (iso === null ? '–' : dayWithDate(iso, taskMode.today))
  if (artifact.contracts.length === 0) {
    return (
      <Panel id={elementOf(artifact.id)} title={artifact.title}>
        <p className="dim">No contract is on record. Ask for a copy; whoever keeps the CRM can add it.</p>
      </Panel>
    )
  }
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title}>
      {artifact.contracts.map((contract) => (
        <div key={contract.id} className={styles.contract}>
          <dl className={styles.rows}>
            <Row label="Runs">
              {date(contract.startDate)} to {date(contract.endDate)}
            </Row>
            <Row label="Worth">{contract.value === null ? '–' : money(contract.value, contract.currency)}</Row>
            <Row label="Term">{contract.termMonths === null ? '–' : `${String(contract.termMonths)} months`}</Row>
            <Row label="Renews by itself">{contract.autoRenew ? 'Yes' : 'No'}</Row>
            <Row label="Notice">{noticeWords(contract)}</Row>
            {artifact.decisionDate !== null && <Row label="Last day for notice">{date(artifact.decisionDate)}</Row>}
          </dl>
          {contract.terms.length > 0 && (
            <>
              <h3>Agreed beyond the usual</h3>
              <ul className={styles.findings}>
                {contract.terms.map(({ kind, text }) => (
                  <li key={`${kind} ${text}`}>{text}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      ))}
    </Panel>
  )
}

const noticeWords = ({ noticeDays }: Contract): string =>
  noticeDays === null ? 'Not on record' : `${days(noticeDays)} before the end`

function Row({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
