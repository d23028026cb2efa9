import { QueryClient } from '@tanstack/solid-query'
import { TRPCClientError } from '@trpc/client'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Once more where no answer came. An answer that is a refusal stays one.
      retry: (failures, error) => failures < 1 && !(error instanceof TRPCClientError && error.data),
      refetchOnWindowFocus: true,
    },
  },
})
