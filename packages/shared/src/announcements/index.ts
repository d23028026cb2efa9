export { type RoleGroup, roleGroupNames, roleGroups } from './groups.ts'
export { type Addressing, addressingOf, mayAddressRole } from './rules.ts'
