import type { ErrorCode } from './error-codes.ts'
import type { Locale } from './locales.ts'
import type { Problem } from './machine/check.ts'
import { type WordValues, say } from './words/format.ts'
import { words } from './words/index.ts'

/** What else an error tells a program or the form that asked. */
export interface ErrorDetails {
  problems?: Problem[]
  /** A decision somebody else took first: who, when (ISO 8601) and where the case stands now. */
  by?: string
  at?: string
  state?: string
  version?: number
}

/** An error that a person may read. Everything else that is thrown is a bug and stays in the log. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly values: WordValues
  readonly details: ErrorDetails

  constructor(code: ErrorCode, values: WordValues = {}, details: ErrorDetails = {}) {
    super(say('en', words.en.errors[code], values))
    this.name = 'DomainError'
    this.code = code
    this.values = values
    this.details = details
  }

  in(locale: Locale): string {
    return say(locale, words[locale].errors[this.code], this.values)
  }
}

export const notFound = () => new DomainError('not_found')

/** Ends a job for good: trying again cannot help. The message is for operators. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}
