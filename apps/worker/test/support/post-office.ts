import type { Db } from '@belfry/db'
import { registerProcess } from '@belfry/db/queries/processes'
import { oneTimeKeyFrom } from '@belfry/engine/access'
import { createBecause } from '@belfry/engine/notify'
import { unsubscribeKeyFrom } from '@belfry/engine/preferences'
import { createLog } from '@belfry/log'
import { newId } from '@belfry/shared'
import { onTestFinished } from 'vitest'
import { createMailer } from '../../src/channels/mail/mailer.ts'
import { type PostOffice, createPostOffice } from '../../src/channels/mail/post-office.ts'
import type { MailProvider } from '../../src/channels/mail/provider.ts'
import { openProviders } from '../../src/channels/mail/providers.ts'
import { MailProviders } from '../../src/channels/mail/settings.ts'

export const secret = 'only-for-tests-and-therefore-no-secret-at-all'

export const noPostOffice: PostOffice = {
  open: () => Promise.resolve(),
  sendDue: () => Promise.reject(new Error('This is no mail.')),
  close: () => Promise.resolve(),
}

export interface GivenPostOffice extends PostOffice {
  processId: string
}

/** A post office of one worker that is listed as living, with providers as the settings name them or ready ones. */
export async function givenPostOffice(
  db: Db,
  providers: string | MailProvider[],
  { firstRestMs = 300 }: { firstRestMs?: number } = {},
): Promise<GivenPostOffice> {
  const processId = `worker-${newId()}`
  await registerProcess(db, { id: processId, kind: 'worker', host: 'here', pid: 1, version: '0' })
  const office = createPostOffice({
    db,
    log: createLog('worker', 'silent'),
    providers: typeof providers === 'string' ? openProviders(MailProviders.parse(providers)) : providers,
    write: createMailer({
      from: 'Belfry <belfry@belfry.test>',
      brand: { name: 'Belfry', colour: '#3a58c3', logo: null, url: 'https://belfry.test' },
      key: oneTimeKeyFrom(secret),
      because: createBecause(db),
      unsubscribeKey: unsubscribeKeyFrom(secret),
      bounces: null,
    }),
    domain: 'belfry.test',
    firstRestMs,
  })
  await office.open(processId)
  onTestFinished(() => office.close())
  return { ...office, processId }
}

/** What became of all mails, in the order in which they were made. */
export const deliveries = (db: Db) =>
  db
    .selectFrom('deliveries')
    .selectAll()
    .where('channel', '=', 'mail')
    .orderBy('created_at')
    .orderBy('id')
    .execute()

export const attemptsOf = (db: Db, deliveryId: string) =>
  db
    .selectFrom('delivery_attempts')
    .select(['attempt', 'provider', 'outcome', 'code', 'response', 'error'])
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempt')
    .execute()

/** How many mails are in which state. */
export async function states(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
    .where('channel', '=', 'mail')
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
