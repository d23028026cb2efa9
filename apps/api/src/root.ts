import { accessRouter } from './routers/access.ts'
import { announcementsRouter } from './routers/announcements.ts'
import { auditRouter } from './routers/audit.ts'
import { bulkRouter } from './routers/bulk.ts'
import { casesRouter } from './routers/cases.ts'
import { documentsRouter } from './routers/documents.ts'
import { jobsRouter } from './routers/jobs.ts'
import { mailRouter } from './routers/mail.ts'
import { meRouter } from './routers/me.ts'
import { notificationsRouter } from './routers/notifications.ts'
import { preferencesRouter } from './routers/preferences.ts'
import { pushRouter } from './routers/push.ts'
import { queuesRouter } from './routers/queues.ts'
import { systemRouter } from './routers/system.ts'
import { webhooksRouter } from './routers/webhooks.ts'
import { workflowsRouter } from './routers/workflows.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  access: accessRouter,
  announcements: announcementsRouter,
  audit: auditRouter,
  bulk: bulkRouter,
  cases: casesRouter,
  documents: documentsRouter,
  jobs: jobsRouter,
  mail: mailRouter,
  me: meRouter,
  notifications: notificationsRouter,
  preferences: preferencesRouter,
  push: pushRouter,
  queues: queuesRouter,
  system: systemRouter,
  webhooks: webhooksRouter,
  workflows: workflowsRouter,
})
