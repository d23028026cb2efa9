import type { Db } from '@belfry/db'
import { type RunRow, findRun, listItems, listRuns } from '@belfry/db/queries/bulk'
import { listCasesById } from '@belfry/db/queries/cases'
import { type Actor, clock, may, notFound } from '@belfry/shared'
import { BulkDeed } from '@belfry/shared/wire'
import type {
  BulkCsv,
  BulkItem,
  BulkItemState,
  BulkItems,
  BulkItemsInput,
  BulkRun,
  BulkRuns,
  BulkState,
  IdPageInput,
} from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { titleOf } from '../cases/view.ts'

/** Until then whoever began a run has second thoughts, and nobody has heard of it. */
export const UNDO_WINDOW_MS = 8_000

/** A run of the actor's own, or anybody's for administrators. */
export async function getRun(db: Db, actor: Actor, id: string): Promise<BulkRun> {
  const run = await findRun(db, id)
  if (!run || (run.personId !== actor.id && !may(actor, 'bulk.manage'))) throw notFound()
  return viewRun(run, actor)
}

/** The actor's runs, newest first; those of everybody for administrators. */
export async function listBulkRuns(db: Db, actor: Actor, input: IdPageInput): Promise<BulkRuns> {
  const whose = may(actor, 'bulk.manage') ? null : actor.id
  const runs = await listRuns(db, whose, { cursor: input.cursor, limit: input.limit + 1 })
  const items = runs.slice(0, input.limit).map((run) => viewRun(run, actor))
  return { items, nextCursor: runs.length > input.limit ? items.at(-1)!.id : null }
}

function viewRun(run: RunRow, actor: Actor): BulkRun {
  const deed = BulkDeed.parse(run.deed)
  const counts = run.counts as Partial<Record<BulkItemState, number>>
  const isOwn = run.personId === actor.id
  const isOver = run.state === 'done' || run.state === 'cancelled' || run.state === 'undone'
  return {
    id: run.id,
    by: { id: run.personId, name: run.personName },
    workflow: run.workflow,
    deed,
    assignee: run.assigneeName,
    state: run.state as BulkState,
    total: run.total,
    counts,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    undoneAt: run.undoneAt?.toISOString() ?? null,
    tellsAt:
      run.owesNews && run.finishedAt
        ? new Date(run.finishedAt.getTime() + UNDO_WINDOW_MS).toISOString()
        : null,
    mayCancel: run.state === 'running',
    mayRetry: isOwn && isOver && run.state !== 'undone' && Boolean(counts.failed ?? counts.refused),
    mayUndo: isOwn && isOver && Boolean(counts.done) && isUndoable(run.workflow, deed),
  }
}

/** What people were told cannot be untold; roles that were given and cases that were opened stay, so such a step is not taken back. */
export function isUndoable(workflow: string, deed: BulkDeed): boolean {
  if (deed.kind === 'remind') return false
  const action = deed.kind === 'act' ? getWorkflow(workflow).actions[deed.action] : undefined
  return !action?.grants && !action?.opens
}

/** What became of the cases of a run, in the order of its items. */
export async function listBulkItems(db: Db, actor: Actor, input: BulkItemsInput): Promise<BulkItems> {
  await getRun(db, actor, input.runId)
  const rows = await listItems(db, input.runId, {
    state: input.state,
    after: input.cursor ?? 0,
    limit: input.limit + 1,
  })
  const items = await viewItems(db, actor, rows.slice(0, input.limit))
  return { items, nextCursor: rows.length > input.limit ? items.at(-1)!.place : null }
}

async function viewItems(
  db: Db,
  actor: Actor,
  rows: Awaited<ReturnType<typeof listItems>>,
): Promise<BulkItem[]> {
  const cases = await listCasesById(
    db,
    rows.map(({ caseId }) => caseId),
    clock.now(),
  )
  const byId = new Map(cases.map((row) => [row.id, row]))
  return rows.map((row) => {
    const item = byId.get(row.caseId)
    return {
      ...row,
      state: row.state as BulkItemState,
      title: item ? titleOf(item, actor.locale) : '',
      owner: { id: item?.ownerId ?? '', name: item?.ownerName ?? '' },
    }
  })
}

const AT_ONCE = 2_000

/** All results of a run for a spreadsheet, which takes nothing in it for a formula. */
export async function resultsOf(db: Db, actor: Actor, runId: string): Promise<BulkCsv> {
  const run = await getRun(db, actor, runId)
  const lines = ['case,title,owner,result,code,reason']
  let after = 0
  for (;;) {
    const rows = await listItems(db, runId, { after, limit: AT_ONCE })
    for (const item of await viewItems(db, actor, rows))
      lines.push(
        [item.caseId, item.title, item.owner.name, item.state, item.code, item.message].map(cell).join(','),
      )
    if (rows.length < AT_ONCE) break
    after = rows.at(-1)!.place
  }
  return { name: `bulk-${run.startedAt.slice(0, 10)}-${run.workflow}.csv`, text: `${lines.join('\r\n')}\r\n` }
}

function cell(value: string | null): string {
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
