import type { Channel } from '@belfry/shared/delivery'
import { QuietHours } from '@belfry/shared/delivery'
import type { PreferencesPreview, PreviewSide, SetPreferencesInput } from '@belfry/shared/wire'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { For, Show, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { cx } from '../ui/cx.ts'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { channelName } from './sentences.ts'

const SETTLE_MS = 300 // a few quick choices ask once

/** What these changes would have meant, asked when they have settled. What is not whole yet is left out. */
export function createPreview(change: () => SetPreferencesInput) {
  const ready = () => {
    const given = change()
    if (!given.quiet || QuietHours.safeParse(given.quiet).success) return given
    const { quiet: _, ...rest } = given
    return rest
  }
  const [asked, setAsked] = createSignal(ready())
  createEffect(
    on(ready, (given) => {
      const timer = setTimeout(() => setAsked(given), SETTLE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  return useQuery(() => ({
    queryKey: ['preferences', 'preview', asked()],
    queryFn: () => trpc.preferences.preview.query(asked()),
    placeholderData: keepPreviousData,
  }))
}

export interface Flow {
  now: number
  quiet: number
  digest: number
  kept: number
}

/** What goes through one channel, of all categories. */
export function flowOf(side: PreviewSide, channel: Channel): Flow {
  const flow = { now: 0, quiet: 0, digest: 0, kept: 0 }
  for (const line of side.lines)
    if (line.channel === channel) for (const kind of kinds) flow[kind] += line[kind]
  return flow
}

/** Mails that come: those for one message each, and the gathered ones. */
export function mailsOf(side: PreviewSide): { all: number; gathered: number } {
  const { now, quiet } = flowOf(side, 'mail')
  const gathered = Object.values(side.digests).reduce((sum, count) => sum + count, 0)
  return { all: now + quiet + gathered, gathered }
}

const kinds = ['now', 'quiet', 'digest', 'kept'] as const

const colours: Record<keyof Flow, string> = {
  now: 'bg-accent',
  quiet: 'bg-accent/45',
  digest: 'bg-brass',
  kept: 'bg-line',
}

export interface PreviewProps {
  query: { data: PreferencesPreview | undefined; error: unknown; isPlaceholderData: boolean }
  channels: readonly Channel[]
  /** Something is chosen that is not saved. */
  isChanged: boolean
}

/** What the person was told in the last 30 days, as it would have come: as saved, and as chosen now. */
export const Preview = (props: PreviewProps) => (
  <Panel title={t('preferences.preview')}>
    <Show
      when={props.query.data}
      fallback={
        <Show when={props.query.error} fallback={<SkeletonRows rows={4} />}>
          <p class="text-error">{messageOf(props.query.error)}</p>
        </Show>
      }
    >
      {(data) => (
        <Show when={data().messages > 0} fallback={<p class="text-muted">{t('preferences.previewNone')}</p>}>
          <div
            class={cx(
              'flex flex-col gap-4 transition-opacity',
              props.query.isPlaceholderData && 'opacity-60',
            )}
          >
            <Mails data={data()} />
            <For each={props.channels}>
              {(channel) => <Bars data={data()} channel={channel} isChanged={props.isChanged} />}
            </For>
            <Legend />
            <p class="text-sm text-faint">
              {t(data().isCut ? 'preferences.previewCut' : 'preferences.previewWhy', {
                messages: data().messages,
              })}
            </p>
          </div>
        </Show>
      )}
    </Show>
  </Panel>
)

/** "12 mails instead of 46". */
export function mailsSentence({ asIs, asGiven }: PreferencesPreview): string {
  const [before, after] = [mailsOf(asIs).all, mailsOf(asGiven).all]
  return before === after
    ? t('preferences.mails', { count: after })
    : t('preferences.mailsInstead', { count: after, before })
}

function Mails(props: { data: PreferencesPreview }) {
  const gathered = () => mailsOf(props.data.asGiven).gathered
  return (
    <div>
      <p class="text-lg font-semibold tabular-nums">{mailsSentence(props.data)}</p>
      <Show when={gathered() > 0}>
        <p class="text-sm text-muted">{t('preferences.ofWhichDigests', { count: gathered() })}</p>
      </Show>
    </div>
  )
}

function Bars(props: { data: PreferencesPreview; channel: Channel; isChanged: boolean }) {
  const sides = () => [
    { name: t('preferences.before'), flow: flowOf(props.data.asIs, props.channel) },
    ...(props.isChanged
      ? [{ name: t('preferences.after'), flow: flowOf(props.data.asGiven, props.channel) }]
      : []),
  ]
  const total = (flow: Flow) => kinds.reduce((sum, kind) => sum + flow[kind], 0)
  const most = () => Math.max(1, ...sides().map(({ flow }) => total(flow)))
  return (
    <div class="flex flex-col gap-1">
      <h3 class="text-sm font-medium">{channelName(props.channel)}</h3>
      <For each={sides()}>
        {({ name, flow }) => (
          <div class="grid grid-cols-[5.5rem_1fr] items-center gap-2 text-sm text-muted">
            <span class="truncate">
              {props.isChanged ? name : t('preferences.told', { count: total(flow) })}
            </span>
            <span
              role="img"
              aria-label={t('preferences.bar', { ...flow })}
              class="flex h-2.5 overflow-hidden rounded-full bg-hover"
            >
              <For each={kinds}>
                {(kind) => (
                  <span
                    class={cx('h-full transition-[width] duration-300', colours[kind])}
                    style={{ width: `${(100 * flow[kind]) / most()}%` }}
                  />
                )}
              </For>
            </span>
          </div>
        )}
      </For>
    </div>
  )
}

const Legend = () => (
  <ul class="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
    <For each={kinds}>
      {(kind) => (
        <li class="flex items-center gap-1.5">
          <span class={cx('size-2.5 rounded-sm', colours[kind])} aria-hidden="true" />
          {t('preferences.legend', { kind })}
        </li>
      )}
    </For>
  </ul>
)
