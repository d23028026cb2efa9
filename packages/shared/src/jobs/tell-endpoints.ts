import { z } from 'zod'
import { defineJob } from './define.ts'

/**
 * Makes a delivery of an event for each endpoint that wants it; with `personId` for that person's own, who was told of it. There
 * is no such job where there is no endpoint.
 */
export const tellEndpoints = defineJob({
  name: 'tell_endpoints',
  maxAttempts: 25,
  payload: z.object({ eventId: z.uuid(), personId: z.uuid().optional() }),
})
