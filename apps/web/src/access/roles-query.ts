import { queryOptions } from '@tanstack/solid-query'
import { trpc } from '../trpc.ts'

/** Every role there is, with the places it can be held for. */
export const rolesQuery = queryOptions({
  queryKey: ['access', 'roles'],
  queryFn: () => trpc.access.roles.query(),
})
