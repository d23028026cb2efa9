import { topicGroups } from '@belfry/shared/webhooks'
import { actionWord } from '../pages/audit-words.ts'
import { wordsOf } from '../pages/case-words.ts'
import { t } from '../words/index.ts'

/** `shift` in the reader's words: the name of its cases, or of what belongs to no workflow. */
export const groupWord = (topic: string): string =>
  wordsOf(topic)?.plural ?? t('webhooks.topicGroup', { topic })

/** `shift.approve` under the name of its group. */
export function stepWord(type: string): string {
  const [name = '', verb = ''] = type.split('.')
  const words = wordsOf(name)
  if (!words) return actionWord(type)
  if (verb === 'submit') return t('webhooks.filed')
  if (verb === 'urgent') return t('webhooks.becameUrgent')
  return words.actions[verb]?.label ?? verb
}

/** The same where it stands alone. */
export function typeWord(type: string): string {
  const [name = '', verb] = type.split('.')
  const words = wordsOf(name)
  return words && verb === 'urgent' ? t('webhooks.urgent', { name: words.name }) : actionWord(type)
}

/** What an endpoint asked for, in the order of the list: whole groups by their name, of others how many kinds. */
export const topicsWord = (topics: readonly string[]): string =>
  topicGroups
    .flatMap(({ topic, types }) => {
      if (topics.includes(topic)) return [groupWord(topic)]
      const count = types.filter((type) => topics.includes(type)).length
      return count > 0 ? [`${groupWord(topic)} (${t('webhooks.someOf', { count })})`] : []
    })
    .join(' · ')
