import type { z } from 'zod'
import { assignCase } from './assign-case.ts'
import { beginReset } from './begin-reset.ts'
import { checkStage } from './check-stage.ts'
import { cleanUp } from './clean-up.ts'
import { closeChildren } from './close-children.ts'
import type { Interval, JobDefinition } from './define.ts'
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

/** Every job there is. The worker must have a task for each; the compiler sees to it. */
export const jobs = {
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

/** What each job carries, by the name of its definition here. */
export type Jobs = { [K in keyof typeof jobs]: z.output<(typeof jobs)[K]['payload']> }

export type { Interval, JobDefinition }
