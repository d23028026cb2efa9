import { plainText } from './text.ts'

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** An IANA name, as browsers give it. Bare offsets know nothing of summer. */
export const TimeZone = plainText()
  .max(60)
  .refine((name) => !/^[+-]/.test(name) && isTimeZone(name), { error: 'Unknown time zone.' })
