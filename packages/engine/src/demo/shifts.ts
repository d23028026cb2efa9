import type { Tx } from '@belfry/db'
import { type Actor, clock } from '@belfry/shared'
import { act, submit } from '../cases/index.ts'
import { HOUR_MS, at, dayOf } from './time.ts'

const SHIFTS = 48
const vehicles = ['Bus 12', 'Bus 31', 'Van 4', 'Van 9', 'Tram 2', 'Truck 7', 'Minibus 15', 'Coach 3']

interface Cast {
  vendor: Actor
  officers: Record<'north' | 'south', Actor>
  drivers: string[]
}

/** Some for a few weeks on working days, some every other day. */
function recurringFrom(startsAt: Date, i: number) {
  const time = startsAt.getTime()
  const until = dayOf(time, 30 + i)
  return i % 2
    ? { every: 'week', interval: 1, weekdays: [1, 2, 3, 4, 5], until, except: [dayOf(time, 10)] }
    : { every: 'day', interval: 2, until }
}

/** Shifts of the past weeks in every state, each filed and decided at a time of its own. */
export async function demoShifts(tx: Tx, cast: Cast): Promise<void> {
  const now = clock.now().getTime()
  for (let i = 0; i < SHIFTS; i++) {
    const station = i % 3 === 2 ? 'south' : 'north'
    // From four weeks ago to an hour ago, closer together towards now.
    const filedAt = now - Math.round(28 * 24 * HOUR_MS * (1 - i / SHIFTS) ** 2) - HOUR_MS
    const startsAt = new Date(Math.ceil(filedAt / HOUR_MS) * HOUR_MS + (48 + (i % 10)) * HOUR_MS)
    const shift = await at(filedAt, () =>
      submit(tx, cast.vendor, {
        workflow: 'shift',
        data: {
          station,
          driver: cast.drivers[i % cast.drivers.length],
          vehicle: vehicles[i % vehicles.length],
          startsAt: startsAt.toISOString(),
          endsAt: new Date(startsAt.getTime() + (4 + (i % 5)) * HOUR_MS).toISOString(),
          ...(i % 5 === 1 ? { recurrence: recurringFrom(startsAt, i) } : {}),
          ...(i % 4 === 0 ? { remarks: 'Please check the ramp before departure.' } : {}),
        },
      }),
    )
    // The newest wait, and an old one here and there: those are urgent.
    if (i > SHIFTS - 10 || i % 11 === 5) continue
    const officer = cast.officers[station]
    const decidedAt = filedAt + (1 + (i % 7)) * HOUR_MS * 0.7
    const [actor, decision] =
      i % 9 === 4
        ? [cast.vendor, { action: 'cancel' }]
        : i % 5 === 3
          ? [
              officer,
              { action: 'reject', reason: i % 2 ? 'overlap' : 'unsafe', note: 'The rest time is too short.' },
            ]
          : [officer, { action: 'approve' }]
    await at(decidedAt, () =>
      act(tx, actor as Actor, { caseId: shift.id, ...(decision as { action: string }) }),
    )
  }
}
