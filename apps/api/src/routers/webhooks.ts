import {
  createWebhook,
  getWebhook,
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  resendWebhook,
  rotateSecret,
  sendTest,
  updateWebhook,
} from '@belfry/engine/webhooks'
import {
  CreateWebhookInput,
  ListWebhooksInput,
  RotateSecretInput,
  UpdateWebhookInput,
  WebhookDeliveriesInput,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

const One = z.object({ id: z.uuid() })
const OneDelivery = z.object({ deliveryId: z.uuid() })

/** Other systems that are told what happens. */
export const webhooksRouter = router({
  list: signedIn
    .input(ListWebhooksInput.prefault({}))
    .query(({ ctx, input }) => listWebhooks(ctx.db, ctx.actor, input)),

  get: signedIn.input(One).query(({ ctx, input }) => getWebhook(ctx.db, ctx.actor, input.id)),

  deliveries: signedIn
    .input(WebhookDeliveriesInput)
    .query(({ ctx, input }) => listWebhookDeliveries(ctx.db, ctx.actor, input)),

  /** One delivery with its payload and every attempt. */
  attempts: signedIn
    .input(OneDelivery)
    .query(({ ctx, input }) => getWebhookDelivery(ctx.db, ctx.actor, input.deliveryId, ctx.webhooks)),

  create: signedIn
    .input(CreateWebhookInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => createWebhook(tx, ctx.actor, input, ctx.webhooks))),

  update: signedIn
    .input(UpdateWebhookInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => updateWebhook(tx, ctx.actor, input, ctx.webhooks))),

  remove: signedIn
    .input(One)
    .mutation(({ ctx, input }) => ctx.done((tx) => removeWebhook(tx, ctx.actor, input.id))),

  rotateSecret: signedIn
    .input(RotateSecretInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => rotateSecret(tx, ctx.actor, input, ctx.webhooks))),

  sendTest: signedIn
    .input(One)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => sendTest(tx, ctx.actor, input.id))),

  resend: signedIn
    .input(OneDelivery)
    .mutation(({ ctx, input }) => ctx.done((tx) => resendWebhook(tx, ctx.actor, input.deliveryId))),
})
