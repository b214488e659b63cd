import { headerForm } from '../header-form.ts'

// Names of lists that hold records and nothing else, whatever stands beside them.
const ALWAYS = new Set(['records', 'results', 'rows', 'edges'])
// Names of lists that hold records where what holds them is not a record itself: an invoice has `items`, a company `contacts`.
const OFTEN = new Set(
  (
    'data,items,value,values,list,objects,elements,entries,content,hits,nodes,resources,' +
    'accounts,customers,companies,organizations,organisations,clients,tenants,contacts,people,persons,deals,opportunities,' +
    'contracts,subscriptions,agreements,renewals,tickets,cases,issues,requests,engagements,activities,tasks,meetings,calls,' +
    'events,signals,products,users,agents,owners,members,invoices,bills,surveys,responses,ratings,rates,usage,metrics,leads'
  ).split(','),
)
// Lists that speak of the answer or of another list.
const NEVER = new Set('errors,warnings,links,included,columns,fields,headers,facets,messages,permissions'.split(','))
// Members that only a record has.
const OWN = new Set('id,uuid,guid,vid,externalid,name,email,subject,firstname,properties,attributes'.split(','))
const WHOLE = new Set(['properties', 'attributes'])
// Members that only a page of an answer has.
const PAGING =
  /^(total|count|size|done|status|success|ok|offset|limit|has[-_]?more|per[-_]?page|next|prev|page|paging|pagination|cursor|meta|links?|facets|query_?locator|version)/i
const DEEPEST = 4

/**
 * Where in a JSON value its records are: the keys that lead from outside to their list, none for a value that is a list itself, undefined for
 * one that is a record. The names that usual interfaces give their lists decide, then what the list holds.
 */
export function recordsPath(value: unknown, level = 0): readonly string[] | undefined {
  if (Array.isArray(value)) return level === 0 ? [] : undefined
  if (!isObject(value) || level > DEEPEST) return undefined
  const members = Object.entries(value)
  const lists = members.filter(([key, list]) => Array.isArray(list) && !NEVER.has(headerForm(key)))
  const named = (names: ReadonlySet<string>) => lists.find(([key]) => names.has(headerForm(key)))
  const always = named(ALWAYS)
  if (always) return [always[0]]
  if (members.some(([key, member]) => isOwn(key, member))) return undefined
  const often = named(OFTEN) ?? mostRecords(lists)
  if (often) return [often[0]]
  for (const [key, member] of members) {
    const inner = recordsPath(member, level + 1)
    if (inner) return [key, ...inner]
  }
  return undefined
}

const isOwn = (key: string, member: unknown): boolean =>
  OWN.has(headerForm(key)) && (typeof member !== 'object' || WHOLE.has(headerForm(key)))

function mostRecords(lists: readonly (readonly [string, unknown])[]): readonly [string, unknown] | undefined {
  const records = ([, list]: readonly [string, unknown]) => (Array.isArray(list) ? list.filter(isObject).length : 0)
  const [most] = lists.filter((list) => records(list) > 0).toSorted((a, b) => records(b) - records(a))
  return most
}

/** The records in one element of a file: of a page of an answer its own, else the element, without a wrapper that only names it. */
export function recordsIn(element: unknown): readonly unknown[] {
  if (!isObject(element)) return [element]
  const list = listOfPage(element)
  return list === undefined ? [unwrapped(element)] : list.map((one) => (isObject(one) ? unwrapped(one) : one))
}

// A record among others may hold lists of its own; a page holds one, and besides it only what is said of pages.
function listOfPage(element: object): readonly unknown[] | undefined {
  const members = Object.entries(element)
  const lists = members.filter(([key, value]) => Array.isArray(value) && !NEVER.has(headerForm(key)))
  const [only] = lists
  if (!only || lists.length > 1 || !(ALWAYS.has(headerForm(only[0])) || OFTEN.has(headerForm(only[0]))))
    return undefined
  const page = members.every(
    (member) => member[0] === only[0] || NEVER.has(headerForm(member[0])) || PAGING.test(member[0]),
  )
  return page ? (only[1] as readonly unknown[]) : undefined
}

// Members of a record that are objects by themselves, and no wrapper.
const PARTS = new Set(['properties', 'attributes', 'data', 'customfields', 'metadata', 'payload'])

// { "ticket": { … } }, { "node": { … }, "cursor": "…" }, { "_id": …, "_source": { … } }
function unwrapped(record: object): object {
  const members = Object.entries(record)
  const [only] = members
  if (only && members.length === 1 && isObject(only[1]) && !PARTS.has(headerForm(only[0])))
    return Object.entries(only[1]).some(([key, member]) => isOwn(key, member)) ? only[1] : record
  if ('node' in record && isObject(record.node) && members.length === 2 && 'cursor' in record) return record.node
  if ('_source' in record && isObject(record._source))
    return { ...('_id' in record ? { id: record._id } : {}), ...record._source }
  return record
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** What can be told of a JSON text by its beginning: cut behind its last comma, and whatever is open there closed. Undefined: nothing. */
export function beginningOfJson(head: string): unknown {
  const whole = parsed(head)
  if (whole !== undefined) return whole
  const open: string[] = []
  let inString = false
  let last: { at: number; closers: string } | undefined
  for (let at = 0; at < head.length; at += 1) {
    const character = head[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') open.push('}')
    else if (character === '[') open.push(']')
    else if (character === '}' || character === ']') {
      open.pop()
      // Another value follows the first one; that one tells enough.
      if (open.length === 0) return parsed(head.slice(0, at + 1))
    } else if (character === ',') last = { at, closers: open.toReversed().join('') }
  }
  return last === undefined ? undefined : parsed(head.slice(0, last.at) + last.closers)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const ERROR_MEMBERS = new Set(
  'error,errorcode,errors,message,errordescription,statuscode,status,success,ok,fields,category,correlationid,requestid,detail,title,type,code,description,extendederrordetails,policyname'.split(
    ',',
  ),
)

/** What went wrong, where a file holds an interface's refusal instead of records. */
export function refusalIn(record: unknown): string | undefined {
  if (!isObject(record)) return undefined
  const members = Object.entries(record)
  const forms = members.map(([key]) => headerForm(key))
  const refused = members.some(([key, value]) => /^(error|error_?code|errors)$/i.test(key) && isSaid(value))
  if (!refused || !forms.every((form) => ERROR_MEMBERS.has(form))) return undefined
  return members
    .filter(([, value]) => typeof value === 'string')
    .map(([, value]) => String(value))
    .join(': ')
    .slice(0, 200)
}

const isSaid = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== '' && value !== false
