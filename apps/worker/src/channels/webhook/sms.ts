import { smsAddressOf } from '@belfry/engine/webhooks'
import { type EndpointKind, cut } from './kind.ts'

const LONGEST_TEXT = 300 // with the link it is some three parts of a message, and each is paid for

/** A text message to one number, by the Messages resource of Twilio's API (2010-04-01). */
export const sms: EndpointKind = {
  write({ url, title, payload, link }) {
    const address = smsAddressOf(url)
    if (!address) throw new Error('The address has no token, from and to.')
    const { user, token, from, to } = address
    const text = `${cut(`${title} · ${payload.data.text}`, LONGEST_TEXT)}\n${link}`
    return {
      url: address.url,
      body: new URLSearchParams({
        To: to,
        [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
        Body: text,
      }).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`,
      },
    }
  },
}
