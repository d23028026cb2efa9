export { type BelfryClient, type ClientOptions, createClient } from './client.ts'
export { type BelfryError, belfryError } from './errors.ts'
export type { ConnectionState, OnConnection } from './socket.ts'
export type { TransportName, WebSocketClass } from '@belfry/transport'

export { type FileToUpload, uploadFile } from './upload.ts'

export type { AppRouter, Inputs as RouterInputs, Outputs as RouterOutputs } from '@belfry/api/client'
export type { ErrorCode, ErrorDetails, FileKind } from '@belfry/shared'
export type {
  ActionView,
  ApiKeyView,
  AuditEntry,
  Case,
  CaseEvent,
  CaseItem,
  Choice,
  ConnectionView,
  Delivery,
  FileLink,
  FileVersion,
  FileView,
  HistoryEntry,
  InboxEvent,
  Instant,
  MailboxItem,
  MailboxMail,
  MarkResult,
  Me,
  Notification,
  NotificationState,
  Page,
  Participant,
  PersonRef,
  QueueCount,
  QueueEvent,
  SessionView,
  SystemHealth,
  WorkflowView,
} from '@belfry/shared/wire'
