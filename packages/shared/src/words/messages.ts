import type { GeneralWords } from './en.ts'

// Messages that every workflow has, beside its own.
export const COMMENTED = 'commented'
export const MENTIONED = 'mentioned'
export const GIVEN = 'given_to_you'
export const ADDED = 'added_to_case'
/** To those who are awaited. */
export const REMINDED = 'reminded'
/** To those who follow a case: the sentence of its timeline. */
export const FOLLOWED = 'followed_step'

/** Their texts in one language, as ICU messages. */
export const generalMessages = (words: GeneralWords): Record<string, { title: string; body: string }> => ({
  [COMMENTED]: { title: words.commentTitle, body: '{note}' },
  [MENTIONED]: { title: words.mentionTitle, body: '{note}' },
  [GIVEN]: { title: words.assignedTitle, body: words.assignedBody },
  [ADDED]: { title: words.watchTitle, body: words.watchBody },
  [REMINDED]: { title: words.remindTitle, body: words.remindBody },
  [FOLLOWED]: { title: '{title}', body: '{done}. {note}' },
  urgent: { title: words.urgentTitle, body: words.urgentBody },
})
