import { createHmac } from 'node:crypto'
import type { EndpointKind } from './kind.ts'

/** Standard Webhooks 1.0: the payload as JSON, signed by every secret that counts. */
export const standard: EndpointKind = {
  write({ messageId, payload, secrets, now }) {
    const body = JSON.stringify(payload)
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const signatures = secrets.map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`
    })
    return {
      body,
      headers: {
        'webhook-id': messageId,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatures.join(' '),
      },
    }
  },
}
