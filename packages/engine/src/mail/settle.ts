import type { Tx } from '@belfry/db'
import { type Settlement, listAddresses, settleAttempts } from '@belfry/db/queries/deliveries'
import { plainAddress } from '@belfry/shared/mail'
import { suppressAll } from './suppressions.ts'

const NOTE = 2_000 // characters

/** Notes how attempts ended. Addresses that turned out not to exist get no mail from then on. */
export async function settle(tx: Tx, settlements: Settlement[], now: Date): Promise<void> {
  await settleAttempts(tx, settlements, now)
  const refused = settlements.filter(({ suppress }) => suppress)
  if (refused.length === 0) return
  const words = new Map(refused.map(({ id, response }) => [id, response]))
  const addresses = await listAddresses(tx, [...words.keys()])
  const gone = addresses.map(({ id, address }) => ({
    address: plainAddress(address),
    reason: 'hard_bounce' as const,
    deliveryId: id,
    note: words.get(id)?.slice(0, NOTE).replaceAll('\0', '') ?? null,
  }))
  await suppressAll(tx, [...new Map(gone.map((one) => [one.address, one])).values()], now)
}
