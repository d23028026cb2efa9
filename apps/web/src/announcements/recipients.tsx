import { type Locale, locales } from '@belfry/shared'
import type { Priority } from '@belfry/shared/machine'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import Users from 'lucide-solid/icons/users'
import { For, type ParentProps, Show, createEffect, createSignal, onCleanup } from 'solid-js'
import { Paged } from '../pages/paged.tsx'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { t } from '../words/index.ts'
import { languageWord } from '../words/languages.ts'
import { type Writing, audienceOf, isAddressed, textsOf } from './writing.ts'

const PAUSE_MS = 200

type Asked = { to: ReturnType<typeof audienceOf>; priority: Priority }

/** How many get what is being written, exactly, while the audience changes. */
export function createRecipients(writing: Writing) {
  const [asked, setAsked] = createSignal<Asked | null>(null)
  createEffect(() => {
    const next = isAddressed(writing) ? { to: audienceOf(writing), priority: writing.priority } : null
    const timer = setTimeout(() => setAsked(next), PAUSE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const query = useQuery(() => ({
    queryKey: ['announcements', 'preview', JSON.stringify(asked())],
    queryFn: () => trpc.announcements.preview.query({ ...asked()!, limit: 1 }),
    enabled: asked() !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  }))
  return {
    asked,
    /** Null while nobody is addressed, or it is not known yet. */
    count: () => (asked() && query.data) || null,
    error: () => (asked() && query.isError ? messageOf(query.error) : null),
  }
}
export type Recipients = ReturnType<typeof createRecipients>

/** "312 people", the languages they read, and who they are. The buttons stand where nothing that comes later moves them. */
export function RecipientCount(props: ParentProps<{ writing: Writing; recipients: Recipients }>) {
  const [open, setOpen] = createSignal(false)
  const count = () => props.recipients.count()
  const spoken = () => locales.filter((locale) => (count()?.languages[locale] ?? 0) > 0)
  const written = () => textsOf(props.writing).map(({ locale }) => locale)
  const missing = () => (written().length > 0 ? spoken().filter((locale) => !written().includes(locale)) : [])
  return (
    <div class="flex flex-col gap-3">
      <p role="status" class="flex flex-wrap items-center gap-2 text-lg font-semibold tabular-nums">
        <Users class="size-5 text-muted" aria-hidden="true" />
        {t('announcements.recipients', { count: count()?.recipients ?? 0 })}
        <Show when={(count()?.recipients ?? 0) > 0}>
          <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
            {t('announcements.seeAll')}
          </Button>
        </Show>
      </p>
      {props.children}
      <div role="status" class="flex flex-col gap-1.5 empty:hidden">
        <Show when={props.recipients.error()}>{(text) => <p class="text-sm text-error">{text()}</p>}</Show>
        <Show when={count()}>
          {(now) => (
            <>
              <p class="text-sm text-muted">
                <For each={spoken()}>
                  {(locale, place) => (
                    <>
                      {place() > 0 && ' · '}
                      {said(locale, now().languages[locale])}
                    </>
                  )}
                </For>
                <Show when={props.writing.mail}> · {t('announcements.mails', { count: now().mails })}</Show>
              </p>
              <For each={missing()}>
                {(locale) => (
                  <p class="text-sm text-warning">
                    {t('announcements.unwritten', {
                      count: now().languages[locale],
                      language: languageWord(locale),
                      other: languageWord(written()[0]!),
                    })}
                  </p>
                )}
              </For>
            </>
          )}
        </Show>
      </div>
      <Show when={open() && props.recipients.asked()}>
        {(asked) => <RecipientList asked={asked()} onDone={() => setOpen(false)} />}
      </Show>
    </div>
  )
}

const said = (locale: Locale, count: number) =>
  t('announcements.speak', { count, language: languageWord(locale) })

/** All of them, by name. */
function RecipientList(props: { asked: Asked; onDone: () => void }) {
  const [search, setSearch] = createSignal('')
  const query = useInfiniteQuery(() => ({
    queryKey: ['announcements', 'recipients', JSON.stringify(props.asked), search()],
    queryFn: ({ pageParam }) =>
      trpc.announcements.preview.query({ ...props.asked, search: search(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const people = () => query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Dialog
      open
      onOpenChange={(stays) => stays || props.onDone()}
      title={t('announcements.whoGets')}
      description={t('announcements.recipients', { count: query.data?.pages[0]?.recipients ?? 0 })}
    >
      <div class="flex min-h-64 flex-col gap-3">
        <SearchField label={t('announcements.search')} value={search()} onSearch={setSearch} />
        <Paged
          query={query}
          count={people().length}
          empty={<EmptyState title={t('announcements.nobodyFits')} icon={<Users class="size-6" />} />}
        >
          <ul class="flex flex-col gap-2">
            <For each={people()}>
              {(person) => (
                <li class="flex items-center gap-2.5">
                  <Avatar name={person.name} />
                  <bdi>{person.name}</bdi>
                </li>
              )}
            </For>
          </ul>
        </Paged>
      </div>
    </Dialog>
  )
}
