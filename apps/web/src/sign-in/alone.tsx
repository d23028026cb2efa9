import { type ParentProps, createEffect } from 'solid-js'
import { setPageTitle } from '../ui/page-title.ts'

/** The frame of a page with one question, for whoever has not signed in. */
export function Alone(props: ParentProps<{ title: string; under: string }>) {
  createEffect(() => {
    document.title = `${props.title} · Belfry`
    setPageTitle(props.title)
  })
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-5 px-4 py-8">
      <header class="flex items-center gap-3">
        <img src="/favicon.svg" alt="" width="36" height="36" />
        <div>
          <h1 class="text-xl font-semibold tracking-tight">{props.title}</h1>
          <p class="text-muted">{props.under}</p>
        </div>
      </header>
      {props.children}
    </main>
  )
}

export const cardClass = 'flex flex-col gap-4 rounded-xl border border-line bg-surface p-5 shadow-sm'
