import { access } from './access.ts'
import { account } from './account.ts'
import { announcements } from './announcements.ts'
import { audit } from './audit.ts'
import { bulk } from './bulk.ts'
import { calendar } from './calendar.ts'
import { cases } from './cases.ts'
import { explain } from './explain.ts'
import { files } from './files.ts'
import { forms } from './forms.ts'
import { inbox } from './inbox.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { mailbox } from './mailbox.ts'
import { preferences } from './preferences.ts'
import { push } from './push.ts'
import { queue } from './queue.ts'
import { recurrence } from './recurrence.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { suppressions } from './suppressions.ts'
import { system } from './system.ts'
import { templates } from './templates.ts'
import { together } from './together.ts'
import { ui } from './ui.ts'
import { webhooks } from './webhooks.ts'

export const words = {
  access,
  account,
  announcements,
  audit,
  bulk,
  calendar,
  cases,
  explain,
  files,
  forms,
  inbox,
  jobs,
  keys,
  mailbox,
  preferences,
  push,
  queue,
  recurrence,
  shell,
  signIn,
  suppressions,
  system,
  templates,
  together,
  ui,
  webhooks,
}
