import type { Case, Notification } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/solid-router'
import { type JSX, createSignal } from 'solid-js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createDeeds } from '../src/inbox/deeds.tsx'
import type { Entry } from '../src/inbox/entries.ts'
import { inboxKeys } from '../src/inbox/keys.ts'
import { createPageKeys } from '../src/inbox/row-keys.ts'
import { NotificationRow, type NotificationRowProps } from '../src/inbox/row.tsx'
import type { InboxList } from '../src/live/inbox-list.ts'
import { queryClient } from '../src/query.ts'
import { dismiss, toasts } from '../src/ui/toast.ts'
import { answerWith } from './api.ts'
import { possible, shiftCase } from './cases.ts'
import { idOf, inboxWithServer, notification } from './notifications.ts'

const undoToken = '0199dddd-0000-7000-8000-000000000001'
const marked = { 'notifications.mark': () => ({ changed: 1, undoToken }) }
const list = (counts: Record<string, { size: number; unread: number }> = {}) =>
  ({
    count: (id: string) => counts[id],
    question: () => ({ filter: {} }),
    expect: () => () => {},
  }) as unknown as InboxList

afterEach(() => {
  cleanup()
  queryClient.clear()
  for (const id of toasts.map((one) => one.id)) dismiss(id)
  vi.unstubAllGlobals()
})

/** Links need a router around them. */
async function renderInRouter(what: () => JSX.Element) {
  const router = createRouter({
    routeTree: createRootRoute({ component: what }),
    history: createMemoryHistory(),
  })
  await router.load()
  return render(() => (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  ))
}

async function showRow(item: Notification, more: Partial<NotificationRowProps> = {}) {
  const server = inboxWithServer()
  server.hello('1.0', 0)
  server.changes('1.1', 1, [item])
  await renderInRouter(() => {
    const deeds = createDeeds(server.inbox)
    return (
      <>
        <NotificationRow item={server.inbox.get(item.id)!} deeds={deeds} list={list()} {...more} />
        <deeds.Asking />
      </>
    )
  })
  return server
}

describe('a row', () => {
  const shift: Case = shiftCase(1, { actions: [possible('approve'), possible('reject'), possible('cancel')] })
  const asked = notification(1, { caseId: shift.id, actor: { id: idOf(9), name: 'Vera Vendor' } })

  test('says who, about what, and that it is unread', async () => {
    await showRow(asked)

    expect(screen.getByRole('link').textContent).toBe('New shift 1 (unread)')
    expect(screen.getByText('Vera Vendor · Shifts')).toBeTruthy()
  })

  test('lets its reader decide there and then, where nothing more is asked; that is reading it', async () => {
    const api = answerWith({
      ...marked,
      'cases.get': () => shift,
      'cases.act': () => ({ ...shift, state: 'approved', actions: [] }),
    })
    const server = await showRow(asked)

    fireEvent.focusIn(screen.getByRole('link'))
    fireEvent.click(await screen.findByRole('button', { name: 'Approve' }))

    await screen.findByText('Approve: done.')
    // Rejecting takes a reason, which is asked on the page of the case.
    expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull()
    expect(api.of('cases.act')).toMatchObject([
      { caseId: shift.id, action: 'approve', version: shift.version },
    ])
    await waitFor(() => expect(server.inbox.get(idOf(1))?.state).toBe('read'))
  })

  test('says in its place why not, and stays unread', async () => {
    answerWith({
      'cases.get': () => shift,
      'cases.act': () => {
        throw Object.assign(new Error('Olaf decided this a minute ago.'), { key: 'already_decided' })
      },
    })
    const server = await showRow(asked)

    fireEvent.focusIn(screen.getByRole('link'))
    fireEvent.click(await screen.findByRole('button', { name: 'Approve' }))

    expect((await screen.findByRole('alert')).textContent).toBe('Olaf decided this a minute ago.')
    expect(server.inbox.get(idOf(1))?.state).toBe('unread')
  })

  test('that stands for a group says how many there are, and is unread as long as one of them is', async () => {
    const onUnfold = vi.fn()
    await showRow(notification(1, { state: 'read', group: 'one' }), {
      list: list({ [idOf(1)]: { size: 12, unread: 3 } }),
      onUnfold,
    })

    expect(screen.getByRole('link').textContent).toContain('(unread)')
    const button = screen.getByRole('button', { name: '12 notifications' })
    expect(button.getAttribute('aria-expanded')).toBe('false')
    fireEvent.click(button)
    expect(onUnfold).toHaveBeenCalledOnce()
  })

  test('snoozes until a time that is picked', async () => {
    const api = answerWith(marked)
    await showRow(notification(1))

    fireEvent.focusIn(screen.getByRole('link'))
    fireEvent.click(await screen.findByRole('button', { name: 'Snooze' }))
    fireEvent.click(await screen.findByRole('button', { name: /Tomorrow morning/ }))

    await waitFor(() => expect(api.of('notifications.mark')).toHaveLength(1))
    const [sent] = api.of('notifications.mark') as { until: string; as: string }[]
    expect(sent).toMatchObject({ ids: [idOf(1)], as: 'snoozed' })
    expect(new Date(sent!.until).getHours()).toBe(8)
  })

  test('shows a picture of this console, and none from elsewhere', async () => {
    await showRow(notification(1, { data: { image: '/files/plan.png' } }))
    expect(document.querySelector('img')?.getAttribute('src')).toBe('/files/plan.png')
    cleanup()

    await showRow(notification(2, { data: { image: 'https://elsewhere.test/pixel.png' } }))
    expect(document.querySelector('img')).toBeNull()
  })
})

describe('by keyboard', () => {
  const press = (key: string, more: KeyboardEventInit = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, {
      key,
      code: `Key${key.toUpperCase()}`,
      ...more,
    })

  function showList() {
    const api = answerWith({ ...marked, 'notifications.pin': () => ({ changed: 1 }) })
    const server = inboxWithServer()
    server.hello('1.0', 0)
    server.changes(
      '1.3',
      3,
      [3, 2, 1].map((n) => notification(n)),
    )
    const [ids, setIds] = createSignal([3, 2, 1].map(idOf))
    const entries = () => ids().map((id, at): Entry => ({ id, at, list: list(), group: null, member: false }))
    const toggled = vi.fn()
    render(() => {
      let element: HTMLUListElement | undefined
      const deeds = createDeeds(server.inbox)
      const keys = createPageKeys(
        entries,
        () => element && { element, inSight: () => ({ first: 0, last: 2 }), reveal: () => {} },
        {
          ...inboxKeys({
            deeds,
            lines: (id) => [{ item: server.inbox.get(id)!, groupIn: null }],
            run: (deed, lines) => deed.run(deeds, lines),
          }),
          x: (id) => toggled(id, false),
          'Shift+x': (id) => toggled(id, true),
        },
        {},
      )
      return (
        <ul ref={(made) => (element = made)} onFocusIn={keys.onFocusIn}>
          {ids().map((id) => (
            <li data-row={id}>
              <a href="/one">{id}</a>
            </li>
          ))}
        </ul>
      )
    })
    return { api, server, setIds, toggled }
  }
  const focused = () => document.activeElement?.textContent

  test('j and k go from row to row, and keys act on the row they are at', async () => {
    const { api, toggled } = showList()

    press('j')
    press('j')
    expect(focused()).toBe(idOf(2))
    press('x')
    press('j')
    press('X', { shiftKey: true })
    press('k')
    expect(toggled.mock.calls).toEqual([
      [idOf(2), false],
      [idOf(1), true],
    ])

    press('m')
    press('p')
    press('e')
    await waitFor(() => expect(api.calls).toHaveLength(3))
    expect(api.calls.map(({ input }) => input)).toEqual([
      { ids: [idOf(2)], as: 'read' },
      { ids: [idOf(2)], pinned: true },
      { ids: [idOf(2)], as: 'archived' },
    ])
  })

  test('Shift and u makes unread again what was read', async () => {
    const { api, server } = showList()
    server.changes('1.4', 2, [notification(3, { state: 'read' })])

    press('j')
    press('U', { shiftKey: true })

    await waitFor(() => expect(api.of('notifications.mark')).toEqual([{ ids: [idOf(3)], as: 'unread' }]))
  })
})
