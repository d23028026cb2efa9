import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'

/** The tables as queries see them. Columns with a default are `Generated`; `jsonb` goes in and out as a value. */
export interface Schema {
  people: People
  scopes: Scopes
  role_grants: RoleGrants
  api_keys: ApiKeys
  known_devices: KnownDevices
  refusals: Refusals
  'auth.user': AuthUser
  'auth.session': AuthSession
  'auth.account': AuthAccount
  'auth.verification': AuthVerification
  cases: Cases
  case_participants: CaseParticipants
  case_approvals: CaseApprovals
  claims: Claims
  presence: Presence
  queue_settings: QueueSettings
  saved_views: SavedViews
  drafts: Drafts
  events: Events
  bulk_runs: BulkRuns
  bulk_items: BulkItems
  bulk_news: BulkNews
  files: Files
  idempotency_keys: IdempotencyKeys
  inboxes: Inboxes
  messages: Messages
  notifications: Notifications
  preferences: Preferences
  mutes: Mutes
  digests: Digests
  announcements: Announcements
  announcement_sendings: AnnouncementSendings
  deliveries: Deliveries
  flags: Flags
  throttled_events: ThrottledEvents
  delivery_attempts: DeliveryAttempts
  delivery_events: DeliveryEvents
  suppressions: Suppressions
  providers: Providers
  slow_domains: SlowDomains
  mailbox: Mailbox
  push_subscriptions: PushSubscriptions
  push_receipts: PushReceipts
  looking: Looking
  webhook_endpoints: WebhookEndpoints
  webhook_deliveries: WebhookDeliveries
  webhook_attempts: WebhookAttempts
  audit_entries: AuditEntries
  audit_checkpoints: AuditCheckpoints
  audit_keys: AuditKeys
  audit_removals: AuditRemovals
  audit_witnesses: AuditWitnesses
  processes: Processes
  connections: Connections
  job_runs: JobRuns
  job_minutes: JobMinutes
  notification_counting: NotificationCounting
  notification_totals: NotificationTotals
}

export type Db = Kysely<Schema>
/** What changes state takes one of these, so that it cannot be called outside a transaction. */
export type Tx = Transaction<Schema>

type Json = ColumnType<Record<string, unknown>, string, string>
type JsonOrNull = ColumnType<Record<string, unknown> | null, string | null, string | null>
type At = ColumnType<Date, Date | string, Date | string>
type AtOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
type DefaultAt = ColumnType<Date, Date | string | undefined, Date | string>

interface People {
  id: string
  name: string
  email: string
  locale: Generated<string>
  theme: Generated<string>
  sound: Generated<boolean>
  supervisor_id: Generated<string | null>
  sort_name: ColumnType<string, never, never>
  created_at: At
  deactivated_at: AtOrNull
  away_until: AtOrNull
  time_zone: Generated<string | null>
  digest_hour: Generated<number>
  digest_weekday: Generated<number>
  quiet: ColumnType<unknown, string | null | undefined, string | null>
  quiet_from: AtOrNull
  quiet_to: AtOrNull
}
interface Scopes {
  id: string
  kind: string
  name: string
  time_zone: Generated<string>
}
interface RoleGrants {
  id: string
  person_id: string
  role: string
  scope: string | null
  granted_by: string | null
  granted_at: At
  revoked_at: AtOrNull
  revoked_by: Generated<string | null>
}
interface ApiKeys {
  id: string
  person_id: string
  name: string
  hash: Buffer
  start: string
  created_by: string
  created_at: At
  expires_at: AtOrNull
  last_used_at: AtOrNull
  revoked_at: AtOrNull
  revoked_by: Generated<string | null>
}
interface KnownDevices {
  person_id: string
  device: Buffer
  seen_at: At
}
interface Refusals {
  caller: string
  procedure: string
  event_id: string
  name: string
  times: number
  since: At
  last_at: At
  noted_at: At
  noted_id: string
  told: number
  surfaced_at: At
}
interface AuthUser {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  created_at: DefaultAt
  updated_at: DefaultAt
}
interface AuthSession {
  id: string
  token: string
  user_id: string
  expires_at: At
  ip_address: string | null
  user_agent: string | null
  created_at: DefaultAt
  updated_at: DefaultAt
}
interface AuthAccount {
  id: string
  account_id: string
  provider_id: string
  user_id: string
  password: string | null
  created_at: DefaultAt
  updated_at: DefaultAt
}
interface AuthVerification {
  id: string
  identifier: string
  value: string
  expires_at: At
}
interface Cases {
  id: string
  workflow: string
  state: string
  version: Generated<number>
  title: string
  stage: string | null
  scope: string | null
  owner_id: string
  assignee_id: string | null
  data: Json
  opened_at: At
  changed_at: At
  urgent_at: AtOrNull
  closed_at: AtOrNull
  parent_id: string | null
  slot: string | null
  entered_at: At
  decider_id: string | null
  ready_at: AtOrNull
  due_at: AtOrNull
  timed_at: At
  starts_at: AtOrNull
  until: AtOrNull
}
interface CaseApprovals {
  case_id: string
  action: string
  person_id: string
  at: At
}
interface Drafts {
  person_id: string
  key: string
  workflow: string
  parent_id: string | null
  slot: string | null
  rev: number
  content: Json
  file_ids: string[]
  saved_at: At
}
interface Claims {
  case_id: string
  person_id: string
  since: At
  expires_at: At
}
interface Presence {
  case_id: string
  person_id: string
  process_id: string
  since: At
}
interface QueueSettings {
  workflow: string
  scope: string | null
  assignment: string
  last_id: string | null
  changed_at: At
  changed_by: string | null
}
interface CaseParticipants {
  case_id: string
  person_id: string
  part: string
}
interface SavedViews {
  id: string
  owner_id: string
  workflow: string
  name: string
  settings: Json
  role: string | null
  created_at: At
  changed_at: At
}
interface Events {
  id: string
  at: At
  type: string
  actor_id: string | null
  actor_kind: string
  actor_name: string
  /** The API key that the actor showed. */
  actor_key_id: string | null
  case_id: string | null
  data: Json
  request_id: string | null
  ip: string | null
  user_agent: string | null
  /** The bulk run that it is a part of. */
  run_id: string | null
}
interface BulkRuns {
  id: string
  person_id: string
  actor: Json
  workflow: string
  deed: Json
  state: Generated<string>
  total: number
  started_at: At
  finished_at: AtOrNull
  undone_at: AtOrNull
  ends: Generated<string[]>
}
interface BulkItems {
  run_id: string
  place: number
  case_id: string
  version: number
  left_version: number | null
  state: Generated<string>
  code: string | null
  message: string | null
  before: Json | null
  event_id: string | null
}
interface BulkNews {
  run_id: string
  event_id: string
  state: Generated<string>
}
interface Files {
  id: string
  uploaded_by: string
  name: string
  declared_type: string | null
  declared_size: number
  accept: Generated<string[]>
  state: Generated<'uploading' | 'ready' | 'refused' | 'removed'>
  refusal: JsonOrNull
  received: Generated<number>
  parts: Generated<string[]>
  type: string | null
  size: number | null
  sha256: string | null
  storage_key: string | null
  case_id: string | null
  field: string | null
  version: number | null
  created_at: At
  ready_at: AtOrNull
}
interface IdempotencyKeys {
  person_id: string
  key: string
  input_hash: string
  answer: ColumnType<unknown, string | null, string | null>
  created_at: At
}
interface Inboxes {
  person_id: string
  epoch: Generated<number>
  rev: Generated<number>
  unread: Generated<number>
}
interface Messages {
  event_id: string
  variant: number
  locale: string
  type: string
  category: string
  tone: string
  priority: string
  title: string
  body: string
  link: string
  case_id: string | null
  actor_id: string | null
  actor_name: string | null
  data: Json
  created_at: At
}
interface Notifications {
  person_id: string
  event_id: string
  rev: number
  variant: number
  state: Generated<number>
  prior_state: number | null
  mark_id: string | null
  read_at: AtOrNull
  routing: Generated<number>
  group_key: string | null
  snoozed_until: AtOrNull
  pinned: Generated<boolean>
  prior_read_at: AtOrNull
  prior_until: AtOrNull
}
interface Preferences {
  person_id: string
  category: string
  app: number | null
  mail: number | null
  push: number | null
  webhook: number | null
  changed_at: At
}
interface Mutes {
  case_id: string
  person_id: string
  at: At
}
interface Digests {
  person_id: string
  rhythm: number
  next_at: At
}
interface Announcements {
  id: string
  author_id: string
  state: string
  version: Generated<number>
  content: Json
  starts_at: AtOrNull
  time_zone: Generated<string>
  recurrence: JsonOrNull
  next_at: AtOrNull
  stopped: string | null
  created_at: At
  changed_at: At
}
interface AnnouncementSendings {
  event_id: string
  announcement_id: string
  occurrence: At
  content: Json
  at: At
  recipients: number
  done_at: AtOrNull
  expires_at: AtOrNull
  gone_delivered: Generated<number>
  gone_read: Generated<number>
}
interface Flags {
  name: string
  on: boolean
  changed_at: At
  changed_by: string | null
}
interface ThrottledEvents {
  event_id: string
  sender: string
  sender_name: string
  per_minute: number
  state: Generated<string>
  at: At
  settled_at: AtOrNull
  settled_by: string | null
}
interface Deliveries {
  id: string
  event_id: string
  person_id: string
  channel: string
  state: Generated<string>
  provider: string | null
  provider_id: string | null
  error: string | null
  created_at: At
  sent_at: AtOrNull
  due_at: AtOrNull
  digest_id: string | null
  type: string | null
  urgent: Generated<boolean>
  address: string | null
  message_id: string | null
  next_at: AtOrNull
  attempts: Generated<number>
  rounds: Generated<number>
  passed: Generated<string[]>
  refused_by: Generated<string[]>
  bound_to: string | null
  changed_at: AtOrNull
}
interface DeliveryAttempts {
  delivery_id: string
  attempt: number
  provider: string
  started_at: At
  finished_at: AtOrNull
  outcome: string | null
  error: string | null
  response: string | null
  code: string | null
  process_id: string | null
}
interface DeliveryEvents {
  id: string
  delivery_id: string
  kind: string
  hard: boolean | null
  provider: string
  provider_event_id: string
  at: At
  received_at: At
  detail: string | null
}
interface Suppressions {
  address: string
  reason: string
  since: At
  by: string | null
  note: string | null
  delivery_id: string | null
}
interface Providers {
  name: string
  kind: string
  position: number | null
  repeatable: boolean
  per_second: number | null
  per_day: number | null
  state: Generated<'healthy' | 'resting'>
  rest_until: AtOrNull
  failures: Generated<number>
  rests: Generated<number>
  probed_at: AtOrNull
  second: Generated<Date>
  second_used: Generated<number>
  day: Generated<Date>
  day_used: Generated<number>
  last_error: string | null
  last_error_at: AtOrNull
  changed_at: At
}
interface SlowDomains {
  domain: string
  gap_ms: number
  free_at: At
  until: At
  said: string | null
}
interface PushSubscriptions {
  id: string
  person_id: string
  session_id: string
  endpoint: string
  p256dh: string
  auth: string
  user_agent: string | null
  created_at: At
  sent_at: AtOrNull
}
interface PushReceipts {
  delivery_id: string
  subscription_id: string
}
interface Looking {
  session_id: string
  person_id: string
  until: At
}
interface Mailbox {
  id: string
  sender: string
  recipient: string
  subject: string
  message_id: string
  html: string
  body: string
  at: At
}
interface AuditEntries {
  id: string
  at: At
  action: string
  actor_kind: string
  actor_id: string | null
  actor_name: string
  target_kind: string | null
  target_id: string | null
  target_title: string | null
  before: JsonOrNull
  after: JsonOrNull
  reason: string | null
  note: string | null
  request_id: string | null
  ip: string | null
  user_agent: string | null
  case_id: string | null
  /** Null once that part of the entry was redacted. */
  who_salt: Generated<Buffer | null>
  what_salt: Generated<Buffer | null>
  seq: number | null
  hash: Buffer | null
  /** Null until it is sealed, and in entries of the first form. */
  who_digest: Generated<Buffer | null>
  what_digest: Generated<Buffer | null>
  words: ColumnType<never, never, never>
}
interface AuditKeys {
  id: string
  public_key: Buffer
  first_at: At
}
interface AuditRemovals {
  month: string
  entries: number
  seq: number
  hash: Buffer
  at: At
  key_id: string
  signature: Buffer
}
interface AuditWitnesses {
  name: string
  seq: number
  at: At
  told_at: At
}
interface AuditCheckpoints {
  seq: number
  hash: Buffer
  at: At
  key_id: string
  signature: Buffer
}
interface Processes {
  id: string
  kind: string
  host: string
  pid: number
  version: string
  started_at: DefaultAt
  seen_at: DefaultAt
}
interface Connections {
  id: string
  process_id: string
  person_id: string
  session_id: string | null
  transport: string
  ip: string | null
  user_agent: string | null
  since: At
  seen_at: AtOrNull
  rev: number | null
}
interface JobRuns {
  id: string
  job_id: number
  task: string
  attempt: number
  process_id: string
  payload: JsonOrNull
  started_at: At
  finished_at: AtOrNull
  outcome: string | null
  error: string | null
}
interface JobMinutes {
  minute: At
  task: string
  outcome: string
  power: number
  runs: number
}
interface NotificationCounting {
  only_one: Generated<boolean>
  counted_to: AtOrNull
  read_to: AtOrNull
}
interface NotificationTotals {
  hour: At
  gone: boolean
  role: string
  type: string
  category: string
  priority: string
  sent: number
  read: number
  times: number[]
}
interface WebhookEndpoints {
  id: string
  /** Whose it is; the organisation's where null. */
  person_id: Generated<string | null>
  kind: string
  name: string
  url: string
  topics: string[]
  locale: string
  state: Generated<'active' | 'disabled' | 'removed'>
  why: 'by_hand' | 'gone' | 'failing' | null
  generation: Generated<number>
  previous_until: AtOrNull
  failures: Generated<number>
  failing_since: AtOrNull
  rest_until: AtOrNull
  holder: Generated<string | null>
  held_until: AtOrNull
  created_by: string
  created_at: At
  changed_at: At
}
interface WebhookDeliveries {
  id: string
  endpoint_id: string
  event_id: string
  type: string
  state: Generated<'queued' | 'sending' | 'waiting' | 'sent' | 'failed'>
  tries: Generated<number>
  due_at: AtOrNull
  created_at: At
  sent_at: AtOrNull
}
interface WebhookAttempts {
  delivery_id: string
  attempt: number
  started_at: At
  finished_at: AtOrNull
  status: number | null
  response: string | null
  error: string | null
}
