import type { Locale } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { announcements } from './announcements.ts'
import { type MessageType, messageTypes, sayMessage } from './messages.ts'
import { people } from './people.ts'

export const templateNames = [
  'notification',
  'digest',
  'announcement',
  'new-sign-in',
  'invitation',
  'password-reset',
  'address-check',
  'address-changed',
  'test',
] as const
export type TemplateName = (typeof templateNames)[number]

/** One mail that can be looked at: a template, and of those that carry many kinds of message, which. */
export interface SampleType {
  type: string
  /** What it is about, where several are: the name of a workflow, or of a category. */
  group: string | null
  subject: string
}

const NEW_SIGN_IN = 'session.new_device.signedIn'

const single = (name: TemplateName, subject: (locale: Locale) => string) => ({
  name,
  types: (locale: Locale): SampleType[] => [{ type: name, group: null, subject: subject(locale) }],
})

const mailOf = (locale: Locale) => words[locale].mail

const subjectIn = (message: MessageType, locale: Locale): string => sayMessage(message, locale).title

/** The messages that go out in the common template. */
export const notificationTypes = messageTypes.filter(({ type }) => type !== NEW_SIGN_IN)
export const signInType = messageTypes.find(({ type }) => type === NEW_SIGN_IN)!

const templates: { name: TemplateName; types: (locale: Locale) => SampleType[] }[] = [
  {
    name: 'notification',
    types: (locale) =>
      notificationTypes.map((message) => ({
        type: message.type,
        group: message.group(locale),
        subject: subjectIn(message, locale),
      })),
  },
  {
    name: 'digest',
    types: (locale) =>
      Object.entries(digestSizes).map(([type, count]) => ({
        type,
        group: null,
        subject: say(locale, mailOf(locale).digest.title, { count }),
      })),
  },
  {
    name: 'announcement',
    types: (locale) =>
      Object.entries(announcements[locale]).map(([type, { title }]) => ({
        type,
        group: null,
        subject: title,
      })),
  },
  single('new-sign-in', (locale) => subjectIn(signInType, locale)),
  single('invitation', (locale) =>
    say(locale, mailOf(locale).invitation.subject, { inviter: people[locale].actor, brand: 'Belfry' }),
  ),
  single('password-reset', (locale) => mailOf(locale).reset.subject),
  single('address-check', (locale) => mailOf(locale).address.subject),
  single('address-changed', (locale) => mailOf(locale).addressChanged.subject),
  single('test', (locale) => mailOf(locale).test.subject),
]

/** How many messages the sample digests hold. */
export const digestSizes: Record<string, number> = { few: 4, many: 128 }

/** Every template with what can be shown of it, worded in one language. */
export const listTemplates = (locale: Locale): { template: TemplateName; types: SampleType[] }[] =>
  templates.map(({ name, types }) => ({ template: name, types: types(locale) }))

const known = new Set(
  listTemplates('en').flatMap(({ template, types }) => types.map(({ type }) => `${template} ${type}`)),
)

export const isSample = (template: string, type: string): boolean => known.has(`${template} ${type}`)
