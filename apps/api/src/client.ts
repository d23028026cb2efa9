import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { appRouter } from './root.ts'

/** Types only: what the console and other programs import of the API. */
export type AppRouter = typeof appRouter
export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
export type { ErrorData } from './public.ts'
