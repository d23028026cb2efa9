import { takeNext } from '@belfry/engine/together'
import type { Actor } from '@belfry/shared'
import { NextInput } from '@belfry/shared/wire'
import { inTx } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { atWork } from './support/people-at-work.ts'

const profile = {
  fullName: 'Emil Example',
  dateOfBirth: '1994-05-17',
  phone: '+49 30 1234567',
  address: 'Turmstraße 1, Musterstadt',
  emergencyContact: 'Erna Example, +49 30 7654321',
  department: 'maintenance',
  startsOn: '2026-05-04',
}

test('the next case is one that waits for the reviewer, not for the employee or for a second reviewer', async () => {
  const { db, given, act, child, files, submit } = await atWork()
  const { reviewer, reviewer2, employee, hr } = given
  const next = async (by: Actor, workflow = 'onboarding') => {
    const taken = await inTx(db, (tx) => takeNext(tx, by, NextInput.parse({ workflow })))
    await db.deleteFrom('claims').execute()
    return taken?.id
  }
  const hand = async (by: Actor, slot: string, parentId: string) =>
    submit(by, { workflow: 'document', parentId, slot, data: { file: await files(by) } })
  const note = { note: 'All of it is in order.' }
  const { id } = await submit(employee, { workflow: 'onboarding', data: profile })
  expect(await next(reviewer)).toBe(id)
  await act(reviewer, { id }, 'advance', note)

  expect(await next(reviewer)).toBe(undefined) // the documents are missing
  for (const slot of ['identity', 'diploma', 'bank_details']) await hand(employee, slot, id)
  expect(await next(reviewer)).toBe(undefined)
  expect(await next(reviewer, 'document')).toBe((await child({ id }, 'identity')).id)
  for (const slot of ['identity', 'diploma', 'bank_details'])
    await act(reviewer, await child({ id }, slot), 'approve')
  expect(await next(reviewer)).toBe(id)
  await act(reviewer, { id }, 'advance', note)
  await act(reviewer, await hand(employee, 'background_check', id), 'approve')
  await act(reviewer, { id }, 'advance', note)
  await act(reviewer, await hand(hr, 'signed_contract', id), 'approve')

  expect(await next(reviewer)).toBe(id)
  await act(reviewer, { id }, 'activate', note)
  expect(await next(reviewer)).toBe(undefined) // it takes somebody else now
  expect(await next(reviewer2)).toBe(id)
})
