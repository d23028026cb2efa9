import { type JSX, type ParentProps, Show, createEffect } from 'solid-js'
import { cx } from './cx.ts'
import { setPageTitle } from './page-title.ts'

export interface PageProps extends ParentProps {
  title: string
  /** A line over it: where it belongs. */
  above?: JSX.Element
  /** What stands beside the title: a count, a state. */
  beside?: JSX.Element
  /** A line under it. */
  under?: JSX.Element
  /** Buttons at the other end of the head. */
  actions?: JSX.Element
  /** Filters and tabs, below the head. */
  bar?: JSX.Element
  /** Text to read, not a list: narrow lines. */
  narrow?: boolean
}

/** The frame of every page: its head, and its name in the window's title. */
export function Page(props: PageProps) {
  createEffect(() => setPageTitle(props.title))
  return (
    <div
      class={cx(
        'mx-auto flex w-full flex-col gap-4 px-4 py-4 md:px-6 md:py-5',
        props.narrow ? 'max-w-3xl' : 'max-w-7xl',
      )}
    >
      <PageHeader
        title={props.title}
        above={props.above}
        beside={props.beside}
        under={props.under}
        actions={props.actions}
      />
      <Show when={props.bar}>
        <div class="flex flex-wrap items-center gap-2">{props.bar}</div>
      </Show>
      {props.children}
    </div>
  )
}

export function PageHeader(props: Pick<PageProps, 'title' | 'above' | 'beside' | 'under' | 'actions'>) {
  return (
    <header class="flex items-start justify-between gap-x-6 gap-y-3 max-lg:flex-wrap">
      <div class="min-w-0">
        {props.above}
        <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 class="text-xl text-side font-semibold tracking-tight" dir="auto">
            {props.title}
          </h1>
          {props.beside}
        </div>
        <Show when={props.under}>
          <div class="mt-0.5 text-muted">{props.under}</div>
        </Show>
      </div>
      <Show when={props.actions}>
        {/* At a desk it stays where it is, whatever comes and goes beside the title. */}
        <div class="flex flex-wrap items-center gap-2 lg:max-w-7/10 lg:shrink-0 lg:justify-end">
          {props.actions}
        </div>
      </Show>
    </header>
  )
}
