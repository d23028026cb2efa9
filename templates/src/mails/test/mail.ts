import { languageNames } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import {
  type MailFrame,
  type RenderedMail,
  accountFooter,
  buttonText,
  compose,
  factsText,
} from '../../compose.ts'
import { absoluteLink } from '../../link.ts'
import { moment } from '../../moment.ts'

export interface TestMail extends MailFrame {
  /** IANA name: the time is said by its clocks. */
  timeZone: string
  at: Date
}

/** Says only that mails arrive. */
export function renderTest(mail: TestMail): RenderedMail {
  const { locale, brand, at, timeZone } = mail
  const { test } = words[locale].mail
  const title = say(locale, test.subject)
  const lines = [say(locale, test.line)]
  const facts = [
    { name: test.at, value: moment(locale, at, timeZone) },
    { name: test.language, value: languageNames[locale] },
  ]
  const action = { label: say(locale, test.open), link: absoluteLink('/', brand.url) }
  return compose('test', mail, {
    subject: title,
    preheader: lines.join(' '),
    tone: 'success',
    text: [title, ...lines, factsText(facts), buttonText(action)],
    footer: accountFooter(mail, say(locale, test.why)),
    html: { title, lines, facts, action },
  })
}
