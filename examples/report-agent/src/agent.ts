import { randomUUID } from 'node:crypto'
import { type BelfryClient, type Case, uploadFile } from '@belfry/client'
import { Unusable, asTable, byLine, readFigures } from './punctuality.ts'

/** Slow enough for somebody to watch; a real report takes its time by itself. */
const PACE_MS = Number(process.env.PACE_MS ?? 700)
const pause = () => new Promise((resolve) => setTimeout(resolve, PACE_MS))

/**
 * Makes one report for one person, who sees in Belfry how it gets on, and is told of the result or of why there is none.
 * Throws only what Belfry refuses.
 */
export async function makeReport(belfry: BelfryClient, month: string, requesterName: string): Promise<Case> {
  const { trpc } = belfry
  const [requester] = await trpc.workflows.choices.query({
    workflow: 'report',
    field: 'requester',
    search: requesterName,
  })
  if (!requester) throw new Error(`Belfry knows nobody called ${requesterName}.`)

  // With a key of its own, a call that is repeated after a network error is done once.
  const { id: caseId } = await trpc.cases.submit.mutate({
    workflow: 'report',
    data: { agent: 'Punctuality agent', type: `Punctuality of ${month}`, requester: requester.value },
    idempotencyKey: randomUUID(),
  })
  const act = (action: string, more: { data?: Record<string, unknown>; note?: string }) =>
    trpc.cases.act.mutate({ caseId, action, ...more, idempotencyKey: randomUUID() })

  try {
    const trips = await readFigures(month)
    const lines = [...new Set(trips.map(({ line }) => line))].toSorted()
    const results = []
    for (const [i, line] of lines.entries()) {
      await act('progress', { data: { percent: Math.round((100 * i) / lines.length), step: `Line ${line}` } })
      await pause()
      results.push(byLine(trips, line))
    }

    await act('progress', { data: { percent: 100, step: 'Table' } })
    const onTime = results.reduce((sum, result) => sum + result.onTime, 0)
    const table = new TextEncoder().encode(asTable(results))
    const { id: file } = await uploadFile(belfry, {
      name: `punctuality-${month}.csv`,
      type: 'text/csv',
      bytes: table,
    })
    const summary = `${onTime} of ${trips.length} trips were on time (${Math.round((100 * onTime) / trips.length)} %).`
    return await act('finish', { data: { summary, file } })
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    return act('fail', { note: error.message })
  }
}
