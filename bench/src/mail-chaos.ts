import { mailChaos as chaos } from '@belfry/testing/mail-chaos'
import { setMailStage } from './mail-stage.ts'
import { table } from './measure.ts'

/**
 * `npm run bench -- mail-chaos`: 100,000 mails (`CHAOS_MAILS`), three providers failing in turn, and a worker killed every five
 * seconds. Ends the process with an error where a mail was lost or came twice.
 */
export async function mailChaos(): Promise<void> {
  const stage = await setMailStage()
  const mails = Number(process.env['CHAOS_MAILS'] ?? 100_000)
  let toldAt = 0
  try {
    const found = await chaos({
      db: stage.db,
      mails,
      startWorker: (providers) => stage.startWorker(providers),
      killEveryMs: 5_000,
      failEveryMs: 4_000,
      withinMs: 3_600_000,
      onStep: (states) => {
        if (performance.now() - toldAt < 10_000) return
        toldAt = performance.now()
        console.log(JSON.stringify(states))
      },
    })
    table(`${mails} mails, three providers failing in turn, ${found.kills} workers killed`, [
      ['seconds', String(Math.round(found.seconds))],
      [
        'at the end',
        Object.entries(found.states)
          .map(([state, n]) => `${n} ${state}`)
          .join(', '),
      ],
      ['lost', String(found.lost)],
      ['taken twice', String(found.doubled)],
      ['unclear ones that were taken', String(found.unclearTaken)],
      ['not at an end', String(found.unfinished)],
    ])
    if (found.lost + found.doubled + found.unfinished > 0) process.exitCode = 1
  } finally {
    await stage.close()
  }
}
