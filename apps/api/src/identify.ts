import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Db } from '@belfry/db'
import { findSession, prolongSession } from '@belfry/db/queries/sessions'
import { loadActor } from '@belfry/engine/access'
import { type Actor, clock } from '@belfry/shared'
import { SESSION_S } from './auth.ts'
import type { Caller, Refusal } from './context.ts'
import type { SessionMemory } from './sessions.ts'

/** A session that is used is made longer when less than this is left. */
const PROLONG_BELOW_MS = (SESSION_S - 86_400) * 1_000

/** What a caller shows: the cookies of a browser, or the token or API key of a program. */
export interface Credentials {
  apiKey?: string | undefined
  cookie?: string | undefined
  token?: string | undefined
}

export interface Session {
  id: string
  personId: string
  /** A program shows a token; whoever else has a session is a person at a browser. */
  kind: 'person' | 'program'
  /** Of an API key, which is a session by itself and gives its program a name. */
  keyName?: string
}

export interface Shown {
  session: Session | undefined
  /** Whose session it is, as of now; nobody when the account is closed. */
  actor?: Actor | undefined
  /** Something was shown that does not count (any more). */
  refusal?: Refusal
  /** Carries on the cookie of a session that is being used, or takes away that of one that has ended. */
  setCookie?: string
}

export interface Identify {
  /** The session that somebody shows. With `slide` it lasts longer for being used, and may be known from a call before. */
  session(credentials: Credentials, options?: { slide?: boolean }): Promise<Shown>
  /** Who it is, with what he may do now; nothing when the account is closed. */
  actor(session: Session): Promise<Actor | undefined>
}

export interface ApiKeys {
  /** What somebody shows as a key. Throws when the key is used too often. */
  session(secret: string): Promise<Shown>
}

export interface SessionCookie {
  name: string
  secure: boolean
}

/**
 * Reads the sessions that better-auth makes. Every call and every connection comes by here, so it takes one query at most
 * where better-auth's own way takes several and a trip to the crypto threads.
 */
export function createIdentify(
  db: Db,
  sessions: SessionMemory,
  keys: ApiKeys,
  secret: string,
  { name, secure }: SessionCookie,
): Identify {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const prefix = `${name}=`
  const valueIn = (cookies = ''): string | undefined =>
    cookies
      .split('; ')
      .find((cookie) => cookie.startsWith(prefix))
      ?.slice(prefix.length)

  return {
    async session({ cookie, token, apiKey }, { slide = false } = {}) {
      if (apiKey) return keys.session(apiKey)
      const value = token ?? valueIn(cookie)
      if (!value) return { session: undefined }
      const own = tokenOf(value, secret)
      const now = clock.now()
      const found =
        own === undefined ? undefined : await (slide ? sessions.find(own) : findSession(db, own, now))
      if (!found) {
        const setCookie = `${prefix}; Max-Age=0; ${attributes}`
        return { session: undefined, refusal: 'session_ended', setCookie }
      }

      const kind = token ? 'program' : 'person'
      const session: Session = { id: found.id, personId: found.personId, kind }
      const actor: Actor | undefined = found.person && { kind, ...found.person }
      if (!slide || found.expiresAt.getTime() - now.getTime() > PROLONG_BELOW_MS) return { session, actor }
      await prolongSession(db, found.id, new Date(now.getTime() + SESSION_S * 1_000))
      sessions.sessionChanged(found.id)
      return {
        session,
        actor,
        setCookie: `${prefix}${value}; Max-Age=${SESSION_S}; ${attributes}`,
      }
    },

    async actor({ id, personId, kind, keyName }) {
      const actor = await loadActor(db, personId)
      return actor && { ...actor, kind, ...(keyName === undefined ? {} : { name: keyName, keyId: id }) }
    },
  }
}

/** Of a session whose person's account is closed. */
export const refusalOf = ({ keyName }: Session): Refusal =>
  keyName === undefined ? 'session_ended' : 'invalid_key'

/** The token, if better-auth signed it for us: `<token>.<HMAC-SHA256 in base64>`, escaped as in a cookie or not. */
function tokenOf(value: string, secret: string): string | undefined {
  const [token = '', signature = '', ...more] = unescaped(value).split('.')
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'))
  const shown = Buffer.from(signature)
  const isOurs = more.length === 0 && shown.length === expected.length && timingSafeEqual(shown, expected)
  return isOurs ? token : undefined
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Who calls over HTTP, and the cookie his answer takes along. */
export async function identifyCaller(
  identify: Identify,
  credentials: Credentials,
  options: { slide?: boolean } = {},
): Promise<{ caller: Caller; setCookie: string | undefined }> {
  const { session, actor, refusal, setCookie } = await identify.session(credentials, options)
  return {
    caller: {
      actor,
      sessionId: actor && session?.id,
      refusal: refusal ?? (session && !actor ? refusalOf(session) : undefined),
    },
    // A program keeps its token by itself.
    setCookie: credentials.token || credentials.apiKey ? undefined : setCookie,
  }
}
