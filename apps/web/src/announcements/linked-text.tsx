import { For, Show } from 'solid-js'

const ADDRESS = /(https:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'»”])/

/** What somebody wrote, line by line; addresses in it are links, and nothing else is markup. */
export const LinkedText = (props: { text: string; class?: string }) => (
  <p dir="auto" class={`whitespace-pre-line [overflow-wrap:anywhere] text-side ${props.class ?? ''}`}>
    <For each={props.text.split(ADDRESS)}>
      {(part) => (
        <Show when={ADDRESS.test(part)} fallback={part}>
          <a
            href={part}
            target="_blank"
            rel="noopener noreferrer nofollow"
            class="text-accent-text underline"
            dir="ltr"
          >
            {part}
          </a>
        </Show>
      )}
    </For>
  </p>
)
