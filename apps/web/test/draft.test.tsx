import type { DraftContent } from '@belfry/shared/wire'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type DraftKeeper, openDraft } from '../src/forms/draft.ts'
import { draftsOnServer } from './forms.tsx'

const shift = { workflow: 'shift' }
const said = (vehicle: string, key = 'a key'): DraftContent => ({
  key,
  values: { vehicle },
  labels: {},
  children: [],
})

describe('a draft', () => {
  const closing: (() => void)[] = []
  beforeEach(() => {
    localStorage.clear()
    vi.useFakeTimers()
  })
  afterEach(() => {
    for (const close of closing.splice(0)) close()
    vi.useRealTimers()
  })

  async function sitDown(
    drafts: ReturnType<typeof draftsOnServer>,
  ): Promise<DraftKeeper & { leave(): void }> {
    const make = await openDraft(drafts.of('vera'), 'vera', shift)
    return createRoot((dispose) => {
      closing.push(dispose)
      return { ...make(), leave: dispose }
    })
  }
  const aWhile = () => vi.advanceTimersByTimeAsync(2_000)

  test('is saved a moment after the last letter, once for many', async () => {
    const drafts = draftsOnServer()
    const keeper = await sitDown(drafts)

    for (const vehicle of ['V', 'Va', 'Van']) keeper.keep(said(vehicle))
    expect(keeper.status()).toBe('changing')
    await aWhile()

    expect(drafts.saves.map(({ content }) => content.values)).toEqual([{ vehicle: 'Van' }])
    expect(keeper.status()).toBe('saved')
    expect(localStorage.length).toBe(0)
  })

  test('an untouched form is no draft', async () => {
    const drafts = draftsOnServer()
    const keeper = await sitDown(drafts)

    keeper.keep({ key: 'a key', values: { vehicle: ' ' }, labels: {}, children: [] })
    await aWhile()

    expect(drafts.saves).toEqual([])
    expect(keeper.begun).toBe(false)
  })

  test('without a connection is kept in the browser, and saved when the network is back', async () => {
    const drafts = draftsOnServer()
    const keeper = await sitDown(drafts)
    drafts.cut(true)

    keeper.keep(said('Van 7'))
    await aWhile()
    expect(keeper.status()).toBe('local')
    expect(localStorage.length).toBe(1)
    drafts.cut(false)
    dispatchEvent(new Event('online'))
    await aWhile()

    expect(drafts.get('vera')?.content).toEqual(said('Van 7'))
    expect(keeper.status()).toBe('saved')
    expect(localStorage.length).toBe(0)
  })

  test('that the server does not take is not sent again and again', async () => {
    const drafts = draftsOnServer()
    const keeper = await sitDown(drafts)
    drafts.refuse(true)

    keeper.keep(said('x'.repeat(300_000)))
    await aWhile()
    expect(keeper.status()).toBe('refused')
    drafts.refuse(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(drafts.saves).toEqual([])
    keeper.keep(said('Van 7'))
    await aWhile()

    expect(keeper.status()).toBe('saved')
  })

  test('that never reached the server is there at the next sitting, and reaches it then', async () => {
    const drafts = draftsOnServer()
    const first = await sitDown(drafts)
    drafts.cut(true)
    first.keep(said('Van 7'))
    first.leave()
    await aWhile()
    drafts.cut(false)

    const second = await sitDown(drafts)
    await aWhile()

    expect(second.start).toEqual(said('Van 7'))
    expect(drafts.get('vera')?.content).toEqual(said('Van 7'))
  })

  test('two windows at once: neither overwrites the other, and the person decides', async () => {
    const drafts = draftsOnServer()
    const [here, there] = [await sitDown(drafts), await sitDown(drafts)]
    there.keep(said('From the phone', 'a key'))
    await aWhile()

    here.keep(said('From the desk'))
    await aWhile()
    expect(here.status()).toBe('elsewhere')
    expect(here.other()).toEqual(said('From the phone'))
    expect(drafts.get('vera')?.content).toEqual(said('From the phone'))
    here.insist(said('From the desk'))
    await aWhile()

    expect(drafts.get('vera')?.content).toEqual(said('From the desk'))
    expect(here.status()).toBe('saved')
  })

  test('the other version can be taken instead', async () => {
    const drafts = draftsOnServer()
    const here = await sitDown(drafts)
    drafts.put('vera', said('From the phone'))
    here.keep(said('From the desk'))
    await aWhile()

    expect(here.takeOther()).toEqual(said('From the phone'))
    here.keep(said('From the phone, and on'))
    await aWhile()

    expect(drafts.get('vera')?.content).toEqual(said('From the phone, and on'))
  })

  test('whoever comes back to the window goes on where the phone left off', async () => {
    const drafts = draftsOnServer()
    const here = await sitDown(drafts)
    const taken: unknown[] = []
    here.follow((content) => taken.push(content))
    drafts.put('vera', said('From the phone'))

    document.dispatchEvent(new Event('visibilitychange'))
    await aWhile()

    expect(taken).toEqual([said('From the phone')])
    expect(here.status()).toBe('saved')
  })

  test('sent elsewhere is said, and what is in the form can still become a case of its own', async () => {
    const drafts = draftsOnServer()
    const here = await sitDown(drafts)
    here.keep(said('Van 7'))
    await aWhile()
    drafts.drop('vera')

    here.keep(said('Van 7 b'))
    await aWhile()
    expect(here.status()).toBe('elsewhere')
    expect(here.other()).toBeNull()
    here.insist(said('Van 7 b', 'another key'))
    await aWhile()

    expect(drafts.get('vera')?.content).toEqual(said('Van 7 b', 'another key'))
  })

  test('nothing is saved any more once the form is sent or discarded', async () => {
    const drafts = draftsOnServer()
    const keeper = await sitDown(drafts)
    keeper.keep(said('Van 7'))
    await aWhile()

    keeper.keep(said('Van 8'))
    await keeper.rest()
    keeper.sent()
    await aWhile()
    expect(drafts.saves).toHaveLength(1)
    await keeper.discard()

    expect(drafts.get('vera')).toBeUndefined()
    expect(localStorage.length).toBe(0)
  })
})
