import { DomainError, directionOf } from '@belfry/shared'
import { explain } from '../errors.ts'
import type { HttpContext } from './env.ts'

/** A person who follows a link that does not hold gets a page. For programs, and what is no `DomainError`, the error goes on as everywhere. */
export function errorPage(c: HttpContext, error: unknown): Response {
  if (!(error instanceof DomainError) || !/\btext\/html\b/.test(c.req.header('accept') ?? '')) throw error
  const locale = c.get('locale')
  const { message, httpStatus } = explain(error, { locale, requestId: c.get('origin').requestId })
  const page = `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Belfry</title>
<body style="font-family: system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1rem">
<p>${message}</p>
<p><a href="/">Belfry</a></p>
`
  return new Response(page, {
    status: httpStatus,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}
