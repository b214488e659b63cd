/** The normal form of a header or a word: "Renewal Date", "renewal_date", "RenewalDate__c" and "RENEWALDATE" are one. */
export function headerForm(header: string): string {
  const plain = header.normalize('NFKC').replace(/__(c|pc|r)$/i, '')
  return plain.toLowerCase().replace(/[^\p{L}\p{N}#%]+/gu, '')
}

const forms = new Map<string, string>()
const FORMS_REMEMBERED = 5_000
const LONGEST_WORD = 60

/** The same of a cell: a column of words has a few, a thousand times each. */
export function wordForm(word: string): string {
  if (word.length > LONGEST_WORD) return headerForm(word)
  const known = forms.get(word)
  if (known !== undefined) return known
  if (forms.size >= FORMS_REMEMBERED) forms.clear()
  const form = headerForm(word)
  forms.set(word, form)
  return form
}

/** The words of a header: "account_id", "AccountId", "Account ID" give ["account", "id"]; a custom field's suffix is dropped. */
export function headerWords(header: string): string[] {
  return header
    .normalize('NFKC')
    .replace(/(__|_)(c|pc|r)$/i, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#%$€£]+/u)
    .filter((word) => word !== '')
}

// What vendors and tools put before a field's name.
const VENDOR = new Set(['hs', 'hubspot', 'sf', 'sfdc', 'salesforce', 'zd', 'zendesk', 'properties', 'crm', 'fields'])

// Words before a name that leave its meaning; not "previous", "old" or "target", which do not.
const QUALIFIERS = new Set(
  'current,total,active,contracted,primary,main,assigned,original,next,upcoming,latest,ending,is,full,overall,grand,aktuelle,aktueller,aktuelles,nächste,nächster,nächstes,gesamt,number,of,#,anzahl,no'.split(
    ',',
  ),
)
// What stands behind a name and says how or where it is written.
const ADDITIONS = new Set(
  (
    'usd,eur,gbp,chf,cad,aud,jpy,inr,sek,nok,dkk,pln,$,€,£,%,percent,prozent,utc,gmt,cet,cest,est,pst,local,in,digit,' +
    '15,18,hubspot,salesforce,sfdc,zendesk,gainsight,primary,main,contract,full,name'
  ).split(','),
)
/** Units that a name may end in; a field takes those that its own name says. */
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    months: 'month,months,mo,mos,monate,monaten,monat',
    days: 'day,days,tage,tagen',
    minutes: 'min,mins,minute,minutes,minuten',
    other:
      'sec,secs,second,seconds,sekunden,ms,milliseconds,hour,hours,hrs,stunden,week,weeks,wochen,year,years,yrs,jahre,k,thousands',
  }).flatMap(([unit, words]) => words.split(',').map((word): [string, string] => [word, unit])),
)

export type HeaderForms = {
  /** As it is, and without a vendor's mark. */
  readonly sure: readonly string[]
  /** Without the words by which a source repeats what the record is: account_name in a file of accounts is its name. */
  readonly own: readonly string[]
  /** Without qualifiers and additions: "Current ARR (USD)", "Number of seats", "Term in months". */
  readonly loose: readonly string[]
  /** The units that were left out for `loose`. */
  readonly units: readonly string[]
}

/** Forms under which a header may be known. */
export function headerForms(header: string, own: ReadonlySet<string>): HeaderForms {
  const forms = [headerForm(header)]
  const words = headerWords(header)
  forms.push(words.join(''))
  while (words.length > 1 && VENDOR.has(words[0] ?? '')) words.shift()
  forms.push(words.join(''))
  if (words.length > 1 && /^(#|no|nr)$/.test(words.at(-1) ?? '')) forms.push([...words.slice(0, -1), 'number'].join(''))
  const withoutOwn = (from: readonly string[]) =>
    from.length > 1 && own.has(from[0] ?? '') ? [from.slice(1).join('')] : []
  const { core, units } = coreOf(words)
  return {
    sure: [...new Set(forms)],
    own: withoutOwn(words),
    loose: core.length === 0 ? [] : [core.join(''), ...withoutOwn(core)],
    units,
  }
}

function coreOf(words: readonly string[]): { core: readonly string[]; units: readonly string[] } {
  const units: string[] = []
  let [from, to] = [0, words.length]
  while (from < to - 1 && QUALIFIERS.has(words[from] ?? '')) from += 1
  for (; to > from + 1; to -= 1) {
    const word = words[to - 1] ?? ''
    const unit = UNITS.get(word)
    if (unit !== undefined) units.push(unit)
    else if (!ADDITIONS.has(word)) break
  }
  return { core: words.slice(from, to), units }
}
