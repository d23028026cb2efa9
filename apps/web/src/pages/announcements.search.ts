import { z } from 'zod'

export const announcementsSearch = z.object({
  show: z.enum(['all', 'draft', 'scheduled', 'sent', 'cancelled']).optional().catch(undefined),
})
export type AnnouncementsSearch = z.output<typeof announcementsSearch>

/** A new one may begin with the case whose participants it is for. */
export const newAnnouncementSearch = z.object({
  case: z.uuid().optional().catch(undefined),
  title: z.string().max(300).optional().catch(undefined),
})
