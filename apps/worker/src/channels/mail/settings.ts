import { z } from 'zod'

/** A provider as `MAIL_PROVIDERS` names it. */
export type ProviderSettings = {
  name: string
  parallel: number
  perSecond: number | null
  perDay: number | null
} & (
  | {
      kind: 'smtp'
      host: string
      port: number
      secure: boolean
      plain: boolean
      user: string | null
      password: string | null
      repeatable: boolean
    }
  | {
      kind: 'ses'
      region: string
      key: { id: string; secret: string } | null
      configurationSet: string | null
      endpoint?: string
    }
  | { kind: 'sendgrid'; apiKey: string; endpoint?: string }
)

const count = (most: number) => z.coerce.number().int().min(1).max(most)
const yes = z.enum(['yes', 'no']).transform((value) => value === 'yes')
const common = {
  rate: count(10_000).optional(),
  daily: count(1_000_000_000).optional(),
  parallel: count(100).default(10),
}
const options = {
  smtp: z.strictObject({ ...common, plain: yes.default(false), repeatable: yes.default(false) }),
  ses: z.strictObject({
    ...common,
    configuration: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
  }),
  sendgrid: z.strictObject({ ...common, endpoint: z.url({ protocol: /^https?$/ }).optional() }),
}

/**
 * The setting `MAIL_PROVIDERS`: `main=smtp://user:password@host:587?rate=20, other=ses://KEY:SECRET@eu-west-1`, in the order in
 * which they are asked. What is wrong is said by the name of its provider: an address has secrets in it.
 */
export const MailProviders = z.string().transform((text, context): ProviderSettings[] => {
  const entries = text
    .trim()
    .split(/[\s,]+(?=[\w-]+=[a-z]+:\/\/)/)
    .filter(Boolean)
  const wrong = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const providers: ProviderSettings[] = []
  for (const [i, entry] of entries.entries()) {
    const [, name, address] = /^([a-z][\w-]{0,30})=(\S+)$/.exec(entry) ?? []
    if (!name || !address) return wrong(`cannot be read at its entry ${i + 1}: name=address is what it takes`)
    if (name === 'mailbox' || providers.some((other) => other.name === name))
      return wrong(`uses the name ${name} twice; mailbox is the development mailbox's`)
    const provider = providerFrom(name, address)
    if (typeof provider === 'string') return wrong(`has something wrong with ${name}: ${provider}`)
    providers.push(provider)
  }
  if (providers.length > 10) return wrong('has more than ten providers')
  return providers
})

function providerFrom(name: string, address: string): ProviderSettings | string {
  let url: URL
  let user: string, password: string
  try {
    url = new URL(address)
    user = decodeURIComponent(url.username)
    password = decodeURIComponent(url.password)
  } catch {
    return 'it is no address (signs like / and @ in a password are written as %2F and %40)'
  }
  const kind = url.protocol.replace(/s?:$/, '') === 'smtp' ? 'smtp' : url.protocol.replace(/:$/, '')
  if (kind !== 'smtp' && kind !== 'ses' && kind !== 'sendgrid')
    return 'it must begin with smtp://, smtps://, ses:// or sendgrid://'
  const parsed = options[kind].safeParse(Object.fromEntries(url.searchParams))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return issue!.code === 'unrecognized_keys'
      ? `it has an option that ${kind} does not have`
      : `its option ${String(issue!.path[0])} cannot be that`
  }
  if (!url.hostname) return 'it has no host'
  const { rate = null, daily = null, parallel } = parsed.data
  const limits = { name, parallel, perSecond: rate, perDay: daily }
  const { data } = parsed
  const endpoint = 'endpoint' in data && data.endpoint ? { endpoint: data.endpoint.replace(/\/$/, '') } : {}
  if (kind === 'sendgrid') return { kind, ...limits, apiKey: decodeURIComponent(url.hostname), ...endpoint }
  if (kind === 'ses') {
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(url.hostname)) return 'its region must be like eu-west-1'
    if (Boolean(user) !== Boolean(password)) return 'a key has an id and a secret'
    const configurationSet = url.searchParams.get('configuration')
    const key = user ? { id: user, secret: password } : null
    return { kind, ...limits, region: url.hostname, key, configurationSet, ...endpoint }
  }
  const secure = url.protocol === 'smtps:'
  return {
    kind,
    ...limits,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    plain: 'plain' in data && data.plain,
    repeatable: 'repeatable' in data && data.repeatable,
    user: user || null,
    password: password || null,
  }
}
