import { Show } from 'solid-js'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'
import type { Editing } from './editing.ts'
import { leafName } from './sentences.ts'

/** Stays in sight as long as something is not saved; `effect` is what it would have meant. */
export function SaveBar(props: { editing: Editing; effect?: string }) {
  const count = () => props.editing.changes().length
  return (
    <div class="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 -mx-4 empty:hidden md:bottom-0 md:-mx-6">
      <Show when={count() > 0}>
        <div
          role="region"
          aria-label={t('preferences.changes', { count: count() })}
          class="flex animate-rise flex-col gap-2 border-t border-line bg-raised px-4 py-3 shadow-md md:px-6"
        >
          <Show when={props.editing.error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
          <Show when={props.editing.clashes().length > 0}>
            <Banner
              tone="warning"
              actions={
                <>
                  <Button size="sm" onClick={() => props.editing.settle('theirs')}>
                    {t('preferences.takeTheirs')}
                  </Button>
                  <Button size="sm" onClick={() => props.editing.settle('mine')}>
                    {t('preferences.keepMine')}
                  </Button>
                </>
              }
            >
              {t('preferences.elsewhere', { names: props.editing.clashes().map(leafName).join(' · ') })}
            </Banner>
          </Show>
          <div class="flex flex-wrap items-center justify-end gap-2">
            <span class="grow text-muted" aria-live="polite">
              {[t('preferences.changes', { count: count() }), props.effect].filter(Boolean).join(' · ')}
            </span>
            <Button onClick={() => props.editing.discard()}>{t('preferences.discard')}</Button>
            <Button
              variant="primary"
              busy={props.editing.saving()}
              disabledReason={props.editing.problem()}
              onClick={() => void props.editing.save()}
            >
              {t('preferences.save')}
            </Button>
          </div>
        </div>
      </Show>
    </div>
  )
}
