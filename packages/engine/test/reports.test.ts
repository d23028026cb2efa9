import { newId } from '@belfry/shared'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { tale } from './support/tale.ts'

// Reports that other programs make for people.

async function desk() {
  const told = await tale()
  const analyst = await told.person('Ana', ['analyst'])
  const requester = await told.person('Rita', ['reviewer'])
  // A program acts with the rights of whoever owns its key, under its own name.
  const program = { ...analyst, kind: 'program' as const, name: 'Night reports' }
  const files = () =>
    told.files(program, 'report', { agent: 'Figures Agent', type: 'Shifts of May', requester: requester.id })
  return { ...told, analyst, requester, program, files }
}

test('a program says how far it is without telling anybody, and the requester is told of the result', async () => {
  const { files, does, news, inbox, sees, requester, program } = await desk()
  const item = await files()
  expect(await news(requester)).toEqual(['Figures Agent works on your report'])

  for (const percent of [10, 50, 90])
    await does(program, item, 'progress', { data: { percent, step: 'Counting' } })
  expect(await sees(requester, item)).toMatchObject({
    state: 'running',
    data: { percent: 90, step: 'Counting' },
  })
  expect(await news(requester)).toEqual([])
  await does(program, item, 'finish', {
    data: { summary: '312 shifts.', link: 'https://reports.belfry.test/may' },
  })

  expect((await inbox(requester))[0]).toMatchObject({
    title: 'Figures Agent: your report “Shifts of May” is ready',
    body: '312 shifts. https://reports.belfry.test/may',
    link: `/cases/${item.id}`,
    category: 'report',
    tone: 'success',
  })
})

test('a result is a link or a file; without either it is refused at its field', async () => {
  const { db, files, does, program } = await desk()
  const item = await files()

  await expect(does(program, item, 'finish', { data: { summary: 'Done.' } })).rejects.toMatchObject({
    details: { problems: [{ field: 'link', message: 'The result is a link or a file.' }] },
  })
  await expect(
    does(program, item, 'finish', { data: { summary: 'Done.', link: 'javascript:alert(1)' } }),
  ).rejects.toMatchObject({ details: { problems: [{ field: 'link' }] } })
  const file = newId()
  await sql`insert into files (id, uploaded_by, name, declared_size, received, state, type, size, sha256, storage_key, created_at, ready_at)
    values (${file}, ${program.id}, 'may.pdf', 3, 3, 'ready', 'application/pdf', 3, repeat('0', 64), ${file}, now(), now())`.execute(
    db,
  )
  expect(await does(program, item, 'finish', { data: { summary: 'Done.', file } })).toMatchObject({
    state: 'finished',
  })
})

test('a failure says why, and the requester may ask to try again, which the program hears', async () => {
  const { files, does, inbox, news, requester, analyst, program } = await desk()
  const item = await files()
  await news(requester)

  await expect(does(program, item, 'fail')).rejects.toMatchObject({ code: 'note_required' })
  await does(program, item, 'fail', { note: 'The figures of May are missing.' })
  expect((await inbox(requester))[0]).toMatchObject({
    title: 'Figures Agent: your report “Shifts of May” failed',
    body: 'The figures of May are missing.',
    tone: 'error',
  })
  expect(await does(requester, item, 'retry')).toMatchObject({ state: 'running' })

  expect(await news(analyst)).toEqual(['Try again: Shifts of May'])
})

test('nobody but its program moves a report on, and nobody else sees it', async () => {
  const { given, files, does, requester } = await desk()
  const item = await files()

  await expect(does(requester, item, 'progress', { data: { percent: 1 } })).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await expect(does(given.vendor, item, 'finish')).rejects.toMatchObject({ code: 'not_found' })
  expect(await does(requester, item, 'cancel')).toMatchObject({ state: 'cancelled' })
})
