import { type Tx, connect } from '@belfry/db'
import { setSupervisorOf } from '@belfry/db/queries/access'
import { hasPeople, insertGrants, insertPerson, insertScopes, lockPeople } from '@belfry/db/queries/people'
import { type Actor, clock, newId } from '@belfry/shared'
import { hashPassword } from '../access/index.ts'
import { demoAnnouncements } from './announcements.ts'
import type { DemoFiles } from './chronicle.ts'
import { demoGoals } from './goals.ts'
import { demoInternships } from './internships.ts'
import { moreTutors, newEmployees, newInterns } from './newcomers.ts'
import { demoOnboardings } from './onboardings.ts'
import { demoDrivers, demoPassword, demoPeople, emailOf } from './people.ts'
import { demoReminders } from './reminders.ts'
import { demoReports } from './reports.ts'
import { demoRoad } from './road.ts'
import { demoShifts } from './shifts.ts'

export type { DemoFiles } from './chronicle.ts'
export { demoAccounts, demoPassword } from './people.ts'

/**
 * Loads the demo into an empty database, all of it or nothing; does nothing where there are people already. The bytes of its
 * documents go to `files`.
 */
export async function loadDemo(url: string, files: DemoFiles): Promise<void> {
  const { db, close } = connect(url, { max: 1, name: 'belfry demo' })
  try {
    await db.transaction().execute(async (tx) => {
      await lockPeople(tx)
      if (await hasPeople(tx)) return
      await insertScopes(tx, [
        { id: 'station:north', kind: 'station', name: 'Station North', time_zone: 'Europe/Paris' },
        { id: 'station:south', kind: 'station', name: 'Station South', time_zone: 'Europe/Paris' },
      ])
      const actors = await insertPeople(tx)
      const named = (login: string): Actor => actors.get(login)!
      await demoShifts(tx, {
        vendor: named('vendor'),
        officers: { north: named('officer.north'), south: named('officer.south') },
        drivers: ['driver', ...demoDrivers.map((driver) => driver.login)].map((login) => named(login).id),
      })
      await demoOnboardings(tx, files, {
        reviewers: [named('reviewer'), named('reviewer2')],
        admin: named('admin'),
        hr: named('hr'),
        newcomers: newEmployees.map(({ login }) => named(login)),
      })
      await demoInternships(tx, files, {
        hr: named('hr'),
        tutors: ['tutor', ...moreTutors.map(({ login }) => login)].map(named),
        interns: [...newInterns.map(({ login }) => login), 'intern'].map(named),
      })
      await demoRoad(tx, files, {
        vendor: named('vendor'),
        admin: named('admin'),
        supervisor: named('supervisor'),
        officers: { north: named('officer.north'), south: named('officer.south') },
        drivers: ['driver', ...demoDrivers.map(({ login }) => login)].map(named),
      })
      await demoGoals(tx, files, {
        admin: named('admin'),
        hr: named('hr'),
        hr2: named('hr2'),
        supervisor: named('supervisor'),
        employees: ['employee', 'employee2', ...newEmployees.map(({ login }) => login)].map(named),
      })
      await demoReports(tx, files, {
        analyst: named('analyst'),
        requesters: ['reviewer', 'supervisor', 'hr', 'admin', 'reviewer2'].map(named),
      })
      await demoAnnouncements(tx, {
        admin: named('admin'),
        hr: named('hr'),
        officer: named('officer.north'),
      })
      await demoReminders(tx)
    })
  } finally {
    await close()
  }
}

/** Everybody, by login. They all have the same password and so the same hash: hashing is slow on purpose. */
async function insertPeople(tx: Tx): Promise<Map<string, Actor>> {
  const people = [...demoPeople, ...demoDrivers, ...newEmployees, ...newInterns, ...moreTutors]
  const passwordHash = await hashPassword(demoPassword)
  const at = clock.now()
  const actors = new Map<string, Actor>()
  for (const person of people) {
    const { login, name, locale, grants } = person
    const id = newId()
    await insertPerson(tx, { id, name, locale, email: emailOf(person), passwordHash, at })
    await insertGrants(tx, id, grants, at)
    actors.set(login, { kind: 'person', id, name, locale, grants })
  }
  for (const { login, supervisor } of people)
    if (supervisor) await setSupervisorOf(tx, actors.get(login)!.id, actors.get(supervisor)!.id)
  return actors
}
