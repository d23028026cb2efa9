import { type Actor, hasRole } from './actor.ts'
import type { Role } from './roles.ts'

/** What may be done beside the rules of a workflow, and by which roles. */
const permissions = {
  'access.read': ['admin'],
  'access.change': ['admin'],
  /** To single people and participants of cases whom one works with, and to one's own place. */
  'announcements.send': ['admin', 'hr', 'reviewer', 'supervisor', 'officer', 'tutor'],
  'announcements.sendToRoles': ['admin', 'hr'],
  'announcements.broadcast': ['admin'],
  'audit.read': ['admin'],
  'audit.export': ['admin'],
  /** To have what is personal about somebody taken out of the trail. */
  'audit.redact': ['admin'],
  /** To see and to end what others do in bulk. */
  'bulk.manage': ['admin'],
  'queues.configure': ['admin'],
  'jobs.read': ['admin'],
  'jobs.change': ['admin'],
  'mail.read': ['admin'],
  'mail.change': ['admin'],
  /** To ask why somebody else was told of something, or was not. */
  'notifications.explain': ['admin'],
  'system.read': ['admin'],
  'system.closeConnection': ['admin'],
  'system.setFlag': ['admin'],
  /** To let messages go that a sender's limit holds back, or to drop them. */
  'sending.settle': ['admin'],
  'webhooks.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export const permissionNames = Object.keys(permissions) as Permission[]

export const may = (actor: Actor, permission: Permission): boolean =>
  permissions[permission].some((role) => hasRole(actor, role))
