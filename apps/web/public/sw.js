// Shows messages while Belfry is closed. It keeps nothing and answers for no request, so a new release is there at once.

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  const message = event.data?.json()
  if (message) event.waitUntil(show(message))
})

async function show({ id, title, body, link, locale, priority, tag, unread, at }) {
  // Where Belfry is in sight, its page has told already.
  if ((await windows()).some((page) => page.visibilityState === 'visible')) return
  await self.navigator.setAppBadge?.(unread).catch(() => {})
  const isCritical = priority === 'critical'
  await self.registration.showNotification(title, {
    body,
    tag,
    renotify: isCritical,
    requireInteraction: isCritical,
    lang: locale,
    dir: locale === 'ar' ? 'rtl' : 'ltr',
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    timestamp: Date.parse(at),
    data: { id, link },
  })
}

self.addEventListener('notificationclick', (event) => {
  const { id, link } = event.notification.data ?? {}
  event.notification.close()
  event.waitUntil(Promise.all([id && markRead(id), open(link)]))
})

// Not read is better than not opened.
const markRead = (id) => call('notifications.mark', { ids: [id], as: 'read' }).catch(() => {})

/** In the window that is there, or else in a new one; nowhere but in Belfry. */
async function open(link) {
  const target = new URL(link ?? '/', self.location.origin)
  const path = target.origin === self.location.origin ? target.pathname + target.search + target.hash : '/'
  const [page] = await windows()
  if (!page) return self.clients.openWindow(path)
  await page.focus().catch(() => {})
  page.postMessage({ kind: 'open', link: path })
}

// Now and then a push service gives a browser another address.
self.addEventListener('pushsubscriptionchange', (event) => {
  const options = event.oldSubscription?.options
  const renewed = event.newSubscription ?? (options && self.registration.pushManager.subscribe(options))
  event.waitUntil(
    Promise.resolve(renewed).then((now) => {
      if (!now) return
      const { endpoint, keys } = now.toJSON()
      return call('push.subscribe', { endpoint, keys })
    }),
  )
})

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

const call = (procedure, input) =>
  fetch(`/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  })
