import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CreatedWebhook } from '@belfry/shared/wire'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { row } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage({ WEBHOOK_HOSTS: 'any' })

test('the administrator has another system told, sees what it answered, and sends again', async () => {
  const receiver = await givenReceiver()
  const { page } = await stage.signIn('admin', { path: '/webhooks' })
  await page.getByText('No webhook yet').waitFor()

  await page.getByRole('button', { name: 'New webhook' }).click()
  const form = page.getByRole('dialog', { name: 'New webhook' })
  await form.getByRole('button', { name: 'Create' }).click()
  await form.getByText('Choose at least one.').waitFor()
  await form.getByLabel('Name').fill('Warehouse')
  await form.getByLabel('Address').fill(receiver.url)
  await form
    .locator('summary')
    .filter({ hasText: /^Shifts/ })
    .click()
  await form.getByLabel('Filed', { exact: true }).filter({ visible: true }).check()
  expect(await flawsIn(page)).toEqual([])
  await form.getByRole('button', { name: 'Create' }).click()
  const made = page.getByRole('dialog', { name: 'Warehouse is there' })
  const secret = await made.getByLabel('Secret').inputValue()
  expect(secret).toMatch(/^whsec_/)
  await made.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('heading', { level: 1, name: 'Warehouse' }).waitFor()
  await page.getByText('Shifts (1 kind)').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await row(page, 'webhook.test').getByText('Sent').waitFor()
  receiver.status = 503
  await fileShift(await stage.caller('vendor'), { vehicle: 'Coach 91' })
  await row(page, 'shift.submit').getByText('Waiting').waitFor()
  await page.getByText('Failing', { exact: true }).waitFor()
  await row(page, 'shift.submit').getByRole('link').click()
  const delivery = page.getByRole('dialog', { name: 'Shift: filed' })
  await delivery.getByText('It answered 503.').first().waitFor()
  expect(await delivery.getByLabel('What is sent').inputValue()).toContain('"title": "Coach 91"')
  expect(await delivery.getByLabel('Answer of attempt 1').inputValue()).toBe('Not today.')
  expect(await flawsIn(page)).toEqual([])

  receiver.status = 204
  await delivery.getByRole('button', { name: 'Send again' }).click()
  await delivery.getByText('204').waitFor()
  const sent = receiver.received.filter(({ body }) => body.includes('Coach 91'))
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByText('Failing', { exact: true }).waitFor({ state: 'detached' })
})

test('an officer has a webhook of his own, which gets what he is told, and not what he leaves out', async () => {
  const receiver = await givenReceiver()
  const [{ page }, vendor] = await Promise.all([
    stage.signIn('officer.north', { path: '/account/notifications' }),
    stage.caller('vendor'),
  ])
  await page.getByRole('group', { name: 'Shifts', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const form = page.getByRole('dialog', { name: 'New webhook' })
  await form.getByLabel('Name').fill('My own board')
  await form.getByLabel('Address').fill(receiver.url)
  expect(await flawsIn(page)).toEqual([])
  await form.getByRole('button', { name: 'Create' }).click()
  const made = page.getByRole('dialog', { name: 'My own board is there' })
  await made.getByRole('button', { name: 'Done' }).click()
  const shifts = page.getByRole('group', { name: 'Shifts', exact: true })
  await shifts.getByText('Shifts: at once in the app, by mail, by push, and by webhook.').waitFor()
  expect(await flawsIn(page)).toEqual([])

  await fileShift(vendor, { vehicle: 'Coach 93' })
  await page.getByRole('link', { name: 'My own board' }).click()
  await page.getByText('What you are told in Belfry').waitFor()
  await row(page, 'shift.submit').getByText('Sent').waitFor()
  expect(JSON.parse(receiver.received.at(-1)!.body).data.notification).toMatchObject({
    category: 'shift',
    title: 'New shift for Coach 93',
  })
  expect(await flawsIn(page)).toEqual([])

  await page.getByRole('link', { name: 'Notification settings' }).click()
  await shifts.getByRole('switch', { name: 'Shifts, Webhook' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Notification settings saved').waitFor()
  const before = receiver.received.length
  await fileShift(vendor, { vehicle: 'Coach 94' })
  await page.getByText('New shift for Coach 94').first().waitFor()
  expect(receiver.received.filter(({ body }) => body.includes('Coach 94'))).toEqual([])
  expect(receiver.received).toHaveLength(before)
})

test('the administrator changes the secret of a webhook, looks at it on a phone and in Arabic, and ends it', async () => {
  const receiver = await givenReceiver()
  const { page, mutate } = await stage.signIn('admin')
  const { endpoint, secret } = await mutate<CreatedWebhook>('webhooks.create', {
    name: 'Warehouse',
    url: receiver.url,
    topics: ['shift', 'internship.submit', 'access'],
  })
  await mutate('webhooks.sendTest', { id: endpoint.id })
  await page.goto(`/webhooks/${endpoint.id}`)
  await row(page, 'webhook.test').getByText('Sent').waitFor()

  await page.getByRole('button', { name: 'New secret' }).click()
  const sure = page.getByRole('dialog', { name: 'Make a new secret?' })
  await sure.getByRole('button', { name: 'New secret' }).click()
  const rotated = page.getByRole('dialog', { name: 'New secret' })
  expect(await rotated.getByLabel('Secret').inputValue()).not.toBe(secret)
  await rotated.getByRole('button', { name: 'Done' }).click()
  await page.getByText('the secret before this one signs as well').waitFor()
  expect(await flawsIn(page)).toEqual([])

  await mutate('me.update', { locale: 'ar' })
  const phone = await stage.signIn('admin', { path: `/webhooks/${endpoint.id}`, phone: true })
  await row(phone.page, 'webhook.test').waitFor()
  expect(await flawsIn(phone.page, true)).toEqual([])
  await phone.page.goto('/webhooks')
  await row(phone.page, 'Warehouse').first().waitFor()
  expect(await flawsIn(phone.page, true)).toEqual([])
  await mutate('me.update', { locale: 'en' })

  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Somebody disabled it.').waitFor()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page
    .getByRole('dialog', { name: 'Remove Warehouse?' })
    .getByRole('button', { name: 'Remove' })
    .click()
  await row(page, 'Warehouse')
    .filter({ hasText: receiver.url.split('/')[2]! })
    .waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
})

/** Another system, which answers with `status`. */
async function givenReceiver() {
  const receiver = { url: '', status: 204, received: [] as { id: unknown; body: string }[] }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      receiver.received.push({ id: request.headers['webhook-id'], body })
      response.writeHead(receiver.status).end(receiver.status < 300 ? '' : 'Not today.')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

async function flawsIn(page: Page, phone = false): Promise<string[]> {
  const isTooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth
  })
  return [...(await flawsInAllLights(page, { phone })), ...(isTooWide ? ['wider than the screen'] : [])]
}
