import { categories } from '@belfry/shared/delivery'
import type { Category, Priority, Tone } from '@belfry/shared/machine'
import { z } from 'zod'

export const inboxTabs = ['all', 'unread', 'mentions', 'archived', 'snoozed'] as const
export type InboxTab = (typeof inboxTabs)[number]

export const tones = ['info', 'success', 'warning', 'error'] as const satisfies readonly Tone[]
export const priorities = ['low', 'normal', 'high', 'critical'] as const satisfies readonly Priority[]

const some = <Value extends string>(values: readonly Value[]) =>
  z
    .array(z.enum(values as unknown as [Value, ...Value[]]))
    .min(1)
    .optional()
    .catch(undefined)
const id = z.uuid().optional().catch(undefined)
const day = z.iso.date().optional().catch(undefined)

export const notificationsSearch = z.object({
  show: z.enum(inboxTabs).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  category: some<Category>(categories),
  tone: some<Tone>(tones),
  priority: some<Priority>(priorities),
  sender: id,
  case: id,
  /** Days in the reader's own zone, both included. */
  since: day,
  until: day,
  /** Every message a line of its own. */
  flat: z.boolean().optional().catch(undefined),
})
export type NotificationsSearch = z.output<typeof notificationsSearch>
