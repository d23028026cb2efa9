import { hkdfSync } from 'node:crypto'
import type { EndpointRow } from '@belfry/db/queries/webhooks'

/**
 * The secret of an endpoint as Standard Webhooks writes it, made from `BELFRY_SECRET`, the endpoint and how often its secret
 * was changed: it stands in no table, and every process knows it.
 */
export function secretOf(secret: string, { id, generation }: Pick<EndpointRow, 'id' | 'generation'>): string {
  const bytes = hkdfSync('sha256', secret, '', `belfry webhook ${id} ${generation}`, 32)
  return `whsec_${Buffer.from(bytes).toString('base64')}`
}

/** Those that sign now: while a change lasts, the one before it too. */
export function secretsOf(
  secret: string,
  endpoint: Pick<EndpointRow, 'id' | 'generation' | 'previous_until'>,
  now: Date,
): string[] {
  const { id, generation, previous_until: until } = endpoint
  const current = secretOf(secret, endpoint)
  return until && until > now ? [current, secretOf(secret, { id, generation: generation - 1 })] : [current]
}
