import type { Locale } from '../locales.ts'
import type { Category, Priority, Tone } from '../machine/define.ts'
import type { Role } from '../roles.ts'

/** Whom a notice tells: the person the event is about, or everybody who holds a role. */
export type NoticeWho = { kind: 'concerned' } | { kind: 'role'; role: Role }

export const concerned = { kind: 'concerned' } as const
export const everyWith = (role: Role) => ({ kind: 'role', role }) as const

/** One message to one audience. Of several that fit a person, the first one counts. */
export interface NoticeTell<Message extends string = string> {
  who: readonly NoticeWho[]
  message: Message
  tone?: Tone
  priority?: Priority
  /** See `Tell.mail`. */
  mail?: boolean | 'unseen'
}

/** How a fact of an event is put into words. A `flag` is only there to be selected by: `yes` or `no`. */
export type FactKind = 'text' | 'role' | 'moment' | 'number' | 'flag'

/** What an event says beside who did it: what the words of its notice are filled in with. */
export type Facts = Record<string, string | number | null>

/**
 * A notice's words in one language, all ICU messages: `done` is the sentence in the history of the person concerned. They
 * may use every fact by its name, `actor`, and `person` for the name of whom it is about.
 */
export interface NoticeWords<Message extends string = string> {
  done: string
  messages: Record<Message, { title: string; body: string }>
}

/** News of an event that belongs to no case. */
export interface Notice<Message extends string = string, Fact extends string = string> {
  category: Category
  /** The page of the console where there is more. */
  link: string
  /** Whoever did it is told as well: these are news about an account, and it may have been somebody else. */
  actorToo?: boolean
  /** Further events like it change the words of the same message; see engine/notify/refusals.ts. */
  folds?: boolean
  facts: Record<Fact, FactKind>
  tell: readonly NoticeTell<Message>[]
  words: Record<Locale, NoticeWords<Message>>
}

/** Defines one notice. A message or a language without words does not compile. */
export const defineNotice = <const Message extends string = never, const Fact extends string = never>(
  notice: Omit<Notice<Message, Fact>, 'words'> & { words: Record<Locale, NoticeWords<NoInfer<Message>>> },
): Notice => notice as unknown as Notice
