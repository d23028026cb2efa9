import type { Tx } from '@belfry/db'
import { type Actor, clock } from '@belfry/shared'
import { Chronicle, type DemoFiles } from './chronicle.ts'
import { DAY_MS } from './time.ts'

interface Cast {
  analyst: Actor
  requesters: Actor[]
}

const types = [
  {
    agent: 'Punctuality agent',
    type: 'Punctuality of all lines',
    summary: 'Nine of ten trips were on time.',
  },
  { agent: 'Fleet agent', type: 'Vehicles due for inspection', summary: 'Four vehicles within two weeks.' },
  { agent: 'People agent', type: 'Onboarding from form to active', summary: 'Eleven days in the middle.' },
]
const steps = ['Collecting figures', 'Counting', 'Drawing charts', 'Writing']

/** Reports that programs of the analyst made, and are making, for people. */
export async function demoReports(tx: Tx, files: DemoFiles, { analyst, requesters }: Cast): Promise<void> {
  for (let i = 0; i < 30; i++) {
    const story = new Chronicle(tx, files, clock.now().getTime() - (75 - 2.5 * i) * DAY_MS)
    const { summary, ...report } = types[i % types.length]!
    const requester = requesters[i % requesters.length]!
    const data = { ...report, requester: requester.id }
    const item = await story.submit(analyst, { workflow: 'report', data })
    const done = i > 27 ? i - 26 : steps.length
    for (let n = 0; n < done; n++)
      await story
        .after(0.2)
        .act(analyst, item, 'progress', { data: { percent: 20 * (n + 1), step: steps[n] } })
    if (i > 27) continue
    if (i % 7 === 5) {
      await story
        .after(0.2)
        .act(analyst, item, 'fail', { note: 'The figures of last week are not complete.' })
      if (i > 10) continue
      await story.after(20).act(requester, item, 'retry')
    }
    if (i % 9 === 6) {
      await story.after(0.1).act(requester, item, 'cancel')
      continue
    }
    const result =
      i % 2
        ? { link: `https://reports.belfry.test/${i}` }
        : { file: await story.upload(analyst, report.type, summary) }
    await story.after(0.3).act(analyst, item, 'finish', { data: { summary, ...result } })
  }
}
