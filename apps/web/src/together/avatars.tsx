import type { PersonRef } from '@belfry/shared/wire'
import { For, Show } from 'solid-js'
import { Avatar } from '../ui/avatar.tsx'
import { cx } from '../ui/cx.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { t } from '../words/index.ts'

const SHOWN = 3
const SHOWN_SMALL = 1

/** A few people as initials; who they are stands in the tooltip, and for screen readers in the label. */
export function Avatars(props: {
  people: readonly PersonRef[]
  total?: number
  small?: boolean
  class?: string
}) {
  const shown = () => props.people.slice(0, props.small ? SHOWN_SMALL : SHOWN)
  const more = () => (props.total ?? props.people.length) - shown().length
  const names = () => {
    const listed = props.people.map(({ name }) => name).join(', ')
    const unnamed = (props.total ?? 0) - props.people.length
    return t('together.lookingOn', {
      names: unnamed > 0 ? `${listed} ${t('together.more', { count: unnamed })}` : listed,
    })
  }
  return (
    <Show when={props.people.length > 0}>
      <Tooltip text={names()} class={cx('inline-flex shrink-0 items-center gap-0.5', props.class)}>
        <span class="sr-only">{names()}</span>
        <For each={shown()}>
          {({ name }) => <Avatar name={name} class={props.small ? 'size-5! text-[0.625rem]!' : ''} />}
        </For>
        <Show when={more() > 0}>
          <span aria-hidden="true" class="text-xs text-muted tabular-nums">
            +{more()}
          </span>
        </Show>
      </Tooltip>
    </Show>
  )
}
