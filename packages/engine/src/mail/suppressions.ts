import type { Db, Tx } from '@belfry/db'
import {
  type Suppressed,
  deleteSuppression,
  listSuppressions as list,
  suppress,
} from '@belfry/db/queries/suppressions'
import { type Actor, clock, notFound } from '@belfry/shared'
import type {
  ListSuppressionsInput,
  Page,
  SuppressInput,
  SuppressResult,
  Suppression,
  UnsuppressInput,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { decodeMoment, encodeCursor } from '../cursor.ts'
import { belfry, record } from '../events/record.ts'

/** The addresses that get no mail, the newest first. */
export async function listSuppressions(
  db: Db,
  actor: Actor,
  input: ListSuppressionsInput,
): Promise<Page<Suppression>> {
  demand(actor, 'mail.read')
  const rows = await list(db, { ...input, after: decodeMoment(input.cursor) })
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined
  return {
    items: rows
      .slice(0, input.limit)
      .map(({ place: _, since, ...row }) => ({ ...row, since: since.toISOString() })),
    nextCursor: last ? encodeCursor(last.place, last.address) : null,
  }
}

/** No mail goes to this address from now on, not even what is critical. False where that was so already. */
export async function suppressAddress(
  tx: Tx,
  actor: Actor,
  { address, reason }: SuppressInput,
): Promise<SuppressResult> {
  demand(actor, 'mail.change')
  const at = clock.now()
  const manual = { address, reason: 'manual', deliveryId: null, note: reason } as const
  const added = await suppress(tx, [manual], { at, by: actor.id })
  if (added.length > 0)
    await record(tx, actor, { type: 'mail.suppress', at, data: { target: targetOf(address), reason } })
  return { changed: added.length > 0 }
}

/** The address gets mail again. What was kept from it meanwhile is not sent by that. */
export async function unsuppressAddress(
  tx: Tx,
  actor: Actor,
  { address, reason }: UnsuppressInput,
): Promise<void> {
  demand(actor, 'mail.change')
  const before = await deleteSuppression(tx, address)
  if (!before) throw notFound()
  await record(tx, actor, {
    type: 'mail.unsuppress',
    data: {
      target: targetOf(address),
      reason,
      before: { reason: before.reason, since: before.since.toISOString() },
    },
  })
}

/** The same for what providers say of addresses, each named once. */
export async function suppressAll(tx: Tx, addresses: Suppressed[], at: Date): Promise<void> {
  for (const { address, reason, deliveryId } of await suppress(tx, addresses, { at }))
    await record(tx, belfry, {
      type: 'mail.suppress',
      at,
      data: { target: targetOf(address), reason, after: { deliveryId } },
    })
}

const targetOf = (address: string) => ({ kind: 'address', id: address, title: address })
