import { type Db, type Tx, enqueue } from '@belfry/db'
import {
  type EndpointRow,
  changeEndpoint,
  countEndpoints,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  lockEndpoint,
} from '@belfry/db/queries/webhooks'
import { type Actor, DomainError, clock, newId, notFound } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { type WebhookKind, isSigned, isTopic } from '@belfry/shared/webhooks'
import type {
  CreateWebhookInput,
  CreatedWebhook,
  ListWebhooksInput,
  RotateSecretInput,
  RotatedSecret,
  UpdateWebhookInput,
  WebhookEndpoint,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { changesOf } from '../events/changes.ts'
import { type EventData, record } from '../events/record.ts'
import { once } from '../once.ts'
import { type Hosts, mayBeCalled } from '../outside.ts'
import { secretOf } from './secrets.ts'
import { smsAddressOf } from './sms.ts'
import { shownUrl, viewEndpoint } from './view.ts'

/** What an installation says of webhooks. */
export interface WebhookSettings {
  /** `BELFRY_SECRET`, of which the secrets of endpoints are made. */
  secret: string
  hosts: Hosts
  publicUrl: string
}

const MOST = 50
const MOST_OWN = 5
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const aDayAgo = () => new Date(clock.now().getTime() - DAY_MS)

/** Every endpoint of the organisation, or one's own, the newest first. */
export async function listWebhooks(
  db: Db,
  actor: Actor,
  { mine }: ListWebhooksInput,
): Promise<WebhookEndpoint[]> {
  if (!mine) demand(actor, 'webhooks.manage')
  return (await listEndpoints(db, mine ? actor.id : null, aDayAgo())).map(viewEndpoint)
}

export async function getWebhook(db: Db, actor: Actor, id: string): Promise<WebhookEndpoint> {
  return viewEndpoint(managed(actor, await findEndpoint(db, id, aDayAgo())))
}

/** One's own, or the organisation's for whoever manages these; nobody knows of other people's. */
export function managed<Row extends Pick<EndpointRow, 'person_id'>>(actor: Actor, row: Row | undefined): Row {
  if (row?.person_id === actor.id) return row
  demand(actor, 'webhooks.manage')
  if (!row || row.person_id) throw notFound()
  return row
}

/** Has another system told from now on. Its secret is shown this once. */
export async function createWebhook(
  tx: Tx,
  actor: Actor,
  input: CreateWebhookInput,
  settings: WebhookSettings,
): Promise<CreatedWebhook> {
  const { mine } = input
  if (!mine) demand(actor, 'webhooks.manage')
  check(mine, input.kind, input, settings)
  let secret: string | null = null
  const endpoint = await once(tx, actor, 'webhooks.create', input, async () => {
    const personId = mine ? actor.id : null
    const limit = mine ? MOST_OWN : MOST
    if ((await countEndpoints(tx, personId)) >= limit) throw new DomainError('too_many_webhooks', { limit })
    const { kind, name, url, topics, locale } = input
    const at = clock.now()
    const id = newId()
    const said = { id, kind, name, url, topics: [...new Set(topics)], locale }
    const made = { person_id: personId, created_by: actor.id, created_at: at, changed_at: at }
    await insertEndpoint(tx, { ...said, ...made })
    await recordChange(tx, actor, 'create', said, { after: auditable(said) })
    if (isSigned(kind)) secret = secretOf(settings.secret, { id, generation: 1 })
    return getWebhook(tx, actor, id)
  })
  return { endpoint, secret }
}

export async function updateWebhook(
  tx: Tx,
  actor: Actor,
  { id, enabled, ...input }: UpdateWebhookInput,
  settings: WebhookSettings,
): Promise<WebhookEndpoint> {
  const endpoint = await lockForChange(tx, actor, id)
  check(endpoint.person_id !== null, endpoint.kind as WebhookKind, input, settings)
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const isOn = enabled ?? endpoint.state === 'active'
  const change: Partial<EndpointRow> = {
    ...said,
    ...(isOn === (endpoint.state === 'active')
      ? {}
      : isOn
        ? { state: 'active', why: null, failures: 0, failing_since: null, rest_until: null }
        : { state: 'disabled', why: 'by_hand' }),
  }
  const { before, after } = changesOf(auditable(endpoint), auditable({ ...endpoint, ...change }))
  if (Object.keys(change).length > 0) await changeEndpoint(tx, id, { ...change, changed_at: clock.now() })
  if (Object.keys(after).length > 0) await recordChange(tx, actor, 'update', endpoint, { before, after })
  // What waited while it was disabled goes out.
  if (change.state === 'active') await enqueue(tx, jobs.sendWebhooks, { endpointId: id })
  return getWebhook(tx, actor, id)
}

/** Nothing is sent there any more, not even what waits. */
export async function removeWebhook(tx: Tx, actor: Actor, id: string): Promise<void> {
  const endpoint = await lockForChange(tx, actor, id)
  await changeEndpoint(tx, id, { state: 'removed', changed_at: clock.now() })
  await recordChange(tx, actor, 'remove', endpoint, { before: auditable(endpoint) })
}

/** Another secret, shown this once; the one before it signs as well for as long as both sides need. */
export async function rotateSecret(
  tx: Tx,
  actor: Actor,
  { id, overlapHours }: RotateSecretInput,
  settings: WebhookSettings,
): Promise<RotatedSecret> {
  const endpoint = await lockForChange(tx, actor, id)
  if (!isSigned(endpoint.kind as WebhookKind)) throw new DomainError('webhook_unsigned')
  const generation = endpoint.generation + 1
  const now = clock.now()
  const until = overlapHours > 0 ? new Date(now.getTime() + overlapHours * HOUR_MS) : null
  await changeEndpoint(tx, id, { generation, previous_until: until, changed_at: now })
  const previousUntil = until?.toISOString() ?? null
  await recordChange(tx, actor, 'rotate', endpoint, { after: { previousUntil } })
  return { secret: secretOf(settings.secret, { id, generation }), previousUntil }
}

export async function lockForChange(tx: Tx, actor: Actor, id: string): Promise<EndpointRow> {
  return managed(actor, await lockEndpoint(tx, id))
}

function check(
  mine: boolean,
  kind: WebhookKind,
  { url, topics }: { url?: string | undefined; topics?: string[] | undefined },
  { hosts }: WebhookSettings,
): void {
  if (url !== undefined && !mayBeCalled(url, hosts)) throw new DomainError('webhook_address')
  if (url !== undefined && kind === 'sms' && !smsAddressOf(url)) throw new DomainError('sms_address')
  // What goes to one's own is not asked for there: preferences say it.
  const isAsked = topics && (mine ? topics.length === 0 : topics.length > 0 && topics.every(isTopic))
  if (topics && !isAsked) throw new DomainError('invalid_input')
}

/** What the trail keeps: of an address no more than the console shows. */
const auditable = (
  row: Pick<EndpointRow, 'kind' | 'name' | 'url' | 'topics' | 'locale'> & Partial<EndpointRow>,
) => ({
  kind: row.kind,
  name: row.name,
  url: shownUrl(row.kind as WebhookKind, row.url),
  topics: row.topics,
  locale: row.locale,
  state: row.state ?? 'active',
})

export const recordChange = (
  tx: Tx,
  actor: Actor,
  verb: 'create' | 'update' | 'remove' | 'rotate' | 'test' | 'resend',
  { id, name }: Pick<EndpointRow, 'id' | 'name'>,
  data: EventData = {},
) =>
  record(tx, actor, {
    type: `webhook.${verb}`,
    data: { target: { kind: 'webhook', id, title: name }, ...data },
  })
