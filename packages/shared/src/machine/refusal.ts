import { DomainError } from '../errors.ts'
import type { Locale } from '../locales.ts'
import { type WordValues, say } from '../words/format.ts'
import { words } from '../words/index.ts'
import type { Refusal } from './decide.ts'
import type { Workflow } from './define.ts'
import type { Who } from './who.ts'

/** The refusal as values for its sentence, in the reader's language. */
function valuesOf(workflow: Workflow, refusal: Refusal, locale: Locale): WordValues {
  const own = workflow.words[locale]
  const action = own.actions[refusal.action]?.label ?? refusal.action
  if (refusal.why === 'wrong_state')
    return {
      action,
      state: own.states[refusal.state] ?? refusal.state,
      from: listOf(
        locale,
        refusal.from.map((state) => own.states[state] ?? state),
      ),
    }
  if (refusal.why === 'not_allowed')
    return {
      action,
      who: listOf(locale, [...new Set(refusal.by.map((who) => nameOfWho(workflow, who, locale)))]),
    }
  if (refusal.why === 'approved_already') return { action, have: refusal.have, needed: refusal.needed }
  if (refusal.why === 'not_ready')
    return {
      action,
      missing: listOf(
        locale,
        refusal.slots.map((slot) => own.children[slot] ?? slot),
        'conjunction',
      ),
    }
  return { action }
}

/** Whom a rule picks, in words: “the officer in charge of it”. */
export function nameOfWho(workflow: Workflow, who: Who, locale: Locale): string {
  const { roles, who: wording } = words[locale]
  switch (who.kind) {
    case 'owner':
      return wording.owner
    case 'role':
      return say(locale, wording.role, { role: roles[who.role] })
    case 'roleInScope':
      return say(locale, wording.roleInScope, { role: roles[who.role] })
    case 'personIn':
      return workflow.words[locale].fields[who.field] ?? who.field
    case 'part':
      return workflow.words[locale].fields[who.part] ?? wording.part
    case 'assignee':
    case 'supervisor':
    case 'parentOwner':
    case 'everyone':
      return wording[who.kind]
  }
}

const lists = new Map<string, Intl.ListFormat>()

function listOf(
  locale: Locale,
  items: string[],
  type: 'disjunction' | 'conjunction' = 'disjunction',
): string {
  // Making a formatter takes longer than everything else about a case's buttons.
  const key = `${locale} ${type}`
  let list = lists.get(key)
  if (!list) lists.set(key, (list = new Intl.ListFormat(locale, { type })))
  return list.format(items)
}

/** Why a button is grey, in the reader's language. */
export const explain = (workflow: Workflow, refusal: Refusal, locale: Locale): string =>
  say(locale, words[locale].errors[refusal.why], valuesOf(workflow, refusal, locale))

/** The same refusal as the error a call gets; the sentence is in the caller's language. */
export const refused = (workflow: Workflow, refusal: Refusal, locale: Locale): DomainError =>
  new DomainError(
    refusal.why,
    valuesOf(workflow, refusal, locale),
    refusal.why === 'invalid_input' ? { problems: refusal.problems } : {},
  )
