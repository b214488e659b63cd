import type { Artifact as Shape } from '../../../../stages/compose/artifacts.contract.ts'
import { AssessmentPanel } from './assessment.tsx'
import { ChecklistPanel } from './checklist.tsx'
import { ContractPanel } from './contract.tsx'
import { EmailPanel } from './email.tsx'
import { FormPanel } from './form.tsx'
import { HistoryPanel } from './history.tsx'
import { PeoplePanel } from './people.tsx'
import { PlanPanel } from './plan.tsx'
import { PointsPanel } from './points.tsx'
import { PricingPanel } from './pricing.tsx'
import { QuotePanel } from './quote.tsx'
import { RecordsPanel } from './records.tsx'
import { SummaryPanel } from './summary.tsx'
import { UsagePanel } from './usage.tsx'
import { WorthPanel } from './worth.tsx'

/** The panel of an artifact, by its type. */
export function Artifact({ artifact }: { readonly artifact: Shape }) {
  switch (artifact.type) {
    case 'assessment':
      return <AssessmentPanel artifact={artifact} />
    case 'records':
      return <RecordsPanel artifact={artifact} />
    case 'contract':
      return <ContractPanel artifact={artifact} />
    case 'people':
      return <PeoplePanel artifact={artifact} />
    case 'usage':
      return <UsagePanel artifact={artifact} />
    case 'history':
      return <HistoryPanel artifact={artifact} />
    case 'pricing':
      return <PricingPanel artifact={artifact} />
    case 'worth':
      return <WorthPanel artifact={artifact} />
    case 'quote':
      return <QuotePanel artifact={artifact} />
    case 'form':
      return <FormPanel artifact={artifact} />
    case 'checklist':
      return <ChecklistPanel artifact={artifact} />
    case 'points':
      return <PointsPanel artifact={artifact} />
    case 'plan':
      return <PlanPanel artifact={artifact} />
    case 'email':
      return <EmailPanel artifact={artifact} />
    case 'summary':
      return <SummaryPanel artifact={artifact} />
  }
}
