import type { Notification } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Clock from 'lucide-solid/icons/clock'
import Info from 'lucide-solid/icons/info'
import Pin from 'lucide-solid/icons/pin'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { Show, createMemo, createSignal, onCleanup } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { LineCount } from '../live/inbox-lines.ts'
import type { InboxList } from '../live/inbox-list.ts'
import { Badge } from '../ui/badge.tsx'
import { cx } from '../ui/cx.ts'
import { PathLink, insidePath } from '../ui/path-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { locale, t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'
import type { Line } from './actions.ts'
import { createAtOnce } from './at-once.ts'
import type { Deeds } from './deeds.tsx'
import { directionOf } from './direction.ts'
import { RowButtons, Said } from './row-buttons.tsx'

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert }
const colours = { info: 'text-info', success: 'text-success', warning: 'text-warning', error: 'text-error' }
const MOST_SHOWN = 99
const HOVER_MS = 150 // who only passes by asks for nothing

export interface NotificationRowProps {
  item: Notification
  deeds: Deeds
  /** The list whose line it is; it may stand for a group there. */
  list: InboxList
  unfolded?: boolean
  onUnfold?: () => void
  /** One of a group that is unfolded. */
  member?: boolean
  selection?: { has: boolean; toggle: (asFarAsHere: boolean) => void }
  onFollow?: () => void
}

/** One notification, or the newest of a group: all of it is the link, everything else lies on top. */
export function NotificationRow(props: NotificationRowProps) {
  const count = (): LineCount | undefined => {
    const known = props.member ? undefined : props.list.count(props.item.id)
    return known && known.size > 1 ? known : undefined
  }
  const stands = () => count() !== undefined && !props.unfolded
  const line = (): Line => ({ item: props.item, groupIn: stands() ? props.list : null })
  const unread = () => (stands() ? count()!.unread > 0 : props.item.state === 'unread')
  const atOnce = createAtOnce(
    () => props.item,
    () => props.deeds.read(props.item, line().groupIn),
  )
  // Buttons that nobody came to yet would make up most of a long list.
  const [visited, setVisited] = createSignal(false)
  let hovering: ReturnType<typeof setTimeout>
  onCleanup(() => clearTimeout(hovering))

  return (
    <div
      class={cx(
        'group relative flex gap-3 px-4 py-2.5 transition-colors hover:bg-hover has-[a:focus-visible]:bg-hover',
        props.member && 'ps-10',
        props.selection?.has && 'bg-accent-soft',
      )}
      onPointerEnter={(event) => {
        setVisited(true)
        if (event.pointerType === 'mouse') hovering = setTimeout(() => void atOnce.look(), HOVER_MS)
      }}
      onPointerLeave={() => clearTimeout(hovering)}
      onFocusIn={() => {
        setVisited(true)
        void atOnce.look()
      }}
    >
      <Show when={props.selection}>
        {(selection) => (
          <label class="relative z-1 -ms-2 grid size-7 shrink-0 -translate-y-1 cursor-pointer place-items-center pointer-coarse:size-9">
            <input
              type="checkbox"
              class="size-4 accent-accent opacity-45 transition-opacity group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
              aria-label={t('inbox.select', { title: props.item.title })}
              checked={selection().has}
              onClick={(event) => selection().toggle(event.shiftKey)}
            />
          </label>
        )}
      </Show>
      <Dynamic
        component={icons[props.item.tone]}
        class={cx('mt-0.5 size-4 shrink-0', unread() ? colours[props.item.tone] : 'text-faint')}
        aria-hidden="true"
      />
      <div class="min-w-0 grow">
        <div class="flex items-baseline gap-3">
          <PathLink
            path={props.item.link}
            dir={directionOf(props.item)}
            class={cx(
              'min-w-0 grow text-side outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus',
              unread() ? 'font-semibold' : 'text-muted',
            )}
            onFollow={() => {
              props.deeds.read(props.item, line().groupIn)
              props.onFollow?.()
            }}
          >
            {props.item.title}
            <Show when={unread()}>
              <span class="sr-only"> ({t('inbox.unreadDot')})</span>
            </Show>
          </PathLink>
          <RelativeTime
            at={props.item.createdAt}
            class="relative shrink-0 text-xs text-faint pointer-coarse:me-4 pointer-fine:group-focus-within:invisible pointer-fine:group-hover:invisible"
          />
        </div>
        <p dir={directionOf(props.item)} class="line-clamp-2 text-side text-sm text-muted">
          {props.item.body}
        </p>
        <Picture item={props.item} />
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-faint">
          <Marks item={props.item} />
          <Show when={count()}>
            {(many) => (
              <GroupButton count={many()} unfolded={props.unfolded === true} onPress={props.onUnfold} />
            )}
          </Show>
        </p>
        <Said atOnce={atOnce} />
      </div>
      <span
        class={cx(
          'mt-1.5 size-2 shrink-0 rounded-full pointer-coarse:mt-9',
          unread() ? 'bg-accent' : 'bg-transparent',
        )}
        aria-hidden="true"
      />
      <RowButtons line={line()} unread={unread()} deeds={props.deeds} atOnce={atOnce} visited={visited()} />
    </div>
  )
}

/** Who it came from, what it is about, and what is special about it. */
function Marks(props: { item: Notification }) {
  const said = createMemo(() =>
    [props.item.actor?.name, words[locale()].categories[props.item.category]].filter(Boolean).join(' · '),
  )
  return (
    <>
      <Show when={props.item.priority === 'critical'}>
        <Badge tone="error">{t('inbox.critical')}</Badge>
      </Show>
      <Show when={props.item.pinned}>
        <Pin class="size-3.5 text-accent-text" aria-hidden="true" />
        <span class="sr-only">{t('inbox.pinned')}</span>
      </Show>
      <bdi>{said()}</bdi>
      <Show when={props.item.snoozedUntil}>
        {(until) => (
          <span class="inline-flex items-center gap-1">
            <Clock class="size-3.5" aria-hidden="true" />
            {props.item.state === 'snoozed'
              ? t('inbox.snoozedUntil', { time: formatTime(until(), 'brief') })
              : t('inbox.woken')}
          </span>
        )}
      </Show>
    </>
  )
}

function GroupButton(props: { count: LineCount; unfolded: boolean; onPress: (() => void) | undefined }) {
  const shown = () => ({
    count: formatNumber(Math.min(props.count.size, MOST_SHOWN)),
    more: String(props.count.size > MOST_SHOWN),
  })
  return (
    <Show
      when={props.onPress}
      fallback={<span class="rounded-full bg-pressed px-1.5">{t('inbox.size', shown())}</span>}
    >
      <button
        type="button"
        aria-expanded={props.unfolded}
        class="relative z-1 inline-flex items-center gap-1 rounded-full bg-pressed px-2 font-medium text-muted hover:text-text pointer-coarse:py-2"
        onClick={() => props.onPress?.()}
      >
        {t('inbox.size', shown())}
        <ChevronDown
          class={cx('size-3.5 transition-transform', props.unfolded && 'rotate-180')}
          aria-hidden="true"
        />
      </button>
    </Show>
  )
}

/** A message may bring a picture, from this console alone. */
const Picture = (props: { item: Notification }) => {
  const path = () => {
    const { image } = props.item.data
    return typeof image === 'string' && insidePath(image) === image ? image : undefined
  }
  return (
    <Show when={path()}>
      {(source) => (
        <img
          src={source()}
          alt=""
          loading="lazy"
          class="my-1.5 max-h-40 max-w-full rounded-md border border-line"
        />
      )}
    </Show>
  )
}
