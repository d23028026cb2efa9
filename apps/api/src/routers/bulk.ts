import {
  cancel,
  getRun,
  listBulkItems,
  listBulkRuns,
  preview,
  previewItems,
  resultsOf,
  retryFailed,
  start,
  undo,
} from '@belfry/engine/bulk'
import {
  BulkItemsInput,
  BulkPreviewInput,
  BulkPreviewItemsInput,
  BulkRunInput,
  BulkStartInput,
  IdPageInput,
} from '@belfry/shared/wire'
import { following, router, signedIn } from '../trpc.ts'

/** The same thing done to many cases of a queue. */
export const bulkRouter = router({
  preview: signedIn.input(BulkPreviewInput).query(({ ctx, input }) => preview(ctx.db, ctx.actor, input)),

  previewItems: signedIn
    .input(BulkPreviewItemsInput)
    .query(({ ctx, input }) => previewItems(ctx.db, ctx.actor, input)),

  get: signedIn.input(BulkRunInput).query(({ ctx, input }) => getRun(ctx.db, ctx.actor, input.runId)),

  list: signedIn.input(IdPageInput).query(({ ctx, input }) => listBulkRuns(ctx.db, ctx.actor, input)),

  items: signedIn.input(BulkItemsInput).query(({ ctx, input }) => listBulkItems(ctx.db, ctx.actor, input)),

  results: signedIn.input(BulkRunInput).query(({ ctx, input }) => resultsOf(ctx.db, ctx.actor, input.runId)),

  start: signedIn
    .input(BulkStartInput)
    .mutation(({ ctx, input }) => ctx.once('bulk.start', input, (tx) => start(tx, ctx.actor, input))),

  cancel: signedIn
    .input(BulkRunInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => cancel(tx, ctx.actor, input.runId))),

  retryFailed: signedIn
    .input(BulkRunInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => retryFailed(tx, ctx.actor, input.runId))),

  undo: signedIn
    .input(BulkRunInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => undo(tx, ctx.actor, input.runId))),

  live: following
    .input(BulkRunInput)
    .subscription(({ ctx, input, signal }) => ctx.live.bulkRun(ctx.actor, input.runId, signal)),
})
