import { createHmac, timingSafeEqual } from 'node:crypto'
import { clock } from '@belfry/shared'
import { type Feedback, feedbackKinds } from '@belfry/shared/mail'
import { plainText } from '@belfry/shared/wire'
import { z } from 'zod'

const TOLERANCE_S = 5 * 60

/** Whether whoever knows the secret signed this not long ago, as Standard Webhooks 1.0 has it. */
export function isSignedBy(
  secret: string,
  signed: {
    id: string | undefined
    timestamp: string | undefined
    signature: string | undefined
    body: Buffer
  },
): boolean {
  const { id, timestamp, signature } = signed
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(clock.now().getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) return false
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(signed.body).digest()
  return signature
    .split(' ')
    .slice(0, 10)
    .some((one) => {
      const [version, value = ''] = one.split(',')
      const shown = Buffer.from(value, 'base64')
      return version === 'v1' && shown.length === right.length && timingSafeEqual(shown, right)
    })
}

/** Docs: docs/mail-feedback.md. */
export const GenericFeedback = z.object({
  events: z
    .array(
      z.object({
        id: plainText().min(1).max(200),
        kind: z.enum([...feedbackKinds, 'unsubscribed']),
        hard: z.boolean().default(false),
        deliveryId: z.uuid().nullish(),
        providerId: plainText().max(300).nullish(),
        address: plainText().max(320).nullish(),
        at: z.iso.datetime({ offset: true }).optional(),
        detail: plainText().max(10_000).nullish(),
      }),
    )
    .min(1)
    .max(1_000),
})

export const readGeneric = ({ events }: z.output<typeof GenericFeedback>): Feedback[] =>
  events.map(({ at, deliveryId = null, providerId = null, address = null, detail = null, ...rest }) => ({
    ...rest,
    deliveryId,
    providerId,
    address,
    detail,
    at: at ? new Date(at) : clock.now(),
  }))
