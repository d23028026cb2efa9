import type { Locale } from '@belfry/shared'
import { findWorkflow } from '@belfry/shared/workflows'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toLocal } from '../src/ui/date-time-field.tsx'
import { dana, draftsOnServer, errorOf, fill, openForm, pickDana } from './forms.tsx'

describe('the form of a workflow', () => {
  beforeEach(() => localStorage.clear())
  afterEach(cleanup)

  test('asks for every field of the workflow in its own way', async () => {
    await openShift()

    expect(await screen.findByRole('option', { name: 'Station North' })).toBeTruthy()
    expect(screen.getByLabelText('Station').tagName).toBe('SELECT')
    expect(screen.getByRole('combobox', { name: /Driver/ }).tagName).toBe('INPUT')
    expect(screen.getByLabelText('Start').getAttribute('type')).toBe('datetime-local')
    expect(screen.getByLabelText(/Remarks/).tagName).toBe('TEXTAREA')
  })

  test.each([
    ['fr', 'Véhicule', 'Ce champ est à remplir.', 'La fin doit être après le début.'],
    ['ar', 'المركبة', 'يرجى ملء هذا الحقل.', 'يجب أن تكون النهاية بعد البداية.'],
  ] as const)(
    'in %s says at the field what is wrong, and takes the reader there',
    async (language, vehicle, missing, order) => {
      const { send, submit, field } = await openShift({ language })

      submit()

      expect(errorOf(screen.getByLabelText(vehicle))).toBe(missing)
      expect(document.activeElement).toBe(field('station'))
      expect(screen.getByRole('alert').textContent).toContain(missing)
      fill(field('vehicle'), 'Van 7')
      expect(errorOf(screen.getByLabelText(vehicle))).toBeUndefined()

      await fillAll(field, { startsAt: '2026-11-23T15:00:00Z', endsAt: '2026-11-23T07:00:00Z' })
      submit()

      expect(errorOf(field('endsAt'))).toBe(order)
      expect(document.activeElement).toBe(field('endsAt'))
      expect(send.calls).toEqual([])
    },
  )

  test('a field says what is wrong once it was left, not while it is filled in', async () => {
    const { field } = await openShift()

    fill(field('vehicle'), 'x'.repeat(41))
    expect(errorOf(field('vehicle'))).toBeUndefined()
    fireEvent.focusOut(field('vehicle'))

    expect(errorOf(field('vehicle'))).toBe('At most 40 characters.')
  })

  test('a refusal of the server lands at its field, and nothing that was filled in is lost', async () => {
    const { send, submit, field } = await openShift()
    await fillAll(field)
    send.refuse({ problems: [{ field: 'driver', message: 'This is not one of the choices.' }] })

    submit()

    await waitFor(() => expect(errorOf(field('driver'))).toBe('This is not one of the choices.'))
    expect(document.activeElement).toBe(field('driver'))
    expect(field('vehicle')).toHaveProperty('value', 'Van 7')
    expect(field('driver')).toHaveProperty('value', 'Dana Driver')
    expect(field('startsAt')).toHaveProperty('value', toLocal('2026-11-23T07:00:00Z'))
  })

  test('an error that is no field’s fault is said above the button; the form stays', async () => {
    const { send, submit, field } = await openShift()
    await fillAll(field)
    send.refuse({})

    submit()

    await screen.findByText(/This was not sent\. Everything you filled in is still here\./)
    expect(field('vehicle')).toHaveProperty('value', 'Van 7')
  })

  test('sent twice at once, and once more after an answer that got lost, it carries one key', async () => {
    const { send, submit, field, filed } = await openShift()
    await fillAll(field)
    send.hold()

    submit()
    submit()
    await waitFor(() => expect(send.calls).toHaveLength(1))
    send.refuse({})
    send.release()
    await screen.findByText(/This was not sent/)
    submit()

    await waitFor(() => expect(filed).toEqual(['a case']))
    expect(send.calls).toHaveLength(2)
    expect(send.calls[0]!.idempotencyKey).toBe(send.calls[1]!.idempotencyKey)
    expect(send.calls[0]!.data).toEqual({
      station: 'north',
      driver: dana,
      vehicle: 'Van 7',
      startsAt: '2026-11-23T07:00:00.000Z',
      endsAt: '2026-11-23T15:00:00.000Z',
    })
    submit()
    expect(send.calls).toHaveLength(2)
  })

  test('a draft outlives a reload, belongs to its person, and is gone once it was sent', async () => {
    const drafts = draftsOnServer()
    const first = await openShift({ drafts })
    await fillAll(first.field)
    first.unmount()
    await waitFor(() => expect(drafts.get('vera')?.content.values).toMatchObject({ driver: dana }))

    const stranger = await openShift({ personId: 'somebody else', drafts })
    expect(stranger.field('vehicle')).toHaveProperty('value', '')
    stranger.unmount()
    const again = await openShift({ drafts })
    expect(again.field('vehicle')).toHaveProperty('value', 'Van 7')
    await waitFor(() => expect(again.field('driver')).toHaveProperty('value', 'Dana Driver'))
    expect(screen.getByText('You began this earlier. It has not been sent yet.')).toBeTruthy()
    again.submit()
    await waitFor(() => expect(again.filed).toEqual(['a case']))
    again.unmount()

    // The server ends a draft along with what is sent.
    drafts.drop('vera')
    const fresh = await openShift({ drafts })
    expect(fresh.field('vehicle')).toHaveProperty('value', '')
  })

  test('starting over empties the form', async () => {
    const drafts = draftsOnServer()
    const first = await openShift({ drafts })
    await fillAll(first.field)
    first.unmount()
    await waitFor(() => expect(drafts.get('vera')).toBeTruthy())

    const again = await openShift({ drafts })
    fill(again.field('endsAt'), '2026-11-24T09:00')
    fireEvent.click(screen.getByRole('button', { name: 'Start over' }))

    for (const name of ['station', 'driver', 'vehicle', 'startsAt', 'endsAt', 'remarks'])
      expect(again.field(name)).toHaveProperty('value', '')
    expect(screen.queryByText(/You began this earlier/)).toBeNull()
    await waitFor(() => expect(drafts.get('vera')).toBeUndefined())
  })
})

const openShift = (
  given: { language?: Locale; personId?: string; drafts?: ReturnType<typeof draftsOnServer> } = {},
) => openForm({ workflow: findWorkflow('shift')!, ...given })

async function fillAll(
  field: (name: string) => HTMLElement,
  times = { startsAt: '2026-11-23T07:00:00Z', endsAt: '2026-11-23T15:00:00Z' },
) {
  await waitFor(() => expect(field('station').querySelectorAll('option').length).toBeGreaterThan(1))
  fill(field('station'), 'north')
  fill(field('vehicle'), 'Van 7')
  fill(field('startsAt'), toLocal(times.startsAt))
  fill(field('endsAt'), toLocal(times.endsAt))
  await pickDana(field('driver'))
}
