import { pino, type Logger } from 'pino'

export type Log = Logger

/**
 * One line of JSON on stdout for each thing that happened. Callers name each field they log, so that no header, cookie,
 * body or query string gets in.
 */
export const createLog = (app: 'api' | 'worker', level: string): Log =>
  pino(
    {
      level,
      base: { app, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // An error of the database carries the values it stumbled over; those stay out.
      serializers: {
        err: (error: Error & { code?: unknown }) => ({
          type: error.name,
          message: reasonOf(error),
          code: error.code,
          stack: error.stack,
        }),
      },
    },
    pino.destination({ fd: 1, sync: true }), // so that the last line before an exit is written, too
  )

/** What went wrong, in one line. A refused connection has no message where a host has several addresses. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message) return error.message
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return (error as NodeJS.ErrnoException).code ?? error.name
}
