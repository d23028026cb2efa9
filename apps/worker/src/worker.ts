import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@belfry/db'
import { oneTimeKeyFrom } from '@belfry/engine/access'
import { signingKeyFrom } from '@belfry/engine/audit'
import { bounceKeyFrom } from '@belfry/engine/mail'
import { createBecause } from '@belfry/engine/notify'
import { unsubscribeKeyFrom } from '@belfry/engine/preferences'
import { vapidKeysFrom } from '@belfry/engine/push'
import type { Log } from '@belfry/log'
import { openStorage } from '@belfry/storage'
import { createMailer } from './channels/mail/mailer.ts'
import { addressOf } from './channels/mail/mime.ts'
import { createPostOffice } from './channels/mail/post-office.ts'
import { openProviders } from './channels/mail/providers.ts'
import { createPusher } from './channels/push/pusher.ts'
import { createCaller } from './channels/webhook/caller.ts'
import { openWitnesses } from './channels/witnesses.ts'
import type { Config } from './config.ts'
import { databaseReady } from './database.ts'
import { serve } from './serve.ts'
import type { Handler } from './task.ts'
import { within } from './wait.ts'

export interface WorkerOptions {
  config: Config
  log: Log
  handlers: Handler[]
  stopping: AbortSignal
  onReady: () => void
}

const BEFORE_STARTING_OVER_MS = 200
const CLOSE_WITHIN_MS = 1_000

/** Works until `stopping`. When the database goes away it waits for it, and starts over under a new id. */
export async function runWorker({ config, log, handlers, stopping, onReady }: WorkerOptions): Promise<void> {
  const { databaseUrl: url, concurrency } = config
  const onError = (error: Error) => log.debug({ reason: error.message }, 'A session broke')
  const tasks = connect(url, { name: 'belfry worker', max: concurrency + 2, onError })
  const history = connect(url, {
    name: 'belfry worker history',
    max: 3,
    options: '-c synchronous_commit=off',
    onError,
  })
  const storage = await openStorage(config.storage)
  const bounces = config.bounces && { ...config.bounces, key: bounceKeyFrom(config.secret) }
  const context = {
    signingKey: signingKeyFrom(config.secret),
    witnesses: openWitnesses({ ...config.witnesses, hosts: config.webhookHosts }),
    auditMonths: config.auditMonths,
    keep: config.keep,
    storage,
    telling: config.telling,
    postOffice: createPostOffice({
      db: tasks.db,
      log,
      providers: openProviders(config.mailProviders),
      write: createMailer({
        from: config.mailFrom,
        brand: config.brand,
        key: oneTimeKeyFrom(config.secret),
        because: createBecause(tasks.db),
        unsubscribeKey: unsubscribeKeyFrom(config.secret),
        bounces,
      }),
      domain: addressOf(config.mailFrom).split('@')[1]!,
      flags: config.telling.flags,
    }),
    bounces,
    pusher: createPusher({
      keys: vapidKeysFrom(config.secret),
      contact: addressOf(config.mailFrom),
      hosts: config.pushHosts,
    }),
    caller: createCaller({ secret: config.secret, hosts: config.webhookHosts, publicUrl: config.publicUrl }),
  }
  while (await databaseReady(tasks.db, log, stopping)) {
    await serve({
      url,
      db: tasks.db,
      historyDb: history.db,
      log,
      concurrency,
      handlers,
      context,
      stopping,
      onReady,
    }).catch((error: unknown) => log.error({ err: error }, 'The database did not let the worker do its work'))
    if (!stopping.aborted) await pause(BEFORE_STARTING_OVER_MS)
  }
  await within(CLOSE_WITHIN_MS, Promise.all([tasks.close(), history.close()]))
}
