import { findBrowser } from '@belfry/testing/browser'
import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const message = {
  id: '0198a3c0-0000-7000-8000-000000000001',
  title: 'Bus 71 is late',
  body: 'Station North',
  link: '/cases',
  locale: 'en',
  tone: 'info',
  priority: 'normal',
  tag: 'bus-71',
  unread: 1,
  at: '2026-01-01T08:00:00.000Z',
}

test.skipIf(!findBrowser({ whole: true }))(
  'Belfry can be installed, and its service worker shows a push while no page is open',
  async () => {
    const { page } = await stage.signIn('officer.north', { path: '/account', whole: true })
    await page.context().grantPermissions(['notifications'], { origin: stage.url })
    await page.getByText('Notify me on this device when Belfry is closed').waitFor()
    const browser = await page.context().newCDPSession(page)
    const registrations: { registrationId: string }[] = []
    browser.on('ServiceWorker.workerRegistrationUpdated', (event) =>
      registrations.push(...event.registrations),
    )
    await browser.send('ServiceWorker.enable')
    const { errors } = await browser.send('Page.getAppManifest')
    expect(errors).toEqual([])

    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js', { scope: '/' })
      await navigator.serviceWorker.ready
    })
    await eventually(() => registrations.length > 0).toBe(true)
    const push = () =>
      browser.send('ServiceWorker.deliverPushMessage', {
        origin: stage.url,
        registrationId: registrations[0]!.registrationId,
        data: JSON.stringify(message),
      })
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/')
        return (await registration!.getNotifications()).map(({ title }) => title)
      })
    await push()
    await page.waitForTimeout(500)
    expect(await shown()).toEqual([])

    // On a busy machine the worker may get to it only when the page is back, and in sight.
    await eventually(async () => {
      await page.goto('about:blank')
      await push()
      await page.waitForTimeout(500)
      await page.goto(`${stage.url}/account`)
      return shown()
    }).toEqual(['Bus 71 is late'])
  },
)
