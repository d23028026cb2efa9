/**
 * What another app does: its vendor files a shift, and its officer hears of it and of all that follows, until the
 * vehicle `LAST` is named. Each line it prints is JSON.
 */
import { createRequire } from 'node:module'
import { createClient } from '@belfry/client'

const { BELFRY, BELFRY_LIVE, PASSWORD, LAST } = process.env as Record<string, string>
const say = (what: object) => console.log(JSON.stringify(what))

const vendor = createClient({ url: BELFRY! })
await vendor.signIn('vendor@belfry.test', PASSWORD!)
const workflows = await vendor.trpc.workflows.list.query()
const drivers = await vendor.trpc.workflows.choices.query({ workflow: 'shift', field: 'driver' })
say({ workflows: workflows.map(({ name }) => name), drivers: drivers.map(({ label }) => label) })

const officer = createClient({
  url: BELFRY_LIVE!,
  WebSocket: globalThis.WebSocket ?? createRequire(import.meta.url)('ws'),
  onConnection: (connection) => say({ connection }),
})
await officer.signIn('officernorth@belfry.test', PASSWORD!)

let filed: Promise<{ state: string }> | undefined
await new Promise<void>((resolve, reject) => {
  officer.trpc.notifications.live.subscribe(undefined, {
    onError: reject,
    onData({ id, data }) {
      if (data.kind === 'hello') {
        say({ hello: data.unread, reset: data.reset })
        filed ??= file()
        return
      }
      for (const { title } of data.items) say({ told: title, unread: data.unread, id })
      if (data.items.some(({ title }) => title.includes(LAST!))) resolve()
    },
  })
})
say({ filed: (await filed)?.state })
await officer.close()
await officer.signOut()
await vendor.signOut()

function file() {
  const data = {
    station: 'north',
    driver: drivers[0]!.value,
    vehicle: 'Bus 1',
    startsAt: '2026-11-20T08:30:00Z',
    endsAt: '2026-11-20T14:00:00Z',
  }
  return vendor.trpc.cases.submit.mutate({ workflow: 'shift', data })
}
