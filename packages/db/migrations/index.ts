import type { Migration } from 'kysely/migration'
import * as people from './0001_people.ts'
import * as cases from './0002_cases.ts'
import * as inbox from './0003_inbox.ts'
import * as mail from './0004_mail.ts'
import * as audit from './0005_audit.ts'
import * as machinery from './0006_machinery.ts'
import * as files from './0008_files.ts'
import * as access from './0009_access.ts'
import * as growingCases from './0010_cases.ts'
import * as queues from './0011_queues.ts'
import * as drafts from './0012_drafts.ts'
import * as together from './0013_together.ts'
import * as signals from './0014_signals.ts'
import * as calendar from './0015_calendar.ts'
import * as delivery from './0016_delivery.ts'
import * as throttle from './0017_throttle.ts'
import * as announcements from './0018_announcements.ts'
import * as push from './0019_push.ts'
import * as connections from './0020_connections.ts'
import * as inboxes from './0021_inbox.ts'
import * as totals from './0022_totals.ts'
import * as mailComplete from './0023_mail.ts'
import * as suppressions from './0024_suppressions.ts'
import * as webhooks from './0025_webhooks.ts'
import * as bulk from './0026_bulk.ts'
import * as trail from './0027_trail.ts'
import * as ownWebhooks from './0028_own_webhooks.ts'
import * as inboxCategory from './0029_inbox_category.ts'
import * as jobHistory from './0030_jobs.ts'

/** In the order of their names; a migration that has run anywhere is never changed. */
export const migrations: Record<string, Migration> = {
  '0001_people': people,
  '0002_cases': cases,
  '0003_inbox': inbox,
  '0004_mail': mail,
  '0005_audit': audit,
  '0006_machinery': machinery,
  '0008_files': files,
  '0009_access': access,
  '0010_cases': growingCases,
  '0011_queues': queues,
  '0012_drafts': drafts,
  '0013_together': together,
  '0014_signals': signals,
  '0015_calendar': calendar,
  '0016_delivery': delivery,
  '0017_throttle': throttle,
  '0018_announcements': announcements,
  '0019_push': push,
  '0020_connections': connections,
  '0021_inbox': inboxes,
  '0022_totals': totals,
  '0023_mail': mailComplete,
  '0024_suppressions': suppressions,
  '0025_webhooks': webhooks,
  '0026_bulk': bulk,
  '0027_trail': trail,
  '0028_own_webhooks': ownWebhooks,
  '0029_inbox_category': inboxCategory,
  '0030_jobs': jobHistory,
}
