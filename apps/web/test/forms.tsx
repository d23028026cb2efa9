import type { Grant, Locale } from '@belfry/shared'
import type { Workflow } from '@belfry/shared/machine'
import type { Draft, DraftContent, SaveDraftInput } from '@belfry/shared/wire'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { CaseForm } from '../src/forms/case-form.tsx'
import type { DraftApi } from '../src/forms/draft.ts'
import type { Filing } from '../src/forms/form-state.ts'
import { speak } from '../src/words/index.ts'

export const dana = '0199bbbb-0000-7000-8000-000000000001'

interface Given {
  workflow: Workflow
  language?: Locale
  personId?: string
  grants?: Grant[]
  /** The required fields of `everyKind` have something in them. */
  filled?: boolean
  children?: DraftContent['children']
  drafts?: ReturnType<typeof draftsOnServer>
}

/** Opens the form of a workflow for somebody, in front of a server that keeps drafts and takes what is sent. */
export async function openForm(given: Given) {
  await speak(given.language ?? 'en')
  const personId = given.personId ?? 'vera'
  const filed: string[] = []
  const send = sender()
  const drafts = given.drafts ?? draftsOnServer()
  if (given.filled || given.children)
    drafts.put(personId, { key: 'a key', values: filledIn, labels: {}, children: given.children ?? [] })
  const { unmount, container } = render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <CaseForm
        workflow={given.workflow}
        me={{ id: personId, grants: given.grants ?? [{ role: 'vendor', scope: null }] }}
        choices={(_, field) =>
          Promise.resolve(
            field === 'station'
              ? [{ value: 'north', label: 'Station North' }]
              : [{ value: dana, label: 'Dana Driver' }],
          )
        }
        drafts={drafts.of(personId)}
        send={send.send}
        onFiled={(item) => void filed.push(item)}
      />
    </QueryClientProvider>
  ))
  await waitFor(() => container.querySelector('form') ?? Promise.reject(new Error('no form yet')))
  const place = (path: string) => container.querySelector<HTMLElement>(`[data-field="${path}"]`)!
  return {
    send,
    filed,
    drafts,
    unmount,
    place,
    sent: () => send.calls,
    field: (path: string) => place(path).querySelector<HTMLElement>(':is(input, select, textarea)')!,
    submit: () => fireEvent.submit(container.querySelector('form')!),
  }
}

const filledIn = {
  line: 'A line',
  distance: 12,
  price: 100,
  agreed: true,
  day: '2026-12-24',
  moment: '2026-12-24T17:30:00.000Z',
  size: 'small',
  items: [{ item: 'Cones', quantity: 40 }],
}

/** Drafts as the server keeps them, each person's own. */
export function draftsOnServer() {
  const kept = new Map<string, Draft>()
  let cut = false
  let refused = false
  const saves: SaveDraftInput[] = []
  const reach = () => {
    if (cut) throw new TypeError('Failed to fetch')
  }
  return {
    saves,
    get: (personId: string) => kept.get(personId),
    put: (personId: string, content: DraftContent) =>
      void kept.set(personId, {
        rev: (kept.get(personId)?.rev ?? 0) + 1,
        savedAt: new Date().toISOString(),
        content,
      }),
    drop: (personId: string) => void kept.delete(personId),
    cut: (now: boolean) => (cut = now),
    refuse: (now: boolean) => (refused = now),
    of: (personId: string): DraftApi => ({
      // Always later, as over a network.
      find: async () => {
        await Promise.resolve()
        reach()
        return kept.get(personId) ?? null
      },
      save: async (input) => {
        await Promise.resolve()
        reach()
        if (refused) throw Object.assign(new Error('No.'), { data: { code: 'BAD_REQUEST' } })
        if ((kept.get(personId)?.rev ?? 0) !== input.rev)
          throw Object.assign(new Error('No.'), { data: { key: 'draft_changed' } })
        saves.push(input)
        const saved = { rev: input.rev + 1, savedAt: new Date().toISOString() }
        kept.set(personId, { ...saved, content: input.content })
        return saved
      },
      remove: async () => {
        await Promise.resolve()
        reach()
        kept.delete(personId)
      },
    }),
  }
}

/** The other end: takes what is sent, refuses when told to, and can keep the sender waiting. */
function sender() {
  const calls: Filing[] = []
  let refusal: { problems?: { field: string; message: string }[] } | undefined
  let release = () => {}
  let held: Promise<void> | undefined
  return {
    calls,
    refuse: (details: NonNullable<typeof refusal>) => (refusal = details),
    hold: () => {
      held = new Promise((go) => (release = go))
    },
    release: () => release(),
    send: async (filing: Filing) => {
      calls.push(filing)
      await held
      held = undefined
      const details = refusal
      refusal = undefined
      if (details) throw Object.assign(new Error('No.'), { data: { details } })
      return 'a case'
    },
  }
}

export function fill(control: HTMLElement, value: string) {
  ;(control as HTMLInputElement).value = value
  fireEvent.input(control)
  fireEvent.change(control)
}

/** Picks the driver among those who are found. */
export async function pickDana(driver: HTMLElement) {
  driver.focus()
  fill(driver, 'Dana')
  const option = await screen.findByRole('option', { name: 'Dana Driver' })
  fireEvent.pointerDown(option, { pointerType: 'mouse' })
  fireEvent.pointerUp(option, { pointerType: 'mouse' })
  fireEvent.click(option)
  await waitFor(() => (driver as HTMLInputElement).value === 'Dana Driver' || Promise.reject(new Error()))
}

/** What the control's own description says is wrong. */
export function errorOf(control: HTMLElement): string | undefined {
  if (control.getAttribute('aria-invalid') !== 'true') return undefined
  const ids = (control.getAttribute('aria-describedby') ?? '').split(' ')
  return document.getElementById(ids.find((id) => id.endsWith('-error')) ?? '')?.textContent ?? undefined
}
