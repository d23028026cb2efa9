import type { Locale } from '@belfry/shared'
import { directionOf } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { useMe } from '../session.ts'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'
import type { Writing } from './writing.ts'

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert }
const colours = { info: 'text-info', success: 'text-success', warning: 'text-warning', error: 'text-error' }

/** As it will look to a reader of that language: a line of the inbox, and the mail. */
export function Look(props: { writing: Writing; locale: Locale }) {
  const me = useMe()
  const text = () => props.writing.texts[props.locale]
  const title = () => text().title.trim() || t('announcements.untitled')
  return (
    <div class="flex flex-col gap-4">
      <figure class="flex flex-col gap-1.5">
        <figcaption class="text-xs font-medium text-muted">{t('announcements.inBell')}</figcaption>
        <div
          dir={directionOf(props.locale)}
          lang={props.locale}
          class="flex gap-3 rounded-lg border border-line bg-raised px-4 py-2.5 shadow-sm"
        >
          <Dynamic
            component={icons[props.writing.tone]}
            class={cx('mt-0.5 size-4 shrink-0', colours[props.writing.tone])}
            aria-hidden="true"
          />
          <div class="min-w-0 grow">
            <p dir="auto" class="font-semibold text-side">
              {title()}
            </p>
            <p dir="auto" class="line-clamp-2 text-sm text-muted text-side">
              {text().body}
            </p>
          </div>
          <span class="mt-1.5 size-2 shrink-0 rounded-full bg-accent" aria-hidden="true" />
        </div>
      </figure>
      <Show when={props.writing.mail}>
        <figure class="flex flex-col gap-1.5">
          <figcaption class="text-xs font-medium text-muted">{t('announcements.asMail')}</figcaption>
          <div
            dir={directionOf(props.locale)}
            lang={props.locale}
            class="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4 shadow-sm"
          >
            <p class="text-sm text-muted">
              {say(props.locale, words[props.locale].mail.greeting, { name: me().name })}
            </p>
            <p dir="auto" class="text-lg font-semibold text-side">
              {title()}
            </p>
            <p dir="auto" class="max-h-60 overflow-y-auto whitespace-pre-line text-side">
              {text().body}
            </p>
            <span class="w-fit rounded-md bg-accent px-3 py-1.5 text-sm font-medium text-on-accent">
              {say(props.locale, words[props.locale].mail.open)}
            </span>
          </div>
        </figure>
      </Show>
    </div>
  )
}
