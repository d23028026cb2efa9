import type { Locale } from '@belfry/shared'
import type { Tell, Tone, Workflow } from '@belfry/shared/machine'
import { type Notice, type NoticeTell, factsIn, notices } from '@belfry/shared/notices'
import { generalMessages, words } from '@belfry/shared/words'
import { type WordValues, say } from '@belfry/shared/words/format'
import { workflows } from '@belfry/shared/workflows'
import { people } from './people.ts'
import { becauseOf, factsFor, valuesFor } from './values.ts'

/** One kind of message that Belfry sends, with the words it is made of. */
export interface MessageType {
  /** `shift.approved`, or of a notice `access.grant.granted`. */
  type: string
  /** Of what it is about, in one language. */
  group: (locale: Locale) => string
  tone: Tone
  link: string
  text: (locale: Locale) => { title: string; body: string }
  values: (locale: Locale) => WordValues
  because: (locale: Locale) => string[]
}

/** What a message of this type says in one language. */
export function sayMessage({ text, values }: MessageType, locale: Locale): { title: string; body: string } {
  const { title, body } = text(locale)
  const filled = values(locale)
  return { title: say(locale, title, filled), body: say(locale, body, filled) }
}

function ofWorkflow(workflow: Workflow): MessageType[] {
  const tells = new Map(tellsIn(workflow).map((tell) => [tell.message, tell]))
  const general = Object.keys(generalMessages(words.en))
  return [...Object.keys(workflow.words.en.messages), ...general].map((message) => {
    const tell = tells.get(message)
    return {
      type: `${workflow.name}.${message}`,
      group: (locale) => workflow.words[locale].name,
      tone: tell?.tone ?? (message === 'urgent' ? 'warning' : 'info'),
      link: '/cases/01990000-0000-7000-8000-000000000000',
      text: (locale) => generalMessages(words[locale])[message] ?? workflow.words[locale].messages[message]!,
      values: (locale) => valuesFor(workflow, locale),
      because: (locale) => becauseOf(tell?.who ?? [], locale),
    }
  })
}

const tellsIn = ({ submit, actions, timers, stages }: Workflow): readonly Tell[] => [
  ...submit.tell,
  ...Object.values(actions).flatMap(({ tell, tellApproval }) => [...tell, ...(tellApproval ?? [])]),
  ...Object.values(timers).flatMap(({ tell }) => tell ?? []),
  ...Object.values(stages).flatMap(({ ready }) => ready ?? []),
]

const ofNotice = (event: string, notice: Notice): MessageType[] =>
  notice.tell.map((tell) => ofNoticeTell(event, notice, tell))

const ofNoticeTell = (event: string, notice: Notice, tell: NoticeTell): MessageType => ({
  type: `${event}.${tell.message}`,
  group: (locale) => words[locale].categories[notice.category],
  tone: tell.tone ?? 'info',
  link: notice.link,
  text: (locale) => notice.words[locale].messages[tell.message]!,
  values: (locale) => ({
    ...factsIn(notice, factsFor(notice, locale), locale),
    actor: people[locale].actor,
    person: people[locale].reader,
  }),
  because: (locale) => becauseOf(tell.who, locale),
})

/** Every message of every workflow, and every notice: from the definitions, so that none can be forgotten. */
export const messageTypes: readonly MessageType[] = [
  ...Object.values(workflows).flatMap((workflow) => ofWorkflow(workflow as Workflow)),
  ...Object.entries(notices).flatMap(([event, notice]) => ofNotice(event, notice)),
]
