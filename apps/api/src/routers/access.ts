import {
  createApiKey,
  createPasswordLink,
  deactivate,
  getPerson,
  grant,
  invite,
  listApiKeys,
  listGrants,
  listPeople,
  listRoles,
  reactivate,
  revoke,
  revokeApiKey,
  setSupervisor,
} from '@belfry/engine/access'
import { CreateApiKeyInput, GrantInput, GrantsInput, InviteInput, PeopleInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

const OnePerson = z.object({ personId: z.uuid() })

/** Who may do what. Changes count at once, on open connections too. */
export const accessRouter = router({
  people: signedIn.input(PeopleInput).query(({ ctx, input }) => listPeople(ctx.db, ctx.actor, input)),

  person: signedIn.input(OnePerson).query(({ ctx, input }) => getPerson(ctx.db, ctx.actor, input.personId)),

  roles: signedIn.query(({ ctx }) => listRoles(ctx.db, ctx.actor)),

  grants: signedIn.input(GrantsInput).query(({ ctx, input }) => listGrants(ctx.db, ctx.actor, input)),

  /** One's own, or those of the person that is named. */
  apiKeys: signedIn
    .input(OnePerson.partial())
    .query(({ ctx, input }) => listApiKeys(ctx.db, ctx.actor, input.personId)),

  invite: signedIn
    .input(InviteInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => invite(tx, ctx.actor, input))),

  createPasswordLink: signedIn
    .input(OnePerson)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => createPasswordLink(tx, ctx.actor, input.personId))),

  grant: signedIn
    .input(GrantInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => grant(tx, ctx.actor, input))),

  revoke: signedIn
    .input(GrantInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => revoke(tx, ctx.actor, input))),

  deactivate: signedIn
    .input(OnePerson)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => deactivate(tx, ctx.actor, input.personId))),

  reactivate: signedIn
    .input(OnePerson)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => reactivate(tx, ctx.actor, input.personId))),

  setSupervisor: signedIn
    .input(OnePerson.extend({ supervisorId: z.uuid().nullable() }))
    .mutation(({ ctx, input }) => ctx.transaction((tx) => setSupervisor(tx, ctx.actor, input))),

  createApiKey: signedIn
    .input(CreateApiKeyInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => createApiKey(tx, ctx.actor, input))),

  revokeApiKey: signedIn
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.transaction((tx) => revokeApiKey(tx, ctx.actor, input.id))),
})
