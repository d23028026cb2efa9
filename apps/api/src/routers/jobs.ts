import {
  discardJobs,
  getJob,
  jobsOverview,
  listJobs,
  listRuns,
  rescheduleJobs,
  retryJobs,
} from '@belfry/engine/jobs'
import {
  DiscardJobsInput,
  GetJobInput,
  ListJobsInput,
  ListRunsInput,
  RescheduleJobsInput,
  RetryJobsInput,
} from '@belfry/shared/wire'
import { following, router, signedIn } from '../trpc.ts'

/** What workers have done, do and are to do. */
export const jobsRouter = router({
  overview: signedIn.query(({ ctx }) => jobsOverview(ctx.db, ctx.actor)),

  list: signedIn.input(ListJobsInput).query(({ ctx, input }) => listJobs(ctx.db, ctx.actor, input)),

  runs: signedIn.input(ListRunsInput).query(({ ctx, input }) => listRuns(ctx.db, ctx.actor, input)),

  get: signedIn.input(GetJobInput).query(({ ctx, input }) => getJob(ctx.db, ctx.actor, input.id)),

  retry: signedIn
    .input(RetryJobsInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => retryJobs(tx, ctx.actor, input))),

  discard: signedIn
    .input(DiscardJobsInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => discardJobs(tx, ctx.actor, input))),

  reschedule: signedIn
    .input(RescheduleJobsInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => rescheduleJobs(tx, ctx.actor, input))),

  live: following.subscription(({ ctx, signal }) => ctx.live.jobs(ctx.actor, signal)),
})
