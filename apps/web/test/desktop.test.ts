import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { notification } from './notifications.ts'

describe('desktop notifications', () => {
  const shown = vi.fn<(title: string, options: NotificationOptions) => void>()
  const ask = vi.fn(() => Promise.resolve('granted' as const))
  let hidden = true

  async function desktop(permission: NotificationPermission) {
    class Desktop extends EventTarget {
      static permission = permission
      static requestPermission = ask
      constructor(title: string, options: NotificationOptions) {
        super()
        shown(title, options)
      }
      close() {}
    }
    vi.stubGlobal('Notification', Desktop)
    vi.stubGlobal('matchMedia', () => ({ matches: true }))
    vi.resetModules()
    return import('../src/inbox/desktop.ts')
  }

  beforeEach(() => {
    localStorage.clear()
    vi.clearAllMocks()
    hidden = true
    vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
  })
  afterEach(() => vi.unstubAllGlobals())

  test('appear while the page is in the background, once for all windows', async () => {
    const { showOnDesktop } = await desktop('granted')

    showOnDesktop(notification(1), () => {})

    expect(shown).toHaveBeenCalledOnce()
    expect(shown.mock.calls[0]?.[1].tag).toBe(notification(1).id)
  })

  test('do not appear while the page is in sight, or where they are not allowed', async () => {
    hidden = false
    const allowed = await desktop('granted')
    allowed.showOnDesktop(notification(1), () => {})
    hidden = true
    const denied = await desktop('denied')
    denied.showOnDesktop(notification(1), () => {})

    expect(shown).not.toHaveBeenCalled()
  })

  test('are asked for only when the person says so, and not again after "not now"', async () => {
    const first = await desktop('default')
    expect(first.mayAskForDesktop()).toBe(true)
    expect(ask).not.toHaveBeenCalled()

    first.notNow()
    expect(first.mayAskForDesktop()).toBe(false)

    const later = await desktop('default')
    expect(later.mayAskForDesktop()).toBe(false)
  })

  test('are not asked for where the browser was asked already', async () => {
    const { mayAskForDesktop } = await desktop('denied')

    expect(mayAskForDesktop()).toBe(false)
  })
})
