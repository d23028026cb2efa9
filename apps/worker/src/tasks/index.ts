import { type Jobs, jobs } from '@belfry/shared/jobs'
import { type Handler, type Task, handle } from '../task.ts'
import { assignCase } from './assign-case.ts'
import { beginReset } from './begin-reset.ts'
import { checkStage } from './check-stage.ts'
import { cleanUp } from './clean-up.ts'
import { closeChildren } from './close-children.ts'
import { fanOut } from './fan-out.ts'
import { keepCheckpoint } from './keep-checkpoint.ts'
import { readBounces } from './read-bounces.ts'
import { redactAudit } from './redact-audit.ts'
import { runBulk } from './run-bulk.ts'
import { runDue } from './run-due.ts'
import { sealAudit } from './seal-audit.ts'
import { sendMail } from './send-mail.ts'
import { sendPush } from './send-push.ts'
import { sendWebhooks } from './send-webhooks.ts'
import { tellBulk } from './tell-bulk.ts'
import { tellEndpoints } from './tell-endpoints.ts'
import { tellRefusals } from './tell-refusals.ts'
import { writeAudit } from './write-audit.ts'
import { writeAudits } from './write-audits.ts'

/** One task for every job there is: a missing one does not compile. */
const tasks: { [K in keyof typeof jobs]: Task<Jobs[K]> } = {
  assignCase,
  beginReset,
  checkStage,
  cleanUp,
  closeChildren,
  fanOut,
  keepCheckpoint,
  readBounces,
  redactAudit,
  runBulk,
  runDue,
  sealAudit,
  sendMail,
  sendPush,
  sendWebhooks,
  tellBulk,
  tellEndpoints,
  tellRefusals,
  writeAudit,
  writeAudits,
}

const names = Object.keys(jobs) as (keyof typeof jobs)[]

// The compiler cannot see that a job and the task of the same name belong together; the type above does.
export const handlers: Handler[] = names.map((name) => handle(jobs[name], tasks[name] as Task<unknown>))
