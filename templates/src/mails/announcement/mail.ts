import { type Locale, directionOf } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { type ChosenMailFrame, type RenderedMail, buttonText, chosenFooter, compose } from '../../compose.ts'
import { absoluteLink } from '../../link.ts'
import { linesOf, oneLine } from '../../text.ts'

export interface AnnouncementMail extends ChosenMailFrame {
  author: string
  /** In which language its author wrote it, where that is not the reader's. */
  language: Locale
  message: { title: string; body: string; link: string; tone: Tone }
}

/** What somebody writes to many. The frame speaks the reader's language, the text the one it was written in. */
export function renderAnnouncement(mail: AnnouncementMail): RenderedMail {
  const { locale, brand, author, language, message } = mail
  const { announcement, footer } = words[locale].mail
  const title = oneLine(message.title)
  const lines = linesOf(message.body)
  const from = say(locale, announcement.from, { author: oneLine(author) })
  const action = { label: say(locale, announcement.open), link: absoluteLink(message.link, brand.url) }
  return compose('announcement', mail, {
    subject: title,
    preheader: message.body,
    tone: message.tone,
    text: [from, title, ...lines, buttonText(action)],
    footer: chosenFooter(mail, say(locale, footer)),
    html: { from, title, lines, action, language, languageDirection: directionOf(language) },
  })
}
