import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Button } from '../src/ui/button.tsx'

describe('a button that cannot be pressed', () => {
  afterEach(cleanup)

  test('takes the focus and describes itself by the reason', () => {
    render(() => <Button disabledReason="Only the officer may do this.">Approve</Button>)
    const button = screen.getByRole('button', { description: 'Only the officer may do this.' })

    button.focus()

    expect(document.activeElement).toBe(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(button.hasAttribute('disabled')).toBe(false)
  })

  test('does nothing when pressed, except to show why', async () => {
    const press = vi.fn()
    const submit = vi.fn((event: Event) => event.preventDefault())
    render(() => (
      <form onSubmit={submit}>
        <Button type="submit" disabledReason="It is approved already." onClick={press}>
          Approve
        </Button>
      </form>
    ))

    fireEvent.click(screen.getByRole('button'))

    expect(press).not.toHaveBeenCalled()
    expect(submit).not.toHaveBeenCalled()
    expect((await screen.findByRole('tooltip')).textContent).toBe('It is approved already.')
  })

  test('keeps the focus when the reason comes and goes', () => {
    const [reason, setReason] = createSignal<string | null>(null)
    const press = vi.fn()
    render(() => (
      <Button disabledReason={reason()} onClick={press}>
        Approve
      </Button>
    ))
    const button = screen.getByRole('button')
    button.focus()

    setReason('Somebody was faster.')
    fireEvent.click(button)
    expect(press).not.toHaveBeenCalled()

    setReason(null)
    fireEvent.click(button)
    expect(press).toHaveBeenCalledOnce()
    expect(document.activeElement).toBe(button)
    expect(button.hasAttribute('aria-describedby')).toBe(false)
  })

  test('does nothing while it is busy', () => {
    const press = vi.fn()
    render(() => (
      <Button busy onClick={press}>
        Approve
      </Button>
    ))

    fireEvent.click(screen.getByRole('button', { busy: true }))

    expect(press).not.toHaveBeenCalled()
  })
})
