import type { Locale } from '../locales.ts'
import { ar } from './ar.ts'
import { en, type GeneralWords } from './en.ts'
import { fr } from './fr.ts'

export type { GeneralWords }
export { ADDED, COMMENTED, FOLLOWED, GIVEN, MENTIONED, REMINDED, generalMessages } from './messages.ts'

/** What Belfry itself says, beside the words of each workflow. */
export const words: Record<Locale, GeneralWords> = { en, fr, ar }
