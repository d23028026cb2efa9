import { listChoices, listWorkflows } from '@belfry/engine/cases'
import { plainText } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

const ChoicesInput = z.object({
  workflow: plainText().max(60),
  field: plainText().max(60),
  search: plainText().trim().max(100).optional(),
})

export const workflowsRouter = router({
  list: signedIn.query(({ ctx }) => listWorkflows(ctx.actor)),

  /** At most 50: the search narrows them down. */
  choices: signedIn.input(ChoicesInput).query(({ ctx, input }) => listChoices(ctx.db, ctx.actor, input)),
})
