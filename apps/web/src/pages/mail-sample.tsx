import type { MailPreview, SampleInput } from '@belfry/shared/wire'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import MailX from 'lucide-solid/icons/mail-x'
import { Match, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'

interface Look {
  as: 'html' | 'text' | 'source'
  width: 'desk' | 'phone'
  scheme: 'light' | 'dark'
}

/** One sample of a mail: as its readers see it, as text, and as it is written. */
export function Sample(props: Look & { sample: SampleInput }) {
  const query = useQuery(() => ({
    queryKey: ['mail', 'preview', props.sample],
    queryFn: () => trpc.mail.preview.query(props.sample),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  }))
  return (
    <Panel flush class="min-w-0">
      <Switch>
        <Match when={query.data}>{(mail) => <Mail {...props} mail={mail()} />}</Match>
        <Match when={query.isError}>
          <EmptyState title={t('templates.failed')} icon={<MailX class="size-6" />}>
            {messageOf(query.error)}
          </EmptyState>
        </Match>
        <Match when={true}>
          <SkeletonRows />
        </Match>
      </Switch>
    </Panel>
  )
}

function Mail(props: Look & { sample: SampleInput; mail: MailPreview }) {
  return (
    <article>
      <header class="flex flex-col gap-3 border-b border-line px-4 py-3">
        <h2 class="text-lg font-semibold" dir="auto" lang={props.sample.locale}>
          {props.mail.subject}
        </h2>
        <div class="flex flex-wrap gap-2">
          <Tabs
            label={t('templates.format')}
            param="as"
            current={props.as}
            tabs={[
              { value: 'html', label: t('templates.html') },
              { value: 'text', label: t('templates.text') },
              { value: 'source', label: t('templates.source') },
            ]}
          />
          <Tabs
            label={t('templates.width')}
            param="width"
            current={props.width}
            tabs={[
              { value: 'desk', label: t('templates.desk') },
              { value: 'phone', label: t('templates.phone') },
            ]}
          />
          <Tabs
            label={t('templates.scheme')}
            param="scheme"
            current={props.scheme}
            tabs={[
              { value: 'light', label: t('templates.light') },
              { value: 'dark', label: t('templates.dark') },
            ]}
          />
        </div>
      </header>
      <Switch>
        <Match when={props.as === 'html'}>
          <Shown {...props} />
        </Match>
        <Match when={props.as === 'text'}>
          <pre
            class="px-4 py-4 font-sans whitespace-pre-wrap wrap-anywhere"
            dir="auto"
            lang={props.sample.locale}
          >
            {props.mail.text}
          </pre>
        </Match>
        <Match when={props.as === 'source'}>
          {/* A region that scrolls can be reached by the keyboard. */}
          <pre
            class="max-h-[70dvh] overflow-auto px-4 py-4 font-mono text-xs"
            dir="ltr"
            tabindex="0"
            role="region"
            aria-label={t('templates.sourceOf')}
          >
            {props.mail.html}
          </pre>
        </Match>
      </Switch>
    </article>
  )
}

/** Of the widths of a usual window and a usual phone; where there is no room for it, it scrolls. */
function Shown(props: Look & { mail: MailPreview }) {
  return (
    <>
      <div class="overflow-x-auto bg-hover">
        {/* An empty sandbox: no scripts, no forms, no way out of the frame, and no origin of ours. */}
        <iframe
          sandbox=""
          srcdoc={inLight(props.mail.html, props.scheme)}
          title={t('templates.body', { subject: props.mail.subject })}
          class={cx(
            'mx-auto block h-[max(34rem,70dvh)] shrink-0',
            props.width === 'phone' ? 'w-[375px]' : 'w-full min-w-[680px]',
            props.scheme === 'dark' ? 'bg-black scheme-dark' : 'bg-white scheme-light',
          )}
        />
      </div>
      <p class="border-t border-line px-4 py-2 text-sm text-muted">{t('templates.noLinks')}</p>
    </>
  )
}

/** As if the reader's system were light or dark: a frame asks the system of whoever looks at it. */
const inLight = (html: string, scheme: Look['scheme']): string =>
  html.replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
