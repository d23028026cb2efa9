import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { givenMails } from '@belfry/testing/mails'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { setMailStage } from './mail-stage.ts'
import { now, table, times } from './measure.ts'

const MAILS = 5_000
const WARM_UP = 500
const SESSIONS = 10

/** Mails rendered, sent and recorded by one worker into a local server, against nodemailer alone into the same server. */
export async function mail(): Promise<void> {
  const sink = fork(path.join(import.meta.dirname, 'smtp-sink.ts'))
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }]
  const stage = await setMailStage()
  try {
    await alone(port, WARM_UP)
    const floor = await alone(port, MAILS)
    await stage.db.transaction().execute((tx) => givenMails(tx, WARM_UP))
    const worker = await stage.startWorker(`main=smtp://127.0.0.1:${port}?plain=yes&parallel=${SESSIONS}`)
    await allSent()
    await stage.db.transaction().execute((tx) => givenMails(tx, MAILS))
    await sql`analyze`.execute(stage.db)
    const began = now()
    await sql`select graphile_worker.add_job('send_mail', '{}')`.execute(stage.db)
    await allSent()
    const ours = (MAILS * 1_000) / (now() - began)
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*)::int as n from deliveries group by state`.execute(stage.db)
    await worker.stop()
    table(`Mails by one worker into a local SMTP server (${MAILS}, ${SESSIONS} sessions)`, [
      ['nodemailer alone, pooled', `${Math.round(floor)} a second`],
      ['Belfry: rendered, sent, recorded', `${Math.round(ours)} a second`],
      ['nodemailer against Belfry', times(floor / ours)],
      ['on record', rows.map(({ state, n }) => `${n} ${state}`).join(', ')],
    ])
  } finally {
    sink.kill()
    await stage.close()
  }

  async function allSent(): Promise<void> {
    for (;;) {
      const { rows } =
        await sql`select from deliveries where next_at is not null or state = 'sending' limit 1`.execute(
          stage.db,
        )
      if (rows.length === 0) return
      await pause(50)
    }
  }
}

/** The least there is: the same ready words to everybody, over a pool of as many sessions. Mails a second. */
async function alone(port: number, mails: number): Promise<number> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: SESSIONS,
    ignoreTLS: true,
    maxMessages: 100,
  })
  const html = `<!doctype html><html><body>${'<p>Your shift is approved.</p>'.repeat(150)}</body></html>`
  const began = now()
  await Promise.all(
    Array.from({ length: mails }, (_, i) =>
      transport.sendMail({
        from: 'Belfry <belfry@belfry.test>',
        to: `Reader <reader${i}@belfry.test>`,
        subject: 'Your shift is approved',
        html,
        text: 'Nora North has approved the shift of Bus 12 on Friday, 20 November.',
      }),
    ),
  )
  transport.close()
  return (mails * 1_000) / (now() - began)
}
