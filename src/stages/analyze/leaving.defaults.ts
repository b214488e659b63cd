/**
 * How customers say that they go. One pattern a line: words in order, `a|b` either, `*3` up to three words between.
 * Written from how such letters read; false alarms cost a CSM a minute, a missed one a customer, but a button named "Cancel" is no letter.
 */
export const LEAVING_PATTERNS: readonly string[] = [
  'cancel|cancelling|canceling|cancelled|canceled|terminate|terminating|terminated|discontinue|discontinuing|end|ending *3 contract|contracts|subscription|agreement|renewal|partnership|relationship|licence|license|licences|licenses',
  'cancellation|termination *1 of *3 contract|subscription|agreement|account|services',
  'cancel|cancelling|canceling|close|closing|terminate|terminating *1 our|my *1 account',
  'contract|subscription|agreement *1 cancellation|termination',
  'notice *1 of *1 termination|cancellation|non-renewal',
  'termination|cancellation|formal *1 notice',
  "not|won't|never|unlikely *3 renewing",
  "not|won't|don't|never|unlikely *4 renew|prolong *1 contract|subscription|agreement|licence|license|our|with|this|next|at|when|it|unless|if|.",
  'non-renewal|nonrenewal',
  'opt|opting *1 out *1 of *2 renewal',
  'let|letting *2 contract|subscription|agreement|licence|license *2 expire|lapse|end',
  'evaluate|evaluating|evaluated|consider|considering|explore|exploring|assess|assessing|compare|comparing|researching|reviewing|at|for|into *2 alternatives|alternative|competitors|competitor|replacements|replacement *0 to|for|vendors|vendor|products|product|tools|tool|solutions|solution|providers|platforms|.',
  'evaluating|considering|exploring|assessing|comparing|researching|testing|trialling|piloting|looking|talking|speaking *2 other|another|different|competing *1 vendor|vendors|provider|providers|supplier|suppliers|tool|tools|solution|solutions|platform|platforms|product|products|company',
  'switch|switching|switched|move|moving|migrate|migrating|changing|change *2 to *2 another|different|other|competing|competitor|competitors|alternative *1 vendor|provider|supplier|tool|solution|platform|product|system|company|.',
  "we|we're|we'll|management|leadership|company|board|team *3 switching *0 to",
  'switching|switch|moving|move|migrating|migrate|walk|walking *1 away|off *0 from|of|your *0 you|your|this|product|platform|tool|.',
  'leave|leaving|ditch|ditching|abandon|abandoning|dump *1 you|your',
  "decided|planning|plan|going|intend|want|reason|reasons|before|we'll *1 to|we|for *1 leave|leaving *0 you|your|for|the|this|at|when|unless|if|.",
  'replace|replacing *2 you|your *1 product|tool|platform|software|solution|system|service|.',
  'find|finding|found|look|looking|search|searching *1 for|a|an *2 alternative|replacement *0 to|for|vendor|product|tool|solution|provider|platform|.',
  'business|go|going|look|looking *1 elsewhere',
  'part|parting *0 ways',
  'no *0 longer *1 need|use|using|want|require|see *3 product|platform|software|service|services|subscription|licences|licenses|contract|value',
  'stop|stopping *0 using *1 you|your|the *2 product|platform|software|service|tool|.',
  'reconsider|reconsidering|rethink|rethinking *3 contract|subscription|renewal|partnership|relationship|vendor',
  'issued|issuing|started|starting|running|launched *2 rfp',
  'be|is|our|my *1 last *0 month|year|quarter|renewal *1 with *0 you',
  'delete|deleting *0 our *0 account',
  'cancel|disable|remove|stop *3 auto-renewal|auto-renew|autorenewal|autorenew',
  "we|we're|we'll|we've *5 will|may|might|could|shall|must|would|to *1 leave *0 you|your|.",
  'thinking|thought|talking *0 about|of *0 leaving|switching|cancelling|canceling *0 you|your|our|.',
  'go|going|went|sign|signed|signing *0 with *0 another|different|competitor|competing|someone|somebody|a *1 vendor|provider|supplier|tool|solution|platform|product|competitor|else|.',
  "don't|can't|cannot *0 see *1 value *0 any|anymore|in|of|for|.",
]

/** Up to this many words before a phrase, one of `NEGATIONS` turns it round: "we are not leaving you". */
export const NEGATION_REACH = 3
export const NEGATIONS: ReadonlySet<string> = new Set([
  'not',
  'no',
  'never',
  "don't",
  "doesn't",
  "didn't",
  "aren't",
  "isn't",
  "won't",
  "wouldn't",
  "haven't",
  "hasn't",
  "weren't",
  "wasn't",
  'without',
  'neither',
  'nor',
  'nobody',
  "can't",
  'cannot',
])

/** Whoever speaks begins anew: what was denied before "we" is another matter ("not fixed, we will leave"). */
export const SPEAKERS: ReadonlySet<string> = new Set(['we', "we're", "we'll", "we've", 'i', "i'm", "i'll"])

/** What also renews, expires and ends without anybody leaving. */
export const TECHNICAL: ReadonlySet<string> = new Set([
  'certificate',
  'certificates',
  'cert',
  'token',
  'tokens',
  'session',
  'sessions',
  'cookie',
  'lease',
  'sandbox',
  'duplicate',
])

/** Within a phrase these make it somebody else's contract: a feature request about their customers, or a user's account. */
export const SOMEBODY_ELSE: ReadonlySet<string> = new Set([
  "customer's",
  "customers'",
  'customers',
  "client's",
  "clients'",
  "user's",
  'user',
  'users',
  "member's",
  'member',
  'their',
  'his',
  'her',
  'button',
  'page',
])
