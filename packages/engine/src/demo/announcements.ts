import type { Tx } from '@belfry/db'
import { type Actor, clock } from '@belfry/shared'
import { ScheduleAnnouncementInput, SendAnnouncementInput } from '@belfry/shared/wire'
import type { z } from 'zod'
import { cancel, saveDraft, schedule, send } from '../announcements/index.ts'
import { DAY_MS, HOUR_MS, at, dayOf } from './time.ts'

interface Cast {
  admin: Actor
  hr: Actor
  officer: Actor
}

const ZONE = 'Europe/Paris'

/** What was written to many: some of it sent, some still to come, one called off. */
export async function demoAnnouncements(tx: Tx, { admin, hr, officer }: Cast): Promise<void> {
  const now = clock.now().getTime()
  const sends = (by: Actor, daysAgo: number, input: z.input<typeof SendAnnouncementInput>) =>
    at(now - daysAgo * DAY_MS, () => send(tx, by, SendAnnouncementInput.parse(input)))
  const schedules = (by: Actor, daysAgo: number, input: z.input<typeof ScheduleAnnouncementInput>) =>
    at(now - daysAgo * DAY_MS, () => schedule(tx, by, ScheduleAnnouncementInput.parse(input)))
  const inDays = (days: number, hour: number) => new Date(Date.parse(dayOf(now, days)) + hour * HOUR_MS)

  await sends(hr, 12, {
    to: { groups: ['internships'] },
    texts: [
      {
        locale: 'en',
        title: 'Summer party on the roof',
        body: 'All interns and tutors are invited. Bring somebody along.',
      },
      {
        locale: 'fr',
        title: 'Fête d’été sur le toit',
        body: 'Stagiaires et tuteurs, vous êtes tous invités. Venez accompagnés.',
      },
      {
        locale: 'ar',
        title: 'حفل الصيف على السطح',
        body: 'كل المتدربين والمشرفين مدعوون. تعالوا مع من تحبون.',
      },
    ],
    tone: 'success',
  })
  await sends(officer, 3, {
    to: { roles: [{ role: 'officer', scope: 'station:north' }] },
    title: 'Gate 4 is closed until Friday',
    body: 'Buses use gate 5. The map: https://maps.example.test/north',
    tone: 'warning',
    priority: 'high',
  })
  await schedules(hr, 2, {
    to: { groups: ['management'] },
    title: 'Figures of the week are due',
    body: 'Please have them in by noon.',
    link: '/queues/goal',
    at: inDays(3, 7).toISOString(),
    timeZone: ZONE,
    recurrence: { every: 'week', until: dayOf(now, 90) },
  })
  await schedules(admin, 1, {
    to: { everyone: true },
    texts: [
      {
        locale: 'en',
        title: 'Maintenance on the weekend',
        body: 'Belfry is away from 6 to 7 in the morning.',
      },
      { locale: 'fr', title: 'Maintenance ce week-end', body: 'Belfry est indisponible de 6 à 7 heures.' },
    ],
    priority: 'high',
    mail: true,
    at: inDays(9, 10).toISOString(),
    timeZone: ZONE,
  })
  const never = await schedules(hr, 6, {
    to: { roles: ['vendor'] },
    title: 'New rates from next month',
    at: inDays(5, 9).toISOString(),
    timeZone: ZONE,
  })
  await at(now - 5 * DAY_MS, () => cancel(tx, hr, never.id))
  await at(now - 4 * HOUR_MS, () =>
    saveDraft(tx, hr, {
      to: { people: [], roles: [], groups: ['staff'], everyone: false },
      title: 'Holiday plans',
      body: '',
      tone: 'info',
      priority: 'normal',
      mail: false,
    }),
  )
}
