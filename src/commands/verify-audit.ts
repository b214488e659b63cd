import type { Command } from 'commander'
import { verifyAudit, type Breach, type Verification } from '../operate/verify-audit.ts'
import { inCompany } from './context.ts'

/** `verify-audit`: recomputes the seals of a company's audit trail; exit code 1 when one does not hold. */
export function registerVerifyAudit(program: Command): void {
  program
    .command('verify-audit')
    .description('recompute the seals of the audit trail and name the first row that was changed, taken away or put in')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .action(({ company: name }: { readonly company?: string }, command: Command) =>
      inCompany(command, name, async ({ database, company, output }) => {
        const found = await verifyAudit(database, company.id)
        output.answer(found, sentences)
        if (found.firstBroken) process.exitCode = 1
      }),
    )
}

const WORDS: Readonly<Record<Breach, string>> = {
  changed: 'is not what was sealed: it was changed, or one before it was taken away',
  missing: 'is gone',
  inserted: 'was put in later',
  reordered: 'stood in another place',
}

function sentences({ rows, sealed, unsealed, firstBroken, head }: Verification): string {
  const counts = `${String(rows)} rows, ${String(sealed)} sealed, ${String(unsealed)} not yet.`
  if (firstBroken) {
    const { seq, auditId, why } = firstBroken
    return `✗ Row ${String(seq)}${auditId === null ? '' : ` (${auditId})`} ${WORDS[why]}.\n${counts}`
  }
  return `✓ Every seal holds. ${counts}${head ? `\nThe last seal: ${String(head.seq)} ${head.hash}` : ''}`
}
