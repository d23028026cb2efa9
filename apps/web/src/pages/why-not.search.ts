import { z } from 'zod'

const id = z.uuid().optional().catch(undefined)

export const whyNotSearch = z.object({ event: id, person: id })
export type WhyNotSearch = z.output<typeof whyNotSearch>
