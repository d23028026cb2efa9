import type { ErrorCode, ErrorDetails } from '@belfry/shared'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'
import type { TRPCErrorShape } from '@trpc/server/rpc'

/** What a caller learns about an error, beside the sentence in his language. */
export interface ErrorData {
  /** tRPC's name for it, which fixes the HTTP status. */
  code: TRPC_ERROR_CODE_KEY
  httpStatus: number
  /** Our own name for it; it never changes. */
  key: ErrorCode
  details: ErrorDetails
  /** Finds the call in the log and in the audit trail. */
  requestId: string
}

export type ErrorShape = TRPCErrorShape<ErrorData>

/** The router as programs see it: without our context, so that its declarations carry nothing of the server. */
export interface PublicRoot {
  ctx: object
  meta: object
  errorShape: ErrorShape
  transformer: true
}
