import type { Role } from '../roles.ts'

/** Roles that are written to together. */
export const roleGroups = {
  management: ['admin', 'hr', 'supervisor'],
  staff: ['hr', 'reviewer', 'supervisor', 'employee', 'employee:active', 'analyst', 'tutor'],
  operations: ['vendor', 'officer', 'driver'],
  internships: ['intern', 'tutor'],
} as const satisfies Record<string, readonly Role[]>
export type RoleGroup = keyof typeof roleGroups

export const roleGroupNames = Object.keys(roleGroups) as [RoleGroup, ...RoleGroup[]]
