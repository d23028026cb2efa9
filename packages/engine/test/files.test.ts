import {
  type FieldRule,
  attachFiles,
  beginUpload,
  discardUpload,
  finishUpload,
  getFile,
  linkKeyFrom,
  linkTo,
  listFiles,
  openLink,
  refuseUpload,
} from '@belfry/engine/files'
import { type Actor, type FileKind, clock } from '@belfry/shared'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { describe, expect, onTestFinished, test } from 'vitest'

const key = linkKeyFrom('only-for-tests-and-therefore-no-secret-at-all')

async function stage() {
  const { db, given } = await databaseWithPeople()
  const begin = async (by: Actor, name = 'contract.pdf', accept: FileKind[] = []) =>
    (await inTx(db, (tx) => beginUpload(tx, by, { name, size: 3, accept }, { maxMb: 1 }))).fileId
  const finish = (by: Actor, fileId: string, type = 'application/pdf') =>
    inTx(db, (tx) =>
      finishUpload(tx, by, fileId, { type, size: 3, sha256: 'abc', storageKey: `x/${fileId}` }),
    )
  const ready = async (by: Actor, name?: string, type?: string) => {
    const id = await begin(by, name)
    await finish(by, id, type)
    return id
  }
  const attach = (by: Actor, caseId: string, fileIds: string[], field = 'contract', rule?: FieldRule) =>
    inTx(db, (tx) => attachFiles(tx, by, caseId, field, fileIds, rule))
  return { db, given, begin, finish, ready, attach }
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

describe('files in a field', () => {
  test('are versions, counted from one; the older ones stay, and the newest is named first', async () => {
    const { db, given, ready, attach } = await stage()
    const { vendor } = given
    const shift = await given.case('shift', { by: vendor })
    const [first, second, third, other] = [
      await ready(vendor, 'one.pdf'),
      await ready(vendor, 'two.pdf'),
      await ready(vendor, 'three.pdf'),
      await ready(vendor, 'photo.png', 'image/png'),
    ]

    await attach(vendor, shift.id, [first])
    await attach(vendor, shift.id, [first, second])
    await attach(vendor, shift.id, [third])
    await attach(vendor, shift.id, [other], 'photo')

    const versions = await listFiles(db, given.officerNorth, shift.id)
    expect(versions.map(({ field, version, name }) => [field, version, name])).toEqual([
      ['photo', 1, 'photo.png'],
      ['contract', 3, 'three.pdf'],
      ['contract', 2, 'two.pdf'],
      ['contract', 1, 'one.pdf'],
    ])
    expect(versions[3]).toEqual({
      id: first,
      field: 'contract',
      version: 1,
      name: 'one.pdf',
      type: 'application/pdf',
      size: 3,
      sha256: 'abc',
      uploadedBy: { id: vendor.id, name: 'Vera Vendor' },
      uploadedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect((await inTx(db, (tx) => linkTo(tx, given.officerNorth, first, key))).name).toBe('one.pdf')
  })

  test('are one’s own, all there, and in no other place', async () => {
    const { given, begin, finish, ready, attach } = await stage()
    const { vendor, vendor2 } = given
    const [shift, another] = [
      await given.case('shift', { by: vendor }),
      await given.case('shift', { by: vendor, vehicle: 'Bus 13' }),
    ]
    const [used, foreign, unfinished] = [await ready(vendor), await ready(vendor2), await begin(vendor)]
    await attach(vendor, shift.id, [used])

    expect(await codeOf(attach(vendor, shift.id, [foreign]))).toBe('unknown_file')
    expect(await codeOf(attach(vendor, shift.id, [unfinished]))).toBe('unknown_file')
    expect(await codeOf(attach(vendor, shift.id, [crypto.randomUUID()]))).toBe('unknown_file')
    expect(await codeOf(attach(vendor, another.id, [used]))).toBe('unknown_file')
    expect(await codeOf(attach(vendor, shift.id, [used], 'photo'))).toBe('unknown_file')
    expect(await codeOf(attach(vendor, shift.id, [used, foreign]))).toBe('unknown_file')
    await finish(vendor, unfinished)
    expect(await codeOf(attach(vendor, shift.id, [unfinished]))).toBe('done')
  })

  test('are of the kinds that the field asks for, whatever was said when the upload began', async () => {
    const { given, ready, attach } = await stage()
    const shift = await given.case('shift', { by: given.vendor })
    const archive = await ready(given.vendor, 'all.zip', 'application/zip')

    const attempt = attach(given.vendor, shift.id, [archive], 'contract', { accept: ['pdf', 'image'] })

    await expect(attempt).rejects.toMatchObject({
      code: 'file_type',
      message: 'This kind of file is not accepted here: archive. Accepted: PDF or image.',
    })
  })

  test('are as large as the field allows', async () => {
    const { db, given, attach } = await stage()
    const shift = await given.case('shift', { by: given.vendor })
    const size = 3 * 1024 * 1024
    const { fileId } = await inTx(db, (tx) =>
      beginUpload(tx, given.vendor, { name: 'a.pdf', size }, { maxMb: 3 }),
    )
    const found = { type: 'application/pdf', size, sha256: 'x', storageKey: 'x' }
    await inTx(db, (tx) => finishUpload(tx, given.vendor, fileId, found))

    expect(await codeOf(attach(given.vendor, shift.id, [fileId], 'contract', { maxMb: 2 }))).toBe(
      'file_too_large',
    )
    expect(await codeOf(attach(given.vendor, shift.id, [fileId], 'contract', { maxMb: 3 }))).toBe('done')
  })

  test('named twice at once get one version each, in either order', async () => {
    const { db, given, ready, attach } = await stage()
    const shift = await given.case('shift', { by: given.vendor })
    const [a, b] = [await ready(given.vendor), await ready(given.vendor)]

    const results = await Promise.all([
      codeOf(attach(given.vendor, shift.id, [a, b, a])),
      codeOf(attach(given.vendor, shift.id, [b, a])),
    ])

    expect(results).toEqual(['done', 'done'])
    const versions = (await listFiles(db, given.vendor, shift.id)).map(({ version }) => version)
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2])
  })
})

describe('a file is read', () => {
  test('by its uploader alone until it belongs to a case, and then by whoever sees the case', async () => {
    const { db, given, ready, attach } = await stage()
    const { vendor, vendor2, officerNorth, officerSouth, driver, admin } = given
    const shift = await given.case('shift', { by: vendor2, driver })
    const id = await ready(vendor2)
    const whoReads = async () => {
      const people = { vendor, vendor2, officerNorth, officerSouth, driver, admin }
      const reads = await Promise.all(
        Object.entries(people).map(async ([name, actor]) => {
          const codes = [
            await codeOf(getFile(db, actor, id)),
            await codeOf(inTx(db, (tx) => linkTo(tx, actor, id, key))),
          ]
          expect(codes[0]).toBe(codes[1])
          return codes[0] === 'done' ? [name] : []
        }),
      )
      return reads.flat()
    }

    expect(await whoReads()).toEqual(['vendor2'])
    await attach(vendor2, shift.id, [id])
    expect(await whoReads()).toEqual(['vendor2', 'officerNorth', 'driver', 'admin'])
    expect(await codeOf(listFiles(db, officerSouth, shift.id))).toBe('not_found')
  })

  test('by a link for ten minutes; every link that is asked for is on the trail', async () => {
    const { db, given, ready } = await stage()
    const id = await ready(given.vendor)
    const before = (await queuedJobs(db)).length
    const { url } = await inTx(db, (tx) =>
      linkTo(tx, { ...given.vendor, origin: { requestId: 'r', ip: '192.0.2.1', userAgent: null } }, id, key),
    )
    const query = new URL(url, 'https://belfry.test').searchParams
    const link = { fileId: id, expires: query.get('expires')!, signature: query.get('signature')! }
    const now = Date.now()
    onTestFinished(() => void (clock.now = () => new Date()))

    clock.now = () => new Date(now + 9.9 * 60_000)
    expect(await openLink(db, key, link)).toMatchObject({ id, storage_key: `x/${id}` })
    clock.now = () => new Date(now + 10.1 * 60_000)
    expect(await codeOf(openLink(db, key, link))).toBe('link_expired')

    const events = await db
      .selectFrom('events')
      .select(['type', 'actor_id', 'ip', 'case_id'])
      .where('type', 'like', 'document.%')
      .orderBy('id')
      .execute()
    expect(events).toEqual([
      { type: 'document.upload', actor_id: given.vendor.id, ip: null, case_id: null },
      { type: 'document.download', actor_id: given.vendor.id, ip: '192.0.2.1', case_id: null },
    ])
    expect((await queuedJobs(db)).slice(before).map(({ task }) => task)).toEqual(['write_audit'])
  })
})

describe('an upload', () => {
  test('finished twice is finished once', async () => {
    const { db, given, begin, finish } = await stage()
    const id = await begin(given.vendor)

    await Promise.all([finish(given.vendor, id), finish(given.vendor, id)])

    const events = await db.selectFrom('events').select('type').where('type', 'like', 'document.%').execute()
    expect(events).toEqual([{ type: 'document.upload' }])
  })

  test('of another length than was said is not finished', async () => {
    const { db, given, begin } = await stage()
    const id = await begin(given.vendor)

    const attempt = inTx(db, (tx) =>
      finishUpload(tx, given.vendor, id, { type: 'text/plain', size: 2, sha256: 'x', storageKey: 'x' }),
    )

    await expect(attempt).rejects.toMatchObject({ code: 'file_incomplete' })
    expect(await getFile(db, given.vendor, id)).toMatchObject({ state: 'uploading' })
  })

  test('that was refused says why to its uploader, in his language of today', async () => {
    const { db, given, begin, finish } = await stage()
    const id = await begin(given.vendor, 'a.pdf')
    await inTx(db, (tx) =>
      refuseUpload(tx, given.vendor, id, { code: 'file_disguised', claimed: 'pdf', found: 'archive' }),
    )

    expect(await getFile(db, { ...given.vendor, locale: 'ar' }, id)).toMatchObject({
      state: 'refused',
      refusal: {
        key: 'file_disguised',
        message: 'بحسب اسمه هذا الملف «PDF»، أما محتواه فهو «ملف مضغوط».',
      },
    })
    expect(await codeOf(finish(given.vendor, id))).toBe('file_disguised')
    const event = await db
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'document.refused')
      .executeTakeFirst()
    expect(event?.data).toMatchObject({ reason: 'file_disguised', target: { id, title: 'a.pdf' } })
  })

  test('is taken back by its uploader, and only while nothing needs it', async () => {
    const { db, given, ready, attach } = await stage()
    const shift = await given.case('shift', { by: given.vendor })
    const [used, unused] = [await ready(given.vendor), await ready(given.vendor)]
    await attach(given.vendor, shift.id, [used])
    const discard = (by: Actor, id: string) => codeOf(inTx(db, (tx) => discardUpload(tx, by, id)))

    expect(await discard(given.officerNorth, unused)).toBe('not_found')
    expect(await discard(given.vendor, used)).toBe('unknown_file')
    expect(await discard(given.vendor, unused)).toBe('done')
    expect(await codeOf(getFile(db, given.vendor, unused))).toBe('not_found')
    expect(await codeOf(attach(given.vendor, shift.id, [unused]))).toBe('unknown_file')
  })
})
