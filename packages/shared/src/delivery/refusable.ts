import type { Category } from '../machine/define.ts'
import { isOwnMessage } from '../notices/index.ts'
import { type DigestRhythm, categories, digestRhythms } from './channels.ts'

/** What a link in a mail unsubscribes from: the mails of one category, or a digest. */
export type Refusable = Category | DigestRhythm

export const refusables: readonly Refusable[] = [...categories, ...digestRhythms]

/** Whether its reader may refuse mails like this one: not what is critical, nor news of his own account; see `route`. */
export const mayRefuse = ({ type, priority }: { type: string; priority: string }): boolean =>
  priority !== 'critical' && !isOwnMessage(type)
