/** The normal form of a header or a word: "Renewal Date", "renewal_date", "RenewalDate__c" and "RENEWALDATE" are one. */
export function headerForm(header: string): string {
  const plain = header.normalize('NFKC').replace(/__(c|pc|r)$/i, '')
  return plain.toLowerCase().replace(/[^\p{L}\p{N}#%]+/gu, '')
}

/** The words of a header: "account_id", "AccountId", "Account ID" give ["account", "id"]; a custom field's suffix is dropped. */
export function headerWords(header: string): string[] {
  return header
    .normalize('NFKC')
    .replace(/(__|_)(c|pc|r)$/i, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#%]+/u)
    .filter((word) => word !== '')
}

// What vendors and tools put before a field's name.
const VENDOR = new Set(['hs', 'hubspot', 'sf', 'sfdc', 'salesforce', 'zd', 'zendesk', 'properties', 'crm', 'fields'])

/**
 * Forms under which a header may be known: `sure` ones as it is and without a vendor's mark; `own` without the words by which a source
 * repeats what the record is (account_name in a file of accounts is its name).
 */
export function headerForms(
  header: string,
  own: ReadonlySet<string>,
): { readonly sure: readonly string[]; readonly own: readonly string[] } {
  const forms = [headerForm(header)]
  const words = headerWords(header)
  forms.push(words.join(''))
  while (words.length > 1 && VENDOR.has(words[0] ?? '')) words.shift()
  forms.push(words.join(''))
  const bare = words.length > 1 && own.has(words[0] ?? '') ? [words.slice(1).join('')] : []
  return { sure: [...new Set(forms)], own: bare }
}
