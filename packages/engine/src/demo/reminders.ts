import type { Tx } from '@belfry/db'
import { lockDue } from '@belfry/db/queries/cases'
import { clock } from '@belfry/shared'
import { seeTo } from '../cases/index.ts'
import { at } from './time.ts'

const BATCH = 50

/** What came due by itself in the past months, each at its time: else the worker would see to all of it today. */
export async function demoReminders(tx: Tx): Promise<void> {
  const now = clock.now()
  for (;;) {
    const items = await lockDue(tx, now, BATCH)
    for (const item of items) await at(item.dueAt!.getTime(), () => seeTo(tx, item, item.dueAt!))
    if (items.length === 0) return
  }
}
