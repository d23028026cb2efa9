import { requestArchive } from '@belfry/engine/bulk'
import { actOnDocument } from '@belfry/engine/cases'
import { beginUpload, getFile, linkTo, listFiles } from '@belfry/engine/files'
import { ActInput, BeginUploadInput, DocumentArchiveInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

const OneFile = z.object({ fileId: z.uuid() })

/** A link is asked for like anything is read, but it is written down, so it counts like a write. */
const recorded = signedIn.use(async ({ ctx, next }) => {
  await ctx.writes(ctx.actor.id)
  return next()
})

export const documentsRouter = router({
  list: signedIn
    .input(z.object({ caseId: z.uuid() }))
    .query(({ ctx, input }) => listFiles(ctx.db, ctx.actor, input.caseId)),

  get: recorded
    .input(OneFile)
    .query(({ ctx, input }) =>
      ctx.transaction((tx) => linkTo(tx, ctx.actor, input.fileId, ctx.files.linkKey)),
    ),

  /** A link to all documents of some cases as one zip. */
  archive: signedIn
    .input(DocumentArchiveInput)
    .mutation(({ ctx, input }) =>
      ctx.transaction((tx) => requestArchive(tx, ctx.actor, input, ctx.files.linkKey)),
    ),

  /** How an upload is doing, and what came of it. */
  file: signedIn.input(OneFile).query(({ ctx, input }) => getFile(ctx.db, ctx.actor, input.fileId)),

  /** Accepts, sends back …: an action on the case that the document belongs to. */
  act: signedIn
    .input(ActInput.omit({ caseId: true }).extend(OneFile.shape))
    .mutation(({ ctx, input, path }) => ctx.once(path, input, (tx) => actOnDocument(tx, ctx.actor, input))),

  begin: signedIn
    .input(BeginUploadInput)
    .mutation(({ ctx, input, path }) =>
      ctx.once(path, input, (tx) => beginUpload(tx, ctx.actor, input, ctx.files)),
    ),
})
