import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readEnvFile } from './env-file.ts'
import { Problem } from './problem.ts'

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BELFRY_DATA: z.string().default('.belfry'),
  BELFRY_POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535).default(54_380),
  BELFRY_SECRET: z.string().min(32).optional(),
  DEMO: z.stringbool().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
})

export interface Settings {
  host: string
  /** 4380 unless asked for: then, and only then, it may not be another one. */
  port: number
  portIsFixed: boolean
  publicUrl: string | undefined
  databaseUrl: string | undefined
  dataDir: string
  postgresPort: number
  secret: string
  demo: boolean
  /** What the apps get to see: everything that was set, by the environment or else by `.env`. */
  env: NodeJS.ProcessEnv
}

/** Reads the settings from the environment and `.env`; `.env.example` explains each. Throws a Problem of one line. */
export function readSettings(root: string, environment: NodeJS.ProcessEnv = process.env): Settings {
  const env = withoutEmpty({ ...readEnvFile(path.join(root, '.env')), ...withoutEmpty(environment) })
  const parsed = Environment.safeParse(env)
  if (!parsed.success) throw new Problem(parsed.error.issues.map(explain).join(' '))

  const set = parsed.data
  const dataDir = path.resolve(root, set.BELFRY_DATA)
  return {
    host: set.HOST,
    port: set.PORT ?? 4380,
    portIsFixed: set.PORT !== undefined,
    publicUrl: set.PUBLIC_URL,
    databaseUrl: set.DATABASE_URL,
    dataDir,
    postgresPort: set.BELFRY_POSTGRES_PORT,
    secret: set.BELFRY_SECRET ?? keptSecret(dataDir, set.DATABASE_URL),
    demo: set.DEMO ?? !set.DATABASE_URL,
    env,
  }
}

/** `PORT=` in a file means the same as no line at all. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
}

const expected: Record<string, string> = {
  PORT: 'must be a port number between 1 and 65535',
  BELFRY_POSTGRES_PORT: 'must be a port number between 1 and 65535',
  PUBLIC_URL: 'must be an address like https://belfry.example.org',
  DATABASE_URL: 'must be an address like postgres://user:password@host:5432/database',
  BELFRY_SECRET: 'must have at least 32 characters',
  DEMO: 'must be on or off',
  LOG_LEVEL: 'must be one of fatal, error, warn, info, debug, trace, silent',
}

/** Never with the value itself: it may be a secret. */
function explain({ path: [name], message }: z.core.$ZodIssue) {
  return `${String(name)} ${expected[String(name)] ?? message}.`
}

/** With a database of our own we keep the secret beside it; whoever brings the database brings the secret, too. */
function keptSecret(dataDir: string, databaseUrl: string | undefined) {
  if (databaseUrl) {
    throw new Problem(
      'BELFRY_SECRET must be set when DATABASE_URL is: at least 32 characters, such as `openssl rand -hex 32` prints.',
    )
  }
  const file = path.join(dataDir, 'secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}
