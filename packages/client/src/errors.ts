import type { AppRouter, ErrorData } from '@belfry/api/client'
import { TRPCClientError } from '@trpc/client'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'

/** What Belfry says about a call that it refused or could not do. */
export interface BelfryError extends Pick<ErrorData, 'key' | 'details' | 'requestId'> {
  /** The sentence for people, in the language of the account. */
  message: string
}

/**
 * Reads what Belfry said out of an error of `trpc` or `signIn`; undefined when the error is none of Belfry's, such as a
 * network that is down.
 *
 * @example
 * const refused = belfryError(error)
 * if (refused?.key === 'already_decided') console.log(`${refused.details.by} was faster.`)
 */
export function belfryError(error: unknown): BelfryError | undefined {
  // Not by instanceof: an app may have a second copy of @trpc/client.
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  if (!isErrorData(data)) return undefined
  const { key, details, requestId } = data
  return { key, details, requestId, message: (error as Error).message }
}

export const isErrorData = (data: unknown): data is ErrorData =>
  typeof data === 'object' && data !== null && 'key' in data && 'details' in data && 'requestId' in data

/** An error as tRPC would have brought it, for what is refused outside of a call. */
export function clientError(message: string, data: ErrorData): TRPCClientError<AppRouter> {
  const code = TRPC_ERROR_CODES_BY_KEY[data.code]
  return new TRPCClientError(message, { result: { error: { code, message, data } } })
}
