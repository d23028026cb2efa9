import type { PersonRef } from '@belfry/shared/wire'
import { For, Show } from 'solid-js'
import { piecesOf } from './mentions.ts'

/** A comment with the names of those whom it mentions set off. */
export const MentionedText = (props: { text: string; mentions: readonly PersonRef[] }) => (
  <For each={piecesOf(props.text, props.mentions)}>
    {(piece) => (
      <Show when={piece.mention} fallback={piece.text}>
        <bdi class="rounded-sm bg-accent-soft px-0.5 font-medium text-accent-text">{piece.text}</bdi>
      </Show>
    )}
  </For>
)
