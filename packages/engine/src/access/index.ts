export { askAddress, confirmAddress } from './address.ts'
export { deactivate, reactivate, setSupervisor } from './accounts.ts'
export { changePassword } from './change-password.ts'
export { demand } from './demand.ts'
export { watchDevice } from './devices.ts'
export { getPerson, listGrants, listMyGrants, listPeople, listRoles } from './directory.ts'
export { grant, grantTo, revoke } from './grants.ts'
export { createPasswordLink, invite, setPassword } from './invite.ts'
export { createApiKey, hashKey, listApiKeys, revokeApiKey } from './keys.ts'
export {
  ADDRESS_LASTS_MS,
  INVITATION_LASTS_MS,
  type OneTimeKey,
  RESET_LASTS_MS,
  oneTimeKeyFrom,
  oneTimePath,
} from './one-time.ts'
export { hashPassword, verifyPassword } from './password.ts'
export { type NewPerson, createPerson, getMe, loadActor, updateMe } from './people.ts'
export { type Refusals, recordRefusals } from './refusals.ts'
export { askReset, beginReset } from './reset.ts'
export { endSession, listSessions } from './sessions.ts'
