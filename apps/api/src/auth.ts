import type { Db } from '@belfry/db'
import { hashPassword, loadActor, verifyPassword, watchDevice } from '@belfry/engine/access'
import { recordAccess } from '@belfry/engine/audit'
import type { Log } from '@belfry/log'
import { clock, newId } from '@belfry/shared'
import { APIError, betterAuth } from 'better-auth'
import { bearer } from 'better-auth/plugins/bearer'
import { originFrom } from './http/origin.ts'

const DAY_S = 86_400
export const SESSION_S = 7 * DAY_S

export interface AuthOptions {
  db: Db
  log: Log
  publicUrl: URL
  secret: string
}

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth on our own tables (schema `auth`). Of its endpoints only signing in and out can be reached; its rate limit,
 * its check of origins and its record of addresses are ours (http/auth.ts), and so is reading a session (identify.ts).
 * Tokens are only good with our signature, so a copy of the database lets nobody in.
 */
export function createAuth({ db, log, publicUrl, secret }: AuthOptions) {
  const isSecure = publicUrl.protocol === 'https:'
  return betterAuth({
    appName: 'Belfry',
    baseURL: publicUrl.origin,
    basePath: '/api/auth',
    secret,
    database: { db, type: 'postgres', schemaName: 'auth' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: { fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' } },
    session: {
      expiresIn: SESSION_S,
      // A copy of the session in a cookie would outlive the session.
      cookieCache: { enabled: false },
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    plugins: [bearer({ requireSignature: true })],
    databaseHooks: {
      session: {
        create: {
          // Nobody gets in unrecorded: the event is committed before the session exists.
          before: async (session, context) => {
            const origin = originFrom(context?.headers ?? new Headers())
            const actor = await loadActor(db, session.userId)
            if (!actor) throw new APIError('UNAUTHORIZED', { message: 'This account is closed.' })
            const id = newId()
            const data = { target: { kind: 'session', id } }
            await db.transaction().execute(async (tx) => {
              await recordAccess(tx, { type: 'session.start', actor, data, origin })
              await watchDevice(tx, actor, origin)
            })
            // better-auth reads the machine's clock. How long the session lasts is its answer, from when on is ours.
            const at = clock.now()
            const lastsMs = session.expiresAt.getTime() - session.createdAt.getTime()
            const expiresAt = new Date(at.getTime() + lastsMs)
            return { data: { ...session, id, createdAt: at, updatedAt: at, expiresAt } }
          },
        },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      log: (level, message, ...more) =>
        log[level === 'error' ? 'warn' : 'debug'](
          { err: more.find((it) => it instanceof Error) },
          `auth: ${message}`,
        ),
    },
    trustedOrigins: [publicUrl.origin],
    advanced: {
      // `__Host-` lets no other host of the domain set it, but is for https only.
      useSecureCookies: false,
      cookiePrefix: isSecure ? '__Host-belfry' : 'belfry',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      ipAddress: { ipAddressHeaders: ['x-belfry-ip'], ipv6Subnet: 128 },
      database: {
        generateId: () => newId(),
        // Migrations see to the tables, and a test to the match; a database that is away must not end in a locked door.
        validateSchema: false,
      },
    },
  })
}
