import type { Tone } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { type ChosenMailFrame, type RenderedMail, buttonText, chosenFooter, compose } from '../../compose.ts'
import { absoluteLink } from '../../link.ts'
import { linesOf, oneLine } from '../../text.ts'

export interface NotificationMail extends ChosenMailFrame {
  message: { title: string; body: string; link: string; tone: Tone }
}

/** The mail of one message, in the reader's language. */
export function renderNotification(mail: NotificationMail): RenderedMail {
  const { locale, brand, message } = mail
  const { open, footer } = words[locale].mail
  const title = oneLine(message.title)
  const lines = linesOf(message.body)
  const action = { label: say(locale, open), link: absoluteLink(message.link, brand.url) }
  return compose('notification', mail, {
    subject: title,
    preheader: message.body,
    tone: message.tone,
    text: [title, ...lines, buttonText(action)],
    footer: chosenFooter(mail, say(locale, footer)),
    html: { title, lines, action },
  })
}
