import path from 'node:path'
import { BOUNCE_LOCAL_LIMIT } from '@belfry/engine/mail'
import { type Keep, type TellingSettings, defaultLimits, keepDefault } from '@belfry/engine/notify'
import type { Hosts } from '@belfry/engine/outside'
import { FALLBACK_MINUTES } from '@belfry/shared/delivery'
import { SwitchedOff, flagNames } from '@belfry/shared/flags'
import type { StorageSettings } from '@belfry/storage'
import { checkStorage, storageEnvironment, storageSettings } from '@belfry/storage/settings'
import { type Brand, brandEnvironment, brandFrom, brandRules } from '@belfry/templates/brand'
import { z } from 'zod'
import { MailProviders, type ProviderSettings } from './channels/mail/settings.ts'

/** Zero is no limit. */
const perMinute = z.coerce.number().int().min(0).max(100_000)
const days = z.coerce.number().int().min(1).max(3650)

const Settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  BELFRY_SECRET: z.string().min(32),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(10),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4380'),
  MAIL_FROM: z
    .string()
    .regex(/^([^\p{Cc}\u2028-\u202e\u2066-\u2069<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u)
    .default('Belfry <belfry@belfry.test>'),
  MAIL_BOUNCE_ADDRESS: z
    .string()
    .regex(new RegExp(`^[^\\s<>@+]{1,${BOUNCE_LOCAL_LIMIT}}@[^\\s<>@]+$`))
    .optional(),
  MAIL_BOUNCES: z.url({ protocol: /^imaps?$/ }).optional(),
  ...brandEnvironment,
  MAIL_PROVIDERS: MailProviders.default([]),
  NOTIFICATIONS_KEEP_DAYS: days.default(keepDefault.read),
  NOTIFICATIONS_KEEP_UNREAD_DAYS: days.optional(),
  SENDING_PER_MINUTE: perMinute.default(defaultLimits.person!),
  SENDING_PER_MINUTE_PROGRAM: perMinute.default(defaultLimits.program!),
  MAIL_FALLBACK_MINUTES: z.coerce.number().int().min(0).max(10_080).default(FALLBACK_MINUTES),
  SWITCHED_OFF: SwitchedOff,
  PUSH_HOSTS: z.enum(['public', 'any']).default('public'),
  WEBHOOK_HOSTS: z.enum(['public', 'any']).default('public'),
  AUDIT_CHECKPOINTS: z.string().refine(path.isAbsolute).optional(),
  AUDIT_CHECKPOINTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUDIT_KEEP_MONTHS: z.coerce.number().int().min(1).max(1200).optional(),
  ...storageEnvironment,
})
const Environment = Settings.superRefine(checkStorage).refine(
  (set) => !set.MAIL_BOUNCES || set.MAIL_BOUNCE_ADDRESS,
  { path: ['MAIL_BOUNCE_ADDRESS'] },
)

export interface Config {
  databaseUrl: string
  secret: string
  logLevel: string
  /** How many tasks run at once. */
  concurrency: number
  publicUrl: string
  mailFrom: string
  /** The address that bounces come back to, and the mailbox in which they are read, if by us. */
  bounces: { address: string; mailbox: URL | null } | null
  brand: Brand
  /** In the order in which they are asked; without any, the development mailbox. */
  mailProviders: ProviderSettings[]
  keep: Keep
  telling: TellingSettings
  pushHosts: Hosts
  webhookHosts: Hosts
  storage: StorageSettings
  /** Where checkpoints of the audit trail are kept beside the database. */
  witnesses: { file: string | null; url: string | null }
  auditMonths: number | null
}

const expected: Record<string, string> = {
  DATABASE_URL: 'must be an address like postgres://user:password@host:5432/database',
  BELFRY_SECRET: 'must have at least 32 characters',
  LOG_LEVEL: 'must be one of fatal, error, warn, info, debug, trace, silent',
  WORKER_CONCURRENCY: 'must be a number between 1 and 100',
  PUBLIC_URL: 'must be an address like https://belfry.example.org',
  MAIL_FROM: 'must be an address like Belfry <belfry@example.org>',
  NOTIFICATIONS_KEEP_DAYS: 'must be a number of days between 1 and 3650',
  NOTIFICATIONS_KEEP_UNREAD_DAYS: 'must be a number of days between 1 and 3650',
  SENDING_PER_MINUTE: 'must be a number between 0 (no limit) and 100000',
  SENDING_PER_MINUTE_PROGRAM: 'must be a number between 0 (no limit) and 100000',
  MAIL_FALLBACK_MINUTES: 'must be a number of minutes between 0 (off) and 10080',
  SWITCHED_OFF: `must name some of ${flagNames.join(', ')}`,
  PUSH_HOSTS: 'must be public or any',
  MAIL_BOUNCES: 'must be an address like imaps://user:password@mail.example.org/INBOX',
  MAIL_BOUNCE_ADDRESS: `must be an address like bounces@example.org, with at most ${BOUNCE_LOCAL_LIMIT} characters before the @`,
  ...brandRules,
  WEBHOOK_HOSTS: 'must be public or any',
  AUDIT_CHECKPOINTS: 'must be the whole path of a file',
  AUDIT_CHECKPOINTS_URL: 'must be an address like https://witness.example.org/belfry',
  AUDIT_KEEP_MONTHS: 'must be a number of months between 1 and 1200',
}

/** Reads the settings; `.env.example` explains each. Throws an error whose message is one line about all that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  // `LOG_LEVEL=` in a file means the same as no line at all.
  const set = Object.entries(environment).filter(([, value]) => value?.trim())
  const parsed = Environment.safeParse(Object.fromEntries(set))
  if (!parsed.success) throw new Error(parsed.error.issues.map(explain).join(' '))
  const { data } = parsed
  return {
    databaseUrl: data.DATABASE_URL,
    secret: data.BELFRY_SECRET,
    logLevel: data.LOG_LEVEL,
    concurrency: data.WORKER_CONCURRENCY,
    publicUrl: data.PUBLIC_URL,
    mailFrom: data.MAIL_FROM,
    bounces: data.MAIL_BOUNCE_ADDRESS
      ? { address: data.MAIL_BOUNCE_ADDRESS, mailbox: data.MAIL_BOUNCES ? new URL(data.MAIL_BOUNCES) : null }
      : null,
    brand: brandFrom(data, data.PUBLIC_URL),
    mailProviders: data.MAIL_PROVIDERS,
    keep: {
      ...keepDefault,
      read: data.NOTIFICATIONS_KEEP_DAYS,
      unread: data.NOTIFICATIONS_KEEP_UNREAD_DAYS ?? null,
    },
    telling: {
      limits: { person: data.SENDING_PER_MINUTE || null, program: data.SENDING_PER_MINUTE_PROGRAM || null },
      flags: data.SWITCHED_OFF,
      fallbackMinutes: data.MAIL_FALLBACK_MINUTES,
    },
    pushHosts: data.PUSH_HOSTS,
    webhookHosts: data.WEBHOOK_HOSTS,
    storage: storageSettings(data),
    witnesses: { file: data.AUDIT_CHECKPOINTS ?? null, url: data.AUDIT_CHECKPOINTS_URL ?? null },
    auditMonths: data.AUDIT_KEEP_MONTHS ?? null,
  }
}

/** Never with the value itself: it may be a secret. */
const explain = ({ path: [name], message }: z.core.$ZodIssue) =>
  `${String(name)} ${expected[String(name)] ?? message}.`
