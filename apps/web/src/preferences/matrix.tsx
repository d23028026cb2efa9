import { type Channel, type Rhythm, categories, rhythmsOf } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import type { Rhythms } from '@belfry/shared/wire'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import { For, Show, createUniqueId, onMount } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { Choice } from './choice.tsx'
import { categoryName, categorySentence, channelName } from './sentences.ts'
import type { Leaf, Settings } from './settings.ts'

export interface MatrixProps {
  settings: Settings
  onChange: (chosen: Settings['categories']) => void
  /** What is not saved yet. */
  changes: readonly Leaf[]
  channels: readonly Channel[]
  /** Those that concern this person; the others are folded. */
  first: readonly Category[]
  /** Somebody came because of this one. */
  target?: Category | undefined
}

const none: Rhythms = { app: null, mail: null, push: null, webhook: null }
const isDefault = (own: Rhythms) => Object.values(own).every((rhythm) => rhythm === null)

/** What one hears of, and by which way: a row for each category, a card on a phone. */
export function Matrix(props: MatrixProps) {
  const others = () => categories.filter((category) => !props.first.includes(category))
  const put = (category: Category, own: Rhythms) =>
    props.onChange({ ...props.settings.categories, [category]: own })
  // Whoever looks for a category that is folded finds it open.
  const isOpen = () =>
    others().some((one) => one === props.target || !isDefault(props.settings.categories[one]))
  const rows = (some: readonly Category[]) => (
    <For each={some}>
      {(category) => (
        <Row
          category={category}
          settings={props.settings}
          channels={props.channels}
          changes={props.changes}
          isTarget={category === props.target}
          onChange={(own) => put(category, own)}
        />
      )}
    </For>
  )
  return (
    <Panel
      flush
      title={t('preferences.what')}
      actions={
        <Button
          size="sm"
          variant="quiet"
          disabledReason={
            Object.values(props.settings.categories).every(isDefault) ? t('preferences.allDefault') : null
          }
          onClick={() =>
            props.onChange(
              Object.fromEntries(categories.map((category) => [category, none])) as Settings['categories'],
            )
          }
        >
          <RotateCcw class="size-4" aria-hidden="true" />
          {t('preferences.resetAll')}
        </Button>
      }
    >
      <div style={{ '--columns': columnsOf(props.channels) }}>
        <div
          class={cx(rowClass, 'border-b border-line bg-sunken py-1.5! text-sm text-muted max-md:hidden')}
          aria-hidden="true"
        >
          <span />
          <For each={props.channels}>{(channel) => <span>{channelName(channel)}</span>}</For>
        </div>
        {rows(props.first)}
        <Show when={others().length > 0}>
          <details open={isOpen()} class="group">
            <summary class="px-4 py-2.5 text-muted select-none hover:bg-hover pointer-coarse:py-3">
              {t('preferences.others', { count: others().length })}
              <span class="block text-sm text-faint">{t('preferences.othersWhy')}</span>
            </summary>
            <div class="border-t border-line">{rows(others())}</div>
          </details>
        </Show>
      </div>
    </Panel>
  )
}

/** Their names, a column for each way, and the way back. */
const columnsOf = (channels: readonly Channel[]): string =>
  `minmax(0,1fr) ${channels.map((channel) => (rhythmsOf[channel].length > 2 ? '10rem' : '5.5rem')).join(' ')} 2rem`

const rowClass = 'grid items-start gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-(--columns)'

interface RowProps {
  category: Category
  settings: Settings
  channels: readonly Channel[]
  changes: readonly Leaf[]
  isTarget: boolean
  onChange: (own: Rhythms) => void
}

function Row(props: RowProps) {
  const id = createUniqueId()
  let element: HTMLElement | undefined
  onMount(() => {
    if (props.isTarget) element?.scrollIntoView({ block: 'center' })
  })
  const own = () => props.settings.categories[props.category]
  const set = (channel: Channel, rhythm: Rhythm | null) => props.onChange({ ...own(), [channel]: rhythm })
  return (
    <div
      ref={(found) => (element = found)}
      role="group"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-about`}
      class={cx(rowClass, 'border-b border-line last:border-b-0', props.isTarget && 'bg-accent-soft/50')}
    >
      <div class="min-w-0">
        <h3 id={`${id}-name`} class="font-medium">
          {categoryName(props.category)}
        </h3>
        <p id={`${id}-about`} class="text-sm text-muted">
          {t('preferences.about', { category: props.category })}
        </p>
      </div>
      <For each={props.channels}>
        {(channel) => (
          <div class="max-md:order-2 max-md:grid max-md:grid-cols-[6rem_1fr] max-md:items-center max-md:gap-3">
            <span class="text-sm text-muted md:hidden" aria-hidden="true">
              {channelName(channel)}
            </span>
            <Choice
              channel={channel}
              value={own()[channel]}
              label={t('preferences.cell', {
                category: categoryName(props.category),
                channel: channelName(channel),
              })}
              changed={props.changes.includes(`${props.category}.${channel}`)}
              onChange={(rhythm) => set(channel, rhythm)}
            />
          </div>
        )}
      </For>
      <span class="empty:hidden max-md:order-3 md:block!">
        <Show when={!isDefault(own())}>
          <IconButton
            label={t('preferences.reset', { category: categoryName(props.category) })}
            onClick={() => {
              props.onChange(none)
              // The button goes away.
              element?.querySelector<HTMLElement>('input, select')?.focus()
            }}
          >
            <RotateCcw class="size-4" aria-hidden="true" />
          </IconButton>
        </Show>
      </span>
      <p class="col-span-full text-sm max-md:order-1" aria-live="polite">
        {categorySentence(props.settings, props.category, props.channels)}
      </p>
    </div>
  )
}
