import type { MailboxItem } from '@belfry/shared/wire'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import Mail from 'lucide-solid/icons/mail'
import MailOpen from 'lucide-solid/icons/mail-open'
import { For, Show } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { createListKeys } from '../ui/list-keys.ts'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { MailReader } from './mailbox-reader.tsx'
import { Paged } from './paged.tsx'

const FRESH_MS = 4_000

export interface MailsProps {
  search: string
  selected: string | undefined
  format: 'html' | 'text'
  onClearSearch: () => void
}

/** The list beside the mail that is read; on a phone one or the other. */
export function Mails(props: MailsProps) {
  const query = useInfiniteQuery(() => ({
    queryKey: ['mail', 'mailbox', props.search],
    queryFn: ({ pageParam }) =>
      trpc.mail.mailbox.query({ search: props.search || undefined, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const mails = () => query.data?.pages.flatMap((page) => page.items) ?? []
  let rows: HTMLElement | undefined
  createListKeys(() => rows)

  return (
    <div class="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <Panel
        flush
        class={cx(
          'lg:sticky lg:top-16 lg:max-h-[calc(100dvh-12rem)] lg:overflow-y-auto',
          props.selected && 'max-lg:hidden',
        )}
      >
        <Paged
          query={query}
          count={mails().length}
          empty={
            <Show
              when={props.search}
              fallback={
                <EmptyState title={t('mailbox.empty')} icon={<Mail class="size-6" />}>
                  {t('mailbox.emptyWhy')}
                </EmptyState>
              }
            >
              <EmptyState
                title={t('mailbox.emptySearch', { search: props.search })}
                actions={<Button onClick={() => props.onClearSearch()}>{t('queue.clearSearch')}</Button>}
              />
            </Show>
          }
        >
          <ul ref={(element) => (rows = element)} aria-label={t('mailbox.list')} class="divide-y divide-line">
            <For each={mails()}>
              {(mail) => <MailRow mail={mail} selected={mail.id === props.selected} />}
            </For>
          </ul>
        </Paged>
      </Panel>
      <Show
        when={props.selected}
        keyed
        fallback={
          <Panel flush class="max-lg:hidden">
            <EmptyState title={t('mailbox.pick')} icon={<MailOpen class="size-6" />} />
          </Panel>
        }
      >
        {(id) => <MailReader id={id} format={props.format} />}
      </Show>
    </div>
  )
}

const MailRow = (props: { mail: MailboxItem; selected: boolean }) => (
  <li
    data-row={props.mail.id}
    class={cx(
      'relative px-4 py-2.5 transition-colors',
      props.selected ? 'bg-accent-soft' : 'hover:bg-hover has-[a:focus-visible]:bg-hover',
    )}
  >
    <Link
      from="/mailbox"
      to="."
      search={(before) => ({ ...before, mail: props.mail.id })}
      resetScroll={false}
      aria-current={props.selected ? 'true' : undefined}
      dir="auto"
      class="line-clamp-2 font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      {props.mail.subject}
    </Link>
    <p class="flex justify-between gap-3 text-sm text-muted">
      <span class="truncate" dir="ltr">
        {props.mail.to}
      </span>
      <RelativeTime at={props.mail.at} class="shrink-0" />
    </p>
  </li>
)
