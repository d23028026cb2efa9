import type { Locale } from '../locales.ts'
import type { Role } from '../roles.ts'
import type { WordValues } from '../words/format.ts'
import { words } from '../words/index.ts'
import { deactivated, invited, reactivated, supervised } from './account.ts'
import { announcementStopped } from './announcements.ts'
import { bulkFinished, bulkStarted, bulkUndone } from './bulk.ts'
import type { Facts, Notice, NoticeTell } from './define.ts'
import { keyCreated, keyRevoked } from './keys.ts'
import { granted, revoked } from './roles.ts'
import { addressChanged, newDevice, passwordChanged, passwordLink, refused } from './security.ts'
import { throttled } from './sending.ts'
import { ownWebhookDisabled, webhookDisabled } from './webhooks.ts'

/** Every event that belongs to no case and that somebody hears of, or that is in a person's history. */
export const notices = {
  'access.grant': granted,
  'access.revoke': revoked,
  'access.invite': invited,
  'access.deactivate': deactivated,
  'access.reactivate': reactivated,
  'access.supervise': supervised,
  'access.key_create': keyCreated,
  'access.key_revoke': keyRevoked,
  'access.refused': refused,
  'account.address': addressChanged,
  'account.password': passwordChanged,
  'account.password_link': passwordLink,
  'bulk.start': bulkStarted,
  'bulk.finish': bulkFinished,
  'bulk.undo': bulkUndone,
  'sending.throttled': throttled,
  'session.new_device': newDevice,
  'announcement.stopped': announcementStopped,
  'webhook.disabled': webhookDisabled,
  'webhook.own_disabled': ownWebhookDisabled,
} satisfies Record<string, Notice>

export type NoticeName = keyof typeof notices

export const findNotice = (event: string): Notice | undefined =>
  Object.hasOwn(notices, event) ? notices[event as NoticeName] : undefined

/** Whether a message is about the account of whoever gets it, and can therefore not be switched off. */
export const isOwnAccount = (notice: Notice, tell: NoticeTell): boolean =>
  notice.category === 'access' && tell.who.some(({ kind }) => kind === 'concerned')

/** The same of a message by its type; those of cases have types that are no events'. */
export const isOwnMessage = (type: string): boolean => {
  const notice = findNotice(type)
  return notice?.tell.some((tell) => isOwnAccount(notice, tell)) ?? false
}

/** The types of all such messages. */
export const ownMessages: readonly string[] = Object.keys(notices).filter(isOwnMessage)

/** The facts of an event as its notice's words take them, in one language. */
export function factsIn(notice: Notice, facts: Facts, locale: Locale): WordValues {
  const values: WordValues = {}
  for (const [name, kind] of Object.entries(notice.facts)) {
    const fact = facts[name]
    if (fact === undefined || fact === null) continue
    if (kind === 'role') values[name] = words[locale].roles[fact as Role] ?? String(fact)
    else values[name] = kind === 'moment' ? new Date(fact) : fact
  }
  return values
}

export type { FactKind, Facts, Notice, NoticeTell, NoticeWho, NoticeWords } from './define.ts'
export { concerned, defineNotice, everyWith } from './define.ts'
