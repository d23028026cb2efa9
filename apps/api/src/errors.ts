import { DomainError, type ErrorCode, type Locale, errorCodes, newId } from '@belfry/shared'
import { problemsIn } from '@belfry/shared/machine'
import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { ZodError } from 'zod'
import type { ErrorData, ErrorShape } from './public.ts'

export interface Explained extends ErrorData {
  message: string
}

/** Whom an error is explained to, and what he sent. */
export interface Reader {
  locale: Locale
  requestId?: string | undefined
  input?: unknown
}

/** What a caller learns about an error. The text of an error that is not meant for people never leaves the log. */
export function explain(error: unknown, reader: Reader): Explained {
  const requestId = requestIdOf(error, reader.requestId)
  const known = domainError(error, reader)
  const told = known.code === 'internal' ? new DomainError('internal', { requestId }) : known
  const code = errorCodes[told.code]
  return {
    code,
    httpStatus: getHTTPStatusCodeFromError(new TRPCError({ code })),
    key: told.code,
    message: told.in(reader.locale),
    details: told.details,
    requestId,
  }
}

/** The same as tRPC sends it. */
export function shapeOf(error: unknown, reader: Reader): ErrorShape {
  const { message, ...data } = explain(error, reader)
  return { message, code: TRPC_ERROR_CODES_BY_KEY[data.code], data }
}

const requestIds = new WeakMap<object, string>()

/** An error keeps its number, so that the answer and the log name the same one. */
export function requestIdOf(error: unknown, requestId?: string): string {
  if (typeof error !== 'object' || error === null) return requestId ?? newId()
  const id = requestIds.get(error) ?? requestId ?? newId()
  requestIds.set(error, id)
  return id
}

/** What was thrown, without the coat that tRPC put on it. */
export const causeOf = (error: unknown): unknown =>
  error instanceof TRPCError ? (error.cause ?? error) : error

function domainError(error: unknown, { locale, input }: Reader): DomainError {
  const cause = causeOf(error)
  if (cause instanceof DomainError) return cause
  if (isUnavailable(cause)) return new DomainError('unavailable')
  if (isUnstorable(cause)) return new DomainError('invalid_input')
  if (!(error instanceof TRPCError)) return new DomainError('internal')
  // A schema that fails anywhere but on the input is our own mistake.
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError)
    return new DomainError('invalid_input', {}, { problems: problemsIn(cause, input, locale) })
  return new DomainError(fromTrpc[error.code] ?? 'internal')
}

/** What tRPC itself finds wrong with a call. */
const fromTrpc: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: 'invalid_input',
  PARSE_ERROR: 'invalid_input',
  UNPROCESSABLE_CONTENT: 'invalid_input',
  UNSUPPORTED_MEDIA_TYPE: 'invalid_input',
  METHOD_NOT_SUPPORTED: 'invalid_input',
  NOT_FOUND: 'not_found',
  PAYLOAD_TOO_LARGE: 'too_large',
  TIMEOUT: 'unavailable',
}

/** Text that Postgres cannot hold, like a zero byte, in any field of any call. */
const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05')

// Connection refused, lost or timed out; 08: connection exceptions; 57P0x: the server stops or starts; 53300: it is full.
// 40001, 40P01, 55P03, 57014: others were in the way for too long, and trying again is the answer, too.
const unavailable =
  /^(ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08|57P0|53300|40001|40P01|55P03|57014)/
// These have no code, or one that says nothing.
const lost =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|is not currently accepting connections$/

/** Whether the database could not be reached or had no time, as opposed to having refused what we asked for. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true
  const code = 'code' in error ? String(error.code) : ''
  return unavailable.test(code) || lost.test(error.message) || isUnavailable(error.cause)
}
