import {
  TEST,
  type CallOutcome,
  type Outgoing,
  type WebhookSettings,
  messageIdOf,
  payloadOf,
  secretsOf,
} from '@belfry/engine/webhooks'
import { reasonOf } from '@belfry/log'
import { type Locale, clock } from '@belfry/shared'
import { type WebhookKind } from '@belfry/shared/webhooks'
import type { WebhookPayload } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { findWorkflow } from '@belfry/shared/workflows'
import { type Answer, post } from '../post.ts'
import type { EndpointKind, Said } from './kind.ts'
import { slack } from './slack.ts'
import { sms } from './sms.ts'
import { standard } from './standard.ts'
import { teams } from './teams.ts'

const kinds: Record<WebhookKind, EndpointKind> = { webhook: standard, slack, teams, sms }

export interface Caller {
  /** Never throws: whatever goes wrong is the outcome of the attempt. */
  call(outgoing: Outgoing): Promise<CallOutcome>
}

/** Calls the endpoints of other systems, each in its own way. */
export function createCaller(settings: WebhookSettings & { withinMs?: number }): Caller {
  async function call({ id, endpoint, event, item, message }: Outgoing): Promise<Omit<CallOutcome, 'sent'>> {
    if (!event) return failed('The event is gone.')
    if (endpoint.person_id && !message && event.type !== TEST)
      return failed('The person or the notification is gone.')
    const kind = kinds[endpoint.kind as WebhookKind]
    const locale = (message?.locale ?? endpoint.locale) as Locale
    const payload = payloadOf({ event, item, message }, { locale, publicUrl: settings.publicUrl })
    const now = clock.now()
    const said: Said = {
      url: endpoint.url,
      messageId: messageIdOf(id),
      payload,
      locale,
      title: titleOf(payload, locale, endpoint.name),
      link: payload.data.notification?.url ?? payload.data.case?.url ?? settings.publicUrl,
      open: words[locale].mail.open,
      secrets: secretsOf(settings.secret, endpoint, now),
      now,
    }
    const { body, headers, url = endpoint.url } = kind.write(said)
    const answer = await post(new URL(url), {
      hosts: settings.hosts,
      withinMs: settings.withinMs,
      body: Buffer.from(body),
      headers: { 'content-type': 'application/json', 'user-agent': 'Belfry', ...headers },
    })
    return outcomeOf(kind, answer)
  }

  return {
    async call(outgoing) {
      const { id, attempt, tries } = outgoing
      const outcome = await call(outgoing).catch((error: unknown) => failed(wordsFor(error)))
      return { sent: { id, attempt, tries }, ...outcome }
    },
  }
}

function outcomeOf(kind: EndpointKind, answer: Answer): Omit<CallOutcome, 'sent'> {
  const { status, said, retryAfterS } = answer
  const ok = status >= 200 && status < 300 && !kind.isRefused?.(answer)
  const error = ok
    ? null
    : status >= 300 && status < 400
      ? `It answered ${status}; redirects are not followed.`
      : `It answered ${status}.`
  return { ok, gone: status === 410, status, response: keepable(said), error, retryAfterS }
}

const wordsFor = (error: unknown): string =>
  error instanceof Error && error.name === 'AbortError' ? 'It did not answer in time.' : reasonOf(error)

/** Postgres keeps neither a NUL nor half a character, and an answer is cut anywhere. */
const keepable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

const failed = (error: string): Omit<CallOutcome, 'sent'> => ({
  ok: false,
  gone: false,
  status: null,
  response: null,
  error: keepable(error),
  retryAfterS: null,
})

function titleOf({ data }: WebhookPayload, locale: Locale, endpoint: string): string {
  if (data.notification) return data.notification.title
  const workflow = data.case && findWorkflow(data.case.workflow)
  if (data.case && workflow) return `${workflow.words[locale].name}: ${data.case.title}`
  return data.target?.title ?? endpoint
}
