import { FOLLOWED, generalMessages, words as general } from '@belfry/shared/words'
import { outline } from '@belfry/shared/words/format'
import { wordsOf } from '../pages/case-words.ts'
import { typeWord } from '../webhooks/topic-words.ts'
import { locale, t } from '../words/index.ts'

/**
 * A kind of message in the reader's words. `shift.approved` is “Shift · Shift for … approved”: the name of its cases, and
 * its own title without what differs from one to the next.
 */
export function kindWord(type: string): string {
  const [workflow = '', message = ''] = type.split('.')
  const ofCases = wordsOf(workflow)
  if (!ofCases) return typeWord(type)
  const text = ofCases.messages[message] ?? generalMessages(general[locale()])[message]
  const words = message === FOLLOWED ? t('mailbox.followedStep') : text ? inGeneral(text) : message
  return `${ofCases.name} · ${words}`
}

/** “Goal rejected” of “Goal rejected: …”; where a title is nothing but what differs, the text under it. */
function inGeneral({ title, body }: { title: string; body: string }): string {
  const heading = outline(locale(), title).replace(/\s*:\s*…$/, '')
  return heading === '…' ? outline(locale(), body) : heading
}
