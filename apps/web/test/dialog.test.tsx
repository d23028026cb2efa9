import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, test } from 'vitest'
import { Dialog } from '../src/ui/dialog.tsx'
import { isDialogOpen } from '../src/ui/dialogs-open.ts'

afterEach(cleanup)

/** A button that opens a dialog, and that what is done in the dialog takes away. */
function Page() {
  const [open, setOpen] = createSignal(false)
  const [done, setDone] = createSignal(false)
  return (
    <main>
      <a href="/elsewhere">Elsewhere</a>
      <section>
        <a href="/case">Case</a>
        {done() ? null : <button onClick={() => setOpen(true)}>Reject</button>}
      </section>
      <Dialog open={open()} onOpenChange={setOpen} title="Reject">
        <label>
          Why <textarea />
        </label>
        <button
          onClick={() => {
            setDone(true)
            setOpen(false)
          }}
        >
          Do it
        </button>
      </Dialog>
    </main>
  )
}

describe('a dialog', () => {
  test('begins with what is to be filled in, and not with the way out', async () => {
    render(() => <Page />)
    screen.getByRole('button', { name: 'Reject' }).focus()
    screen.getByRole('button', { name: 'Reject' }).click()

    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Why')))
    expect(isDialogOpen()).toBe(true)
  })

  test('gives the focus to what is nearest, where the button that opened it is gone', async () => {
    render(() => <Page />)
    screen.getByRole('button', { name: 'Reject' }).focus()
    screen.getByRole('button', { name: 'Reject' }).click()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Why')))

    screen.getByRole('button', { name: 'Do it' }).click()

    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Case' })))
    expect(isDialogOpen()).toBe(false)
  })
})
