import type { Log } from '@belfry/log'
import { clock, newId } from '@belfry/shared'
import { type NatsConnection, connect } from '@nats-io/transport-node'
import type pg from 'pg'
import type { Bus, Ears } from './bus.ts'
import { repeat } from './repeat.ts'
import { createSeal } from './sealed.ts'

/** Next to the lock that says a process lives: who passes on what Postgres says. */
const RELAY_LOCK = 4_712
const BEAT_MS = 250
/** Without a beat for so long the relay counts as dead. */
const SILENCE_MS = 1_000

interface NatsBusOptions {
  /** `nats://[user:password@]host:port`, or with `tls:`. */
  url: string
  secret: string
  channel: string
  log: Log
}

/**
 * For many API processes: one of them listens to Postgres and passes on by NATS, the others hear from there, so that a commit
 * wakes one session and not fifty.
 *
 * NATS promises nothing, and nothing here rests on it: the relay numbers what it passes on and beats; whoever misses a number
 * or a beat, or loses NATS, listens to Postgres himself at once, and reads on from his readers' positions. Once there is a
 * relay again he hears both, and only then lets go of Postgres.
 */
export function natsBus({ url, secret, channel, log }: NatsBusOptions, ears: Ears): Bus {
  const seal = createSeal(secret)
  const subject = `belfry.${seal.name}`
  /** A new one each time this process becomes the relay. */
  let relayId: string | undefined
  let passedOn = 0
  /** The relay that is heard, the number of what it said last, and when (monotonic, and as a date). */
  let heard: { relay: string; count: number; at: number; on: Date } | undefined
  let session: pg.Client | undefined
  let listens = false
  let nats: NatsConnection | undefined
  let isUp = false
  let stopped = false

  const hearsRelay = (): boolean => isUp && heard !== undefined && performance.now() - heard.at < SILENCE_MS

  async function open(): Promise<void> {
    const address = new URL(url)
    const opened = await connect({
      servers: address.host,
      ...(address.username && {
        user: decodeURIComponent(address.username),
        pass: decodeURIComponent(address.password),
      }),
      ...(address.protocol === 'tls:' && { tls: {} }),
      name: 'belfry api',
      noEcho: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      pingInterval: 10_000,
      maxPingOut: 2,
      timeout: 3_000,
    })
    if (stopped) return void opened.close()
    nats = opened
    isUp = true
    opened.subscribe(subject, { callback: (_, message) => receive(message.data) })
    for await (const { type } of opened.status()) {
      const wasUp = isUp
      if (type === 'reconnect') isUp = true
      if (type === 'disconnect' || type === 'staleConnection' || type === 'close') isUp = false
      if (type === 'slowConsumer') heard = undefined
      if (wasUp && !isUp) log.warn('bus: NATS is away, listening to Postgres')
      if (!wasUp && isUp) log.info('bus: NATS is back')
      await look().catch(() => {})
    }
    isUp = false
    nats = undefined
  }

  function receive(sealed: Uint8Array): void {
    const text = seal.open(sealed)
    if (text === undefined) return
    const [relay = '', number, ...rest] = text.split(' ')
    const [count, payload] = [Number(number), rest.join(' ')]
    const known = heard?.relay === relay ? heard : undefined
    // Said before: somebody has kept it.
    if (known && payload && count <= known.count) return
    const expected = known && known.count + (payload ? 1 : 0)
    const since = heard?.on ?? clock.now()
    heard = { relay, count, at: performance.now(), on: clock.now() }
    if (payload) ears.hear(payload)
    if (count !== expected && !listens) ears.missed(since)
  }

  /** Says something to the other processes; without a payload only that the relay is there and how far it has come. */
  function say(payload?: string): void {
    if (!relayId || !nats || !isUp) return
    if (payload) passedOn += 1
    nats.publish(subject, seal.seal([relayId, passedOn, ...(payload ? [payload] : [])].join(' ')))
  }

  async function listen(): Promise<void> {
    if (!session || listens) return
    const since = heard?.on ?? clock.now()
    await session.query(`listen ${channel}`)
    listens = true
    ears.missed(since)
  }

  /** Who listens to Postgres follows from what is so at the moment. */
  async function look(): Promise<void> {
    if (!session) return
    if (isUp && !relayId && !hearsRelay()) await tryToRelay()
    if (relayId && !isUp) await resign()
    if (relayId || !hearsRelay()) await listen()
    else if (listens) {
      listens = false
      await session.query(`unlisten ${channel}`)
    }
    say()
  }

  async function tryToRelay(): Promise<void> {
    const { rows } = await session!.query<{ got: boolean }>('select pg_try_advisory_lock($1, 0) as got', [
      RELAY_LOCK,
    ])
    if (!rows[0]?.got) return
    // First listening, then saying so: whoever hears of the new relay reads what was said before.
    await listen()
    relayId = newId()
    passedOn = 0
    log.info('bus: passing on what Postgres says')
  }

  async function resign(): Promise<void> {
    relayId = undefined
    await session?.query('select pg_advisory_unlock($1, 0)', [RELAY_LOCK])
  }

  const stopOpening = repeat(1_000, 'reach NATS', async () => (nats ? undefined : open()), log)
  const stopLooking = repeat(BEAT_MS, 'look after the bus', look, log)

  return {
    async attach(next) {
      next.on('notification', ({ payload }) => {
        if (!payload) return
        ears.hear(payload)
        say(payload)
      })
      await next.query(`listen ${channel}`)
      session = next
      listens = true
    },
    detach() {
      session = undefined
      relayId = undefined
      listens = false
    },
    async stop() {
      stopped = true
      await stopLooking()
      await nats?.close()
      await stopOpening()
    },
  }
}
