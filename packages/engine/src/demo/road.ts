import type { Tx } from '@belfry/db'
import { type Actor, type Locale, clock } from '@belfry/shared'
import { Chronicle, type DemoFiles } from './chronicle.ts'
import { DAY_MS, HOUR_MS, dayOf } from './time.ts'

interface Cast {
  vendor: Actor
  admin: Actor
  supervisor: Actor
  officers: Record<Station, Actor>
  drivers: Actor[]
}
type Station = 'north' | 'south'

const stationOf = (i: number): Station => (i % 3 === 2 ? 'south' : 'north')

/** Trips, stock requests and emergencies of the past months. */
export async function demoRoad(tx: Tx, files: DemoFiles, cast: Cast): Promise<void> {
  const since = (days: number) => new Chronicle(tx, files, clock.now().getTime() - days * DAY_MS)
  for (let i = 0; i < 36; i++) await trip(since(90 - 2.4 * i), i, cast)
  for (let i = 0; i < 26; i++) await stockRequest(since(80 - 3 * i), i, cast)
  for (let i = 0; i < 12; i++) await emergency(since(88 - 7.9 * i), i, cast)
}

const places = ['Depot', 'Harbour', 'Central station', 'Airport', 'Old town', 'Hospital', 'Stadium']

async function trip(story: Chronicle, i: number, cast: Cast) {
  const station = stationOf(i)
  const driver = cast.drivers[i % cast.drivers.length]!
  const asker = i % 4 === 3 ? cast.officers[station] : cast.vendor
  // The last few are still to come.
  const departsAt = Math.ceil(story.time / HOUR_MS) * HOUR_MS + (i > 30 ? 5 * DAY_MS : 26 * HOUR_MS)
  const item = await story.submit(asker, {
    workflow: 'trip',
    data: {
      station,
      driver: driver.id,
      vehicle: ['Van 4', 'Bus 12', 'Coach 3'][i % 3],
      from: places[i % places.length],
      to: places[(i * 3 + 2) % places.length],
      departsAt: new Date(departsAt).toISOString(),
    },
  })
  if (i > 33) return
  if (i % 6 === 4) {
    await story.after(3).act(driver, item, 'decline', { reason: i % 4 === 0 ? 'rest' : 'vehicle' })
    if (i > 24) return
    const other = cast.drivers[(i + 1) % cast.drivers.length]!
    await story.after(1).act(asker, item, 'reassign', { data: { driver: other.id, vehicle: 'Van 9' } })
    await story.after(1).act(other, item, 'accept')
    return void (await story.after(2).act(asker, item, 'cancel', { note: 'No longer needed.' }))
  }
  await story.after(2).act(driver, item, 'accept')
  if (i > 30) return
  await story.after(24).act(driver, item, 'start')
  if (i !== 30) await story.after(1.5).act(driver, item, 'complete')
}

const wants: Record<Locale, [string, number][][]> = {
  en: [
    [['Brake pads', 4]],
    [
      ['First-aid kits', 6],
      ['Blankets', 12],
    ],
    [['Snow chains', 8]],
  ],
  fr: [[['Gilets de sécurité', 10]]],
  ar: [
    [['مصابيح أمامية', 2]],
    [
      ['زيت المحرك (لتر)', 20],
      ['قفازات', 10],
    ],
  ],
}

async function stockRequest(story: Chronicle, i: number, cast: Cast) {
  const station = stationOf(i)
  const officer = cast.officers[station]
  const asker = i % 3 === 0 ? cast.vendor : cast.drivers[i % cast.drivers.length]!
  const lists = wants[asker.locale]
  const item = await story.submit(asker, {
    workflow: 'stock_request',
    data: {
      station,
      items: lists[i % lists.length]!.map(([name, quantity]) => ({ item: name, quantity: quantity + i })),
      ...(i % 2 ? { neededBy: dayOf(story.time, 14) } : {}),
    },
  })
  if (i > 22) return
  if (i % 7 === 3) return void (await story.after(20).act(asker, item, 'cancel'))
  if (i % 5 === 2) {
    const why = { reason: i % 2 ? 'outOfStock' : 'notNeeded', note: 'Ask again next month.' }
    return void (await story.after(9).act(officer, item, 'reject', why))
  }
  await story.after(7 + i).act(officer, item, 'approve')
  if (i < 19) await story.after(50).act(officer, item, 'deliver')
}

const alarms: Record<Locale, { place: string; details: string }[]> = {
  en: [
    { place: 'Ring road, exit 4', details: 'A car ran into the side door. Nobody is hurt.' },
    { place: 'Stop “Market”', details: 'A passenger has fainted.' },
  ],
  fr: [{ place: 'Gare routière', details: 'Fumée dans le compartiment moteur.' }],
  ar: [{ place: 'جسر الميناء', details: 'تعطلت الحافلة في وسط الطريق.' }],
}
const kinds = ['accident', 'medical', 'breakdown', 'other'] as const

async function emergency(story: Chronicle, i: number, cast: Cast) {
  const station = stationOf(i)
  const raiser = i % 5 === 4 ? cast.vendor : cast.drivers[i % cast.drivers.length]!
  const told = alarms[raiser.locale]
  const item = await story.submit(raiser, {
    workflow: 'emergency',
    data: { station, kind: kinds[i % kinds.length], ...told[i % told.length] },
  })
  if (i % 6 === 4) return void (await story.after(0.03).act(raiser, item, 'withdraw', { note: 'A drill.' }))
  // Now and then nobody at the station answers in time.
  const helper = i % 4 === 3 ? cast.supervisor : i % 4 === 1 ? cast.admin : cast.officers[station]
  await story.after(helper === cast.officers[station] ? 0.02 : 0.12).act(helper, item, 'acknowledge')
  const note =
    helper.locale === 'fr' ? 'Tout le monde va bien.' : 'Everybody is well; the vehicle is in the workshop.'
  if (i < 11) await story.after(1.5).act(cast.officers[station], item, 'resolve', { note })
}
