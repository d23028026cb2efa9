import { type Locale, notFound } from '@belfry/shared'
import type { Brand } from '../brand.ts'
import type { MailFrame, RenderedMail } from '../compose.ts'
import { renderAddressChanged } from '../mails/address-changed/mail.ts'
import { renderAddressCheck } from '../mails/address-check/mail.ts'
import { renderAnnouncement } from '../mails/announcement/mail.ts'
import { renderDigest } from '../mails/digest/mail.ts'
import { renderInvitation } from '../mails/invitation/mail.ts'
import { renderNewSignIn } from '../mails/new-sign-in/mail.ts'
import { renderNotification } from '../mails/notification/mail.ts'
import { renderPasswordReset } from '../mails/password-reset/mail.ts'
import { renderTest } from '../mails/test/mail.ts'
import { announcements } from './announcements.ts'
import { digestSizes, isSample, notificationTypes, signInType, type TemplateName } from './index.ts'
import { sayMessage } from './messages.ts'
import { people } from './people.ts'
import { sampleNow } from './values.ts'

export interface SampleToRender {
  template: string
  type: string
  locale: Locale
  brand: Brand
}

const HOUR_MS = 3_600_000
const ip = '203.0.113.7'
const email = 'mina@example.test'
/** As a digest shows them; see db's SHOWN_IN_DIGEST. */
const MOST_SHOWN = 100
const chosen = { preferences: '/account/notifications', unsubscribe: '/account/notifications' }

/** Renders one sample: the same template and words as the real mail, with made-up people. Throws `not_found`. */
export function renderSample({ template, type, locale, brand }: SampleToRender): RenderedMail {
  if (!isSample(template, type)) throw notFound()
  const frame = { locale, brand, person: { name: people[locale].reader } }
  return renderers[template as TemplateName](frame, type)
}

// A link of a sample leads to the page that it would lead to, which says that it is none.
const once = {
  link: '/set-password',
  until: new Date(sampleNow.getTime() + 7 * 24 * HOUR_MS),
  timeZone: 'UTC',
}

const renderers: Record<TemplateName, (frame: MailFrame, type: string) => RenderedMail> = {
  notification: (frame, type) => {
    const found = notificationTypes.find((one) => one.type === type)!
    const { locale } = frame
    const message = { ...sayMessage(found, locale), link: found.link, tone: found.tone }
    return renderNotification({ ...frame, ...chosen, message, because: found.because(locale) })
  },
  digest: (frame, type) => {
    const total = digestSizes[type]!
    const items = digestItems(frame.locale, Math.min(total, MOST_SHOWN))
    return renderDigest({ ...frame, ...chosen, timeZone: 'UTC', items, total })
  },
  announcement: (frame, type) => {
    const { title, body, tone } = announcements[frame.locale][type as 'short' | 'long']
    const message = { title, body, tone, link: '/announcements' }
    const author = people[frame.locale].actor
    return renderAnnouncement({ ...frame, ...chosen, author, language: frame.locale, message })
  },
  'new-sign-in': (frame) => {
    const message = { ...sayMessage(signInType, frame.locale), link: signInType.link }
    return renderNewSignIn({
      ...frame,
      message,
      device: 'Firefox, Linux',
      ip,
      at: sampleNow,
      timeZone: 'UTC',
    })
  },
  invitation: (frame) => renderInvitation({ ...frame, ...once, inviter: people[frame.locale].actor, email }),
  'password-reset': (frame) => renderPasswordReset({ ...frame, ...once, at: sampleNow, ip }),
  'address-check': (frame) => renderAddressCheck({ ...frame, ...once, link: '/confirm-address', email }),
  'address-changed': (frame) => renderAddressChanged({ ...frame, timeZone: 'UTC', email, at: sampleNow, ip }),
  test: (frame) => renderTest({ ...frame, timeZone: 'UTC', at: sampleNow }),
}

/** Messages of three cases, and some of none, an hour apart. */
function digestItems(locale: Locale, count: number) {
  const types = notificationTypes.filter(({ link }) => link.startsWith('/cases/')).slice(0, 12)
  const other = notificationTypes.find(({ link }) => !link.startsWith('/cases/'))!
  return Array.from({ length: count }, (_, place) => {
    const isOther = place % 4 === 3
    const message = isOther ? other : types[place % types.length]!
    const caseId = isOther ? null : `01990000-0000-7000-8000-00000000000${place % 3}`
    const { title } = sayMessage(message, locale)
    const at = new Date(sampleNow.getTime() - place * HOUR_MS)
    const caseTitle = caseId && `${message.group(locale)} 2026-${118 + (place % 3)}`
    return { title, link: message.link, at, caseId, caseTitle }
  })
}
