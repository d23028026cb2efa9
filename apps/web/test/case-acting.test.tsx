import type { Locale } from '@belfry/shared'
import type { ActInput, Case } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { TRPCClientError } from '@trpc/client'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, test } from 'vitest'
import { createActing } from '../src/pages/case-acting.ts'
import { CaseActions } from '../src/pages/case-actions.tsx'
import { ConflictNotice } from '../src/pages/case-conflict.tsx'
import { speak } from '../src/words/index.ts'
import { possible, shiftCase } from './cases.ts'

afterEach(cleanup)

describe('deciding on a case', () => {
  test('an approval goes out at once, for the version on the screen', async () => {
    const { press, sent } = await openCase()

    press('Approve')

    await waitFor(() => expect(screen.getByTestId('state').textContent).toBe('approved'))
    expect(sent).toEqual([expect.objectContaining({ action: 'approve', version: 1 })])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('a rejection asks for a reason of the list, and takes a note', async () => {
    const { press, sent } = await openCase()

    press('Reject')
    const dialog = within(await screen.findByRole('dialog', { name: 'Reject' }))
    fireEvent.click(dialog.getByRole('button', { name: 'Reject' }))
    expect(dialog.getByText('Please choose a reason.')).toBeTruthy()
    expect(document.activeElement).toBe(dialog.getByLabelText('Reason'))
    expect(sent).toEqual([])
    fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'unsafe' } })
    fireEvent.input(dialog.getByLabelText(/Note/), { target: { value: 'Brakes <b>first</b>' } })
    fireEvent.keyDown(dialog.getByLabelText(/Note/), { key: 'Enter', ctrlKey: true })

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent).toEqual([
      expect.objectContaining({ action: 'reject', reason: 'unsafe', note: 'Brakes <b>first</b>' }),
    ])
  })

  test('taking a case back asks whether it is really meant', async () => {
    const { press, sent } = await openCase({ actions: [possible('cancel')] })

    press('Cancel shift')
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel shift?' }))
    expect(dialog.getByText('“Van 1” will be Cancelled. This cannot be taken back.')).toBeTruthy()
    fireEvent.click(dialog.getByRole('button', { name: 'Leave it as it is' }))

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent).toEqual([])
  })

  test('what one may not do is there, grey, with the reason, and does nothing', async () => {
    const { press, sent } = await openCase()

    const button = screen.getByRole('button', { name: /Cancel shift/ })
    press(/Cancel shift/)

    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(button.getAttribute('aria-describedby')!)?.textContent).toBe(
      'Only whoever filed it may do this.',
    )
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(sent).toEqual([])
  })

  test.each([
    [
      'en',
      'Approve',
      'Omar Officer decided this first: it is now Rejected. Your decision was not recorded.',
      'Decided',
    ],
    [
      'fr',
      'Approuver',
      'Omar Officer a décidé avant vous : l’état est maintenant « Refusé ».',
      'Décision prise',
    ],
    ['ar', 'قبول', 'سبقك Omar Officer إلى القرار، والحالة الآن: مرفوضة.', 'اتُّخذ القرار'],
  ] as const)(
    'who comes second is told in %s who decided, and when',
    async (language, label, message, decided) => {
      const { press, refuse } = await openCase({}, language)
      refuse('already_decided', message, {
        by: 'Omar Officer',
        at: '2026-11-20T08:30:00.000Z',
        state: 'rejected',
      })

      press(label)

      await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(message))
      expect(screen.getByRole('alert').textContent).toContain(decided)
      expect(screen.getByRole('alert').textContent).toMatch(/2026/)
    },
  )

  test('a notice that was read goes away, and so it does with the next decision', async () => {
    const { press, refuse } = await openCase()
    refuse('stale_version', 'Omar Officer changed this in the meantime.', {})
    press('Approve')
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('in the meantime'))

    fireEvent.click(screen.getByRole('button', { name: 'Understood' }))

    expect(screen.getByRole('alert').textContent).toBe('')
  })

  test('a conflict closes the dialog; any other failure keeps it open with all that was written', async () => {
    const { press, refuse, sent } = await openCase()
    press('Reject')
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: 'other' } })
    fireEvent.input(dialog.getByLabelText(/Note/), { target: { value: 'A long story' } })

    refuse('unavailable', 'Belfry cannot reach its database right now.', {})
    fireEvent.click(dialog.getByRole('button', { name: 'Reject' }))
    await dialog.findByText('Belfry cannot reach its database right now.')
    expect(dialog.getByLabelText(/Note/)).toHaveProperty('value', 'A long story')

    refuse('already_decided', 'Omar Officer decided this first.', {})
    fireEvent.click(dialog.getByRole('button', { name: 'Reject' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByRole('alert').textContent).toContain('Omar Officer decided this first.')
    expect(sent[0]!.idempotencyKey).toBe(sent[1]!.idempotencyKey)
  })

  test('two presses decide once', async () => {
    const { press, sent } = await openCase()

    press('Approve')
    press('Approve')

    await waitFor(() => expect(screen.getByTestId('state').textContent).toBe('approved'))
    expect(sent).toHaveLength(1)
  })
})

async function openCase(more: Partial<Case> = {}, language: Locale = 'en') {
  await speak(language)
  const sent: ActInput[] = []
  let refusal: TRPCClientError<never> | undefined
  const [item, setItem] = createSignal(shiftCase(1, more))

  render(() => {
    const acting = createActing({
      item,
      send: async (input) => {
        sent.push(input)
        await Promise.resolve()
        if (refusal) throw refusal
        return { ...item(), state: 'approved', version: 2 }
      },
      onDone: setItem,
    })
    return (
      <>
        <ConflictNotice conflict={acting.conflict()} onDismiss={acting.forget} />
        <p data-testid="state">{item().state}</p>
        <CaseActions item={item()} acting={acting} />
      </>
    )
  })

  return {
    sent,
    press: (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name })),
    refuse: (key: string, message: string, details: object) => {
      refusal = new TRPCClientError(message, {
        result: { error: { code: -32009, message, data: { code: 'CONFLICT', key, details } } } as never,
      })
    },
  }
}
