import type { CaseRow } from '@belfry/db/queries/cases'
import type { EventRow } from '@belfry/db/queries/events'
import type { MessageRow } from '@belfry/db/queries/inbox'
import type { Locale } from '@belfry/shared'
import { findNotice } from '@belfry/shared/notices'
import type { WebhookPayload } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import { sentenceOf } from '../cases/history.ts'
import type { EventData } from '../events/record.ts'
import { sentenceOfNotice } from '../notify/rule-words.ts'

export const TEST = 'webhook.test'

/** What there is to tell: an event, its case, and what the person was told whose own endpoint it is. */
export interface Happened {
  event: EventRow
  item: CaseRow | undefined
  message: MessageRow | undefined
}

/**
 * What other systems are told of an event: who did what to what, and no content of forms, notes or comments; for that a program asks
 * the API with rights of its own. A person's own endpoint gets what the person was told, in his words. The same event gives the same
 * payload however often it is sent.
 */
export function payloadOf(
  { event, item, message }: Happened,
  { locale, publicUrl }: { locale: Locale; publicUrl: string },
): WebhookPayload {
  const { before, after, reason, target } = event.data as EventData
  const home = publicUrl.replace(/\/+$/, '')
  const from = stateIn(before)
  const to = stateIn(after)
  return {
    type: event.type,
    timestamp: event.at.toISOString(),
    data: {
      eventId: event.id,
      actor:
        event.actor_kind === 'system'
          ? null
          : { kind: event.actor_kind, id: event.actor_id, name: event.actor_name },
      case: item
        ? {
            id: item.id,
            workflow: item.workflow,
            title: (event.data as EventData).title ?? item.title,
            scope: item.scope,
            url: `${home}/cases/${item.id}`,
          }
        : null,
      change: to === null ? null : { from, to },
      reason: reason ?? null,
      target: target ? { kind: target.kind, id: target.id, title: target.title ?? null } : null,
      text: message ? message.body || message.title : textOf(event, item, locale),
      locale: message?.locale ?? locale,
      ...(message && {
        notification: {
          type: message.type,
          category: message.category,
          tone: message.tone,
          priority: message.priority,
          title: message.title,
          body: message.body,
          url: new URL(message.link, home).href,
        },
      }),
    },
  }
}

function textOf(event: EventRow, item: CaseRow | undefined, locale: Locale): string {
  if (item) return sentenceOf(getWorkflow(item.workflow), event, locale)
  const { target } = event.data as EventData
  if (event.type === TEST)
    return say(locale, words[locale].webhooks.test, { name: target?.title, actor: event.actor_name })
  const notice = findNotice(event.type)
  return notice ? sentenceOfNotice(notice, event, locale) : event.type
}

const stateIn = (change: Record<string, unknown> | undefined): string | null =>
  typeof change?.['state'] === 'string' ? change['state'] : null
