import { type Lexicon, auditLexicon } from '@belfry/shared/search'
import type { AuditEntry } from '@belfry/shared/wire'
import { words as generalWords } from '@belfry/shared/words'
import { workflows } from '@belfry/shared/workflows'
import { type WordKey, locale, t } from '../words/index.ts'
import { wordsOf } from './case-words.ts'

/** What is audited beside the actions of the workflows. */
const general: Record<string, WordKey> = {
  'case.comment': 'audit.commented',
  'case.assign': 'audit.assigned',
  'case.watch': 'audit.watched',
  'case.unwatch': 'audit.unwatched',
  'case.remind': 'audit.reminded',
  'bulk.start': 'audit.bulkStarted',
  'bulk.retry': 'audit.bulkRetried',
  'bulk.finish': 'audit.bulkFinished',
  'bulk.begin_undo': 'audit.bulkUndoing',
  'bulk.undo': 'audit.bulkUndone',
  'queue.configure': 'audit.queueConfigured',
  'session.start': 'audit.sessionStart',
  'session.end': 'audit.sessionEnd',
  'session.refused': 'audit.sessionRefused',
  'session.new_device': 'audit.newDevice',
  'account.password': 'audit.password',
  'account.password_link': 'audit.passwordLink',
  'account.reset_asked': 'audit.resetAsked',
  'account.address_asked': 'audit.addressAsked',
  'account.address': 'audit.addressChanged',
  'account.away': 'audit.away',
  'account.preferences': 'audit.preferences',
  'account.unsubscribe': 'audit.unsubscribed',
  'account.resubscribe': 'audit.resubscribed',
  'mail.suppress': 'audit.suppressed',
  'mail.unsuppress': 'audit.unsuppressed',
  'account.mute': 'audit.muted',
  'account.unmute': 'audit.unmuted',
  'access.invite': 'audit.invited',
  'access.grant': 'audit.granted',
  'access.revoke': 'audit.revoked',
  'access.deactivate': 'audit.closed',
  'access.reactivate': 'audit.reopened',
  'access.supervise': 'audit.supervised',
  'access.key_create': 'audit.keyCreated',
  'access.key_revoke': 'audit.keyRevoked',
  'access.refused': 'audit.accessRefused',
  'document.upload': 'audit.documentUpload',
  'document.download': 'audit.documentDownload',
  'document.archive': 'audit.documentArchive',
  'document.refused': 'audit.documentRefused',
  'mail.test': 'audit.mailTest',
  'connection.close': 'audit.connectionClose',
  'job.retry': 'audit.jobRetry',
  'job.discard': 'audit.jobDiscard',
  'job.reschedule': 'audit.jobReschedule',
  'mail.retry': 'audit.mailRetry',
  'mail.rest': 'audit.mailRest',
  'mail.resume': 'audit.mailResume',
  'view.share': 'audit.viewShared',
  'announcement.scheduled': 'audit.announcementScheduled',
  'announcement.changed': 'audit.announcementChanged',
  'announcement.sent': 'audit.announcementSent',
  'announcement.cancelled': 'audit.announcementCancelled',
  'announcement.stopped': 'audit.announcementStopped',
  'webhook.create': 'audit.webhookCreated',
  'webhook.update': 'audit.webhookChanged',
  'webhook.remove': 'audit.webhookRemoved',
  'webhook.rotate': 'audit.webhookRotated',
  'webhook.test': 'audit.webhookTested',
  'webhook.resend': 'audit.webhookResent',
  'webhook.disabled': 'audit.webhookDisabled',
  'webhook.own_disabled': 'audit.ownWebhookDisabled',
  'audit.export': 'audit.exported',
  'audit.checkpoint': 'audit.checkpointKept',
  'audit.removed': 'audit.monthsRemoved',
  'audit.redact': 'audit.redactedPerson',
}

/** `shift.approve` in the reader's words; a name that this console does not know stays as it is. */
export function actionWord(action: string): string {
  if (general[action]) return t(general[action])
  const [workflow = '', verb = '', ...more] = action.split('.')
  if (workflow === 'call') return t('audit.called', { path: [verb, ...more].join('.') })
  const words = wordsOf(workflow)
  if (words && verb === 'submit') return t('audit.filed', { name: words.name })
  const label = words?.actions[verb]?.label ?? words?.timers[verb] ?? happensByItself(verb)
  return words && label ? t('audit.did', { name: words.name, action: label }) : action
}

/** What happens to cases of every workflow alike, and what takes a step of theirs back. */
function happensByItself(verb: string): string | undefined {
  const { becameUrgent, becameReady, parentOver } = generalWords[locale()]
  const sentences: Record<string, string> = {
    urgent: becameUrgent,
    ready: becameReady,
    parent_over: parentOver,
  }
  return verb === 'undo' ? t('audit.stepUndone') : sentences[verb]
}

export const knownActions = (): string[] => [
  ...Object.values(workflows).flatMap((workflow) =>
    ['submit', ...Object.keys(workflow.actions), 'undo'].map((verb) => `${workflow.name}.${verb}`),
  ),
  ...Object.keys(general),
]

/** Who did it: by name, unless that was taken out; somebody whom nobody knows; or Belfry by itself. */
export function actorWord({ action, actor }: Pick<AuditEntry, 'action' | 'actor'>): string {
  if (actor) return actor.name || t('audit.nameless')
  return action === 'session.refused' ? t('audit.nobody') : t('audit.kinds', { kind: 'system' })
}

/** What kind of thing it was done to, where it has no name of its own. */
export const targetWord = (kind: string | undefined): string =>
  kind === undefined ? '' : t('audit.targets', { kind })

/** What can be searched for, in the reader's words. */
export const auditWords = (): Lexicon =>
  auditLexicon(locale(), {
    actions: knownActions().map((value) => ({ value, label: actionWord(value) })),
    targets: targetKinds.map((value) => ({ value, label: targetWord(value) })),
  })

const targetKinds = [
  'case',
  'person',
  'session',
  'file',
  'announcement',
  'webhook',
  'address',
  'queue',
  'export',
]

/** The reason in the reader's words, where the workflow has it on its list. */
export const reasonWord = ({ action, reason }: Pick<AuditEntry, 'action' | 'reason'>): string | null =>
  reason && (wordsOf(action.split('.')[0]!)?.reasons[reason] ?? reason)
