/** Every role a person can hold. Some are held within a scope: an officer is officer of `station:north`. */
export const roles = [
  'admin',
  'reviewer',
  'hr',
  'employee',
  'employee:active',
  'supervisor',
  'vendor',
  'officer',
  'driver',
  'intern',
  'tutor',
  'analyst',
] as const
export type Role = (typeof roles)[number]

/** The kind of place within which a role can be held; every other role is held everywhere. */
export const roleScopes: Partial<Record<Role, string>> = { officer: 'station' }

/** `scope` null means everywhere. */
export interface Grant {
  role: Role
  scope: string | null
}
