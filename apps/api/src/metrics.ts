import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Live } from './live/index.ts'

export interface Metrics {
  registry: Registry
  calls: Histogram<'procedure' | 'outcome'>
}

/** What /metrics tells about this process. */
export function createMetrics(live: Live): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('belfry_connections', 'Open live connections.', () => live.connections.count)
  gauge('belfry_subscriptions', 'Running subscriptions.', () => live.connections.subscriptions)

  // The live hub counts by itself, so that an event to thousands costs it no more than an addition.
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  total('belfry_events_delivered_total', 'Events handed to subscribers.', () => live.figures().delivered)
  total(
    'belfry_listener_reconnects_total',
    'Times we had to start listening anew.',
    () => live.figures().reconnects,
  )

  const calls = new Histogram({
    name: 'belfry_call_seconds',
    help: 'Calls by procedure and outcome: ok, or the key of the error.',
    labelNames: ['procedure', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  return { registry, calls }
}
