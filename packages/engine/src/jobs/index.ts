export { discardJobs, rescheduleJobs, retryJobs } from './change.ts'
export { getJob, jobsOverview, listJobs, listRuns } from './read.ts'
