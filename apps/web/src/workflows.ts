import type { WorkflowView } from '@belfry/shared/wire'
import { queryOptions, useQuery } from '@tanstack/solid-query'
import { trpc } from './trpc.ts'

/** Every workflow in the person's language, and what he may do in it. Changes with his rights and his language only. */
export const workflowsQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: () => trpc.workflows.list.query(),
  staleTime: Number.POSITIVE_INFINITY,
})

/** All workflows; empty until they are here. */
export function useWorkflows(): () => WorkflowView[] {
  const query = useQuery(() => workflowsQuery)
  return () => query.data ?? []
}
