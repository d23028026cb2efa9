import type { Db, Tx } from '@belfry/db'
import {
  type ViewRow,
  countViewsOf,
  deleteView,
  listViewsOf,
  lockView,
  putView,
} from '@belfry/db/queries/saved-views'
import { type Actor, DomainError, type Role, clock, hasRole, newId, notFound, roles } from '@belfry/shared'
import type { SaveViewInput, SavedView } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { record } from '../events/record.ts'

const MOST_VIEWS = 50

/** The views of a queue that the actor finds in its menu: his own, and those shared with a role he holds. */
export async function listViews(db: Db, actor: Actor, workflow: string): Promise<SavedView[]> {
  const rows = await listViewsOf(db, workflow, actor.id, rolesOf(actor))
  return rows.map((row) => viewOf(row, actor))
}

const rolesOf = (actor: Actor): string[] => [...new Set(actor.grants.map(({ role }) => role))]

/** Keeps a view under a name, or changes one's own. Shared with a role, all who hold it find it, too; that is recorded. */
export async function saveView(tx: Tx, actor: Actor, input: SaveViewInput): Promise<SavedView> {
  if (!findWorkflow(input.workflow)) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  const role = input.role ?? null
  if (role !== null && !mayShare(actor, role)) throw new DomainError('not_permitted')
  const before = input.id ? await own(tx, actor, input.id) : undefined
  if (before && before.workflow !== input.workflow) throw notFound()
  if (!before && (await countViewsOf(tx, actor.id)) >= MOST_VIEWS)
    throw new DomainError('too_many_views', { limit: MOST_VIEWS })
  const at = clock.now()
  const { workflow, name, settings } = input
  const view = {
    id: before?.id ?? newId(),
    workflow,
    name,
    settings,
    role,
    ownerId: before?.ownerId ?? actor.id,
  }
  await putView(tx, { ...view, at })
  if (role !== (before?.role ?? null)) await recordSharing(tx, actor, view, before?.role ?? null, role)
  return viewOf({ ...view, ownerName: before?.ownerName ?? actor.name, changedAt: at }, actor)
}

export async function removeView(tx: Tx, actor: Actor, id: string): Promise<null> {
  const view = await own(tx, actor, id)
  await deleteView(tx, id)
  if (view.role) await recordSharing(tx, actor, view, view.role, null)
  return null
}

/** Whoever holds a role may share with the others who hold it; administrators with everybody. */
const mayShare = (actor: Actor, role: string): boolean =>
  (roles as readonly string[]).includes(role) && (hasRole(actor, 'admin') || hasRole(actor, role as Role))

/** One's own view; an administrator may also change what is shared. Somebody else's is not there. */
async function own(tx: Tx, actor: Actor, id: string): Promise<ViewRow> {
  const view = await lockView(tx, id)
  if (!view || !isHis(view, actor)) throw notFound()
  return view
}

const isHis = (view: Pick<ViewRow, 'ownerId' | 'role'>, actor: Actor): boolean =>
  view.ownerId === actor.id || (view.role !== null && hasRole(actor, 'admin'))

const viewOf = (row: ViewRow, actor: Actor): SavedView => ({
  id: row.id,
  workflow: row.workflow,
  name: row.name,
  settings: row.settings,
  role: row.role,
  owner: { id: row.ownerId, name: row.ownerName },
  changedAt: row.changedAt.toISOString(),
  mine: isHis(row, actor),
})

const recordSharing = (
  tx: Tx,
  actor: Actor,
  view: { id: string; name: string },
  from: string | null,
  to: string | null,
) =>
  record(tx, actor, {
    type: 'view.share',
    data: {
      target: { kind: 'view', id: view.id, title: view.name },
      before: { role: from },
      after: { role: to },
    },
  })
