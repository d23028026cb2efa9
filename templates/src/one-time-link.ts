import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Action, MailFrame } from './compose.ts'
import { absoluteLink } from './link.ts'
import { zoneName } from './moment.ts'

/** A link that lets its reader do one thing, once. What it leads to is a page: opening it must do nothing, since scanners open it too. */
export interface OneTimeLink {
  link: string
  until: Date
  /** IANA name: the end is said by its clocks. */
  timeZone: string
}

export function oneTimeLink(
  { locale, brand, link, until, timeZone }: MailFrame & OneTimeLink,
  label: string,
): { action: Action; until: string; copy: string } {
  const { mail } = words[locale]
  return {
    action: { label, link: absoluteLink(link, brand.url) },
    until: say(locale, mail.until, { until, zone: zoneName(timeZone) }, timeZone),
    copy: say(locale, mail.copy),
  }
}
