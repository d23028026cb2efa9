import type { MailboxMail } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import MailX from 'lucide-solid/icons/mail-x'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'

/** One mail, as it would have been sent. */
export function MailReader(props: { id: string; format: 'html' | 'text' }) {
  const query = useQuery(() => ({
    queryKey: ['mail', 'message', props.id],
    queryFn: () => trpc.mail.message.query({ id: props.id }),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  return (
    <div class="flex min-w-0 flex-col gap-3">
      <Link
        from="/mailbox"
        to="."
        search={(before) => ({ ...before, mail: undefined })}
        class={cx(buttonClass({ variant: 'quiet' }), 'self-start lg:hidden')}
      >
        <ArrowLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
        {t('mailbox.back')}
      </Link>
      <Panel flush>
        <Switch>
          <Match when={query.data}>{(mail) => <Mail mail={mail()} format={props.format} />}</Match>
          <Match when={query.isError}>
            <EmptyState title={t('mailbox.gone')} icon={<MailX class="size-6" />}>
              {messageOf(query.error)}
            </EmptyState>
          </Match>
          <Match when={true}>
            <SkeletonRows />
          </Match>
        </Switch>
      </Panel>
    </div>
  )
}

function Mail(props: { mail: MailboxMail; format: 'html' | 'text' }) {
  return (
    <article>
      <header class="flex flex-col gap-3 border-b border-line px-4 py-3">
        <h2 class="text-lg font-semibold" dir="auto">
          {props.mail.subject}
        </h2>
        <dl class="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <Head name={t('mailbox.from')}>{props.mail.from}</Head>
          <Head name={t('mailbox.to')}>{props.mail.to}</Head>
          <Head name={t('mailbox.messageId')}>
            <code class="font-mono text-xs">{props.mail.messageId}</code>
          </Head>
          <Head name={t('mailbox.at')} words>
            {formatTime(props.mail.at, 'full')}
          </Head>
        </dl>
        <div class="flex">
          <Tabs
            label={t('mailbox.formats')}
            param="format"
            current={props.format}
            tabs={[
              { value: 'html', label: t('mailbox.html') },
              { value: 'text', label: t('mailbox.text') },
            ]}
          />
        </div>
      </header>
      <Show
        when={props.format === 'html'}
        fallback={
          <pre class="px-4 py-4 font-sans whitespace-pre-wrap" dir="auto">
            {props.mail.text}
          </pre>
        }
      >
        {/* An empty sandbox: no scripts, no forms, no way out of the frame, and no origin of ours. */}
        <iframe
          sandbox=""
          srcdoc={props.mail.html}
          title={t('mailbox.body', { subject: props.mail.subject })}
          class="block h-[max(24rem,60dvh)] w-full bg-white scheme-light"
        />
        <p class="border-t border-line px-4 py-2 text-sm text-muted">{t('mailbox.noLinks')}</p>
      </Show>
    </article>
  )
}

const Head = (props: { name: string; words?: boolean; children: JSX.Element }) => (
  <>
    <dt class="text-muted">{props.name}</dt>
    <dd class="min-w-0">
      <span dir={props.words ? undefined : 'ltr'}>{props.children}</span>
    </dd>
  </>
)
