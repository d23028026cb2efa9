import type { FreshDatabase } from '@belfry/testing'
import { expect, vi } from 'vitest'

/** Waits until the worker has done all that can be done by now. */
export const allJobsDone = ({ pool }: FreshDatabase) =>
  vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        'select task_identifier from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
      )
      expect(rows).toEqual([])
    },
    { timeout: 30_000, interval: 50 },
  )
