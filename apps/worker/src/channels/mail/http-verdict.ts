import type { SendOutcome } from './provider.ts'
import { unsaid } from './provider.ts'

/** What it means that a call of HTTP came to nothing: before it was on its way that is certain, afterwards nobody knows. */
export function afterBrokenCall(error: unknown): SendOutcome {
  const codes = codesOf(error)
  const message = `The provider could not be reached: ${codes.at(-1) ?? (error as Error).message}`
  return codes.some((code) => NEVER_SENT.has(code))
    ? { kind: 'failed', error: message, ...unsaid }
    : { kind: 'unclear', error: `No answer came: ${(error as Error).message}`, ...unsaid }
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Of an error and of what it came of. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let at = error as { code?: unknown; cause?: unknown } | undefined; at; at = at.cause as typeof at)
    if (typeof at.code === 'string') codes.push(at.code)
  return codes
}
