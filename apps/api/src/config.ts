import path from 'node:path'
import { SwitchedOff } from '@belfry/shared/flags'
import { checkStorage, storageEnvironment } from '@belfry/storage/settings'
import { brandEnvironment } from '@belfry/templates/brand'
import { z } from 'zod'
import { sendgridKey } from './feedback/sendgrid.ts'

const port = z.coerce.number().int().min(0).max(65_535)

function isSendgridKey(text: string): boolean {
  try {
    return sendgridKey(text).asymmetricKeyType === 'ec'
  } catch {
    return false
  }
}

const Settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be an address like postgres://…' }),
  BELFRY_SECRET: z.string('must be set').min(32, 'must have at least 32 characters'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4380),
  /** How people reach us; its scheme decides whether cookies are `Secure`. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://…' }).optional(),
  /** How many proxies stand before us, whose `X-Forwarded-For` can be believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  DEMO: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Where what others commit is heard: from Postgres, or by NATS from the one process that listens to Postgres. */
  LIVE_BUS: z
    .union(
      [
        z.literal('postgres'),
        z.url({ protocol: /^(nats|tls)$/, error: 'must be postgres or an address like nats://…' }),
      ],
      { error: 'must be postgres or an address like nats://…' },
    )
    .default('postgres'),
  SWITCHED_OFF: SwitchedOff,
  /** Where push services may be: at public addresses, or any. */
  PUSH_HOSTS: z.enum(['public', 'any']).default('public'),
  /** Who may say what became of mails; see docs/mail-feedback.md. */
  MAIL_FEEDBACK_SNS_TOPICS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^arn:aws[\w-]*:sns:/, 'must name topics like arn:aws:sns:…')).max(20))
    .default([]),
  MAIL_FEEDBACK_SENDGRID_KEY: z
    .string()
    .refine(isSendgridKey, 'must be the verification key that SendGrid shows')
    .optional(),
  MAIL_FEEDBACK_SECRET: z.string().min(24, 'must have at least 24 characters').optional(),
  MAIL_TRACKING: z.stringbool().default(false),
  ...brandEnvironment,
  /** Where webhooks may lead: to public addresses, or to any. */
  WEBHOOK_HOSTS: z.enum(['public', 'any']).default('public'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  WRITES_PER_MINUTE: z.coerce.number().int().min(1).default(240),
  /** How often one API key may be shown to one process. */
  KEY_CALLS_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  CONSOLE_DIR: z.string().default(path.resolve(import.meta.dirname, '../../web/dist')),
  /** In MiB. Every MiB of an upload is a part of its own, and a row names them all. */
  UPLOAD_MAX_MB: z.coerce.number().int().min(1).max(1024).default(100),
  ...storageEnvironment,
})
const Environment = Settings.superRefine(checkStorage)

export interface Config extends Omit<z.output<typeof Environment>, 'PUBLIC_URL'> {
  PUBLIC_URL: URL
}

/** Reads the environment; throws one line that names what is wrong, never the value, which may be a secret. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  // `PORT=` in a file means the same as no line at all.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = Environment.safeParse(set)
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    )
  const config = parsed.data
  return {
    ...config,
    PUBLIC_URL: new URL(config.PUBLIC_URL ?? `http://${hostName(config.HOST)}:${config.PORT}`),
  }
}

const hostName = (host: string) =>
  host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? 'localhost' : host
