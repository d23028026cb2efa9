import type { Locale } from '../locales.ts'
import type { AuditFilter } from '../wire/audit.ts'
import { type Calendar, spanOf } from './filter.ts'
import type { Key, Lexicon, Option } from './lexicon.ts'
import type { Query } from './parse.ts'
import { auditKeyWords, searchWords } from './words.ts'

export type AuditKey = 'actor' | 'action' | 'target' | 'case' | 'request' | 'ip' | 'since' | 'until'

/** What the audit trail can be searched for; the reader's page knows the words of actions and kinds of things. */
export function auditLexicon(locale: Locale, known: { actions: Option[]; targets: Option[] }): Lexicon {
  const words = searchWords[locale]
  const labels = auditKeyWords[locale]
  const key = (name: AuditKey, kind: Key['kind'], options: Option[] = []): Key => ({
    name,
    label: labels[name],
    kind,
    options,
    isField: false,
  })
  const days = (['today', 'yesterday'] as const).map((value) => ({ value, label: words[value] }))
  const back = [
    { value: '-7d', label: words.week },
    { value: '-30d', label: words.month },
  ]
  return [
    key('actor', 'person', [{ value: 'system', label: labels.system }]),
    key('action', 'text', known.actions),
    key('target', 'text', known.targets),
    key('case', 'id'),
    key('request', 'text'),
    key('ip', 'text'),
    key('since', 'date', [...days, ...back]),
    key('until', 'date', days),
  ]
}

/** What the API is asked, for a search as it was read. Days are those of the reader's calendar; both ends count. */
export function auditFilterOf(query: Query, calendar: Calendar): AuditFilter {
  const value = (name: AuditKey) => query.terms.find(({ key }) => key === name)?.values[0]
  const [actor, action, target, caseId, request, ip, since, until] = [
    value('actor'),
    value('action'),
    value('target'),
    value('case'),
    value('request'),
    value('ip'),
    value('since'),
    value('until'),
  ]
  const from = since === undefined ? undefined : spanOf(since, calendar).from
  const to = until === undefined ? undefined : spanOf(until, calendar).before
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && { target }),
    ...(caseId !== undefined && { caseId }),
    ...(request !== undefined && { requestId: request }),
    ...(ip !== undefined && { ip }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(query.texts.length > 0 && { words: query.texts.join(' ') }),
  }
}
