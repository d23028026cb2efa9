import { getRouteApi } from '@tanstack/solid-router'
import { Show } from 'solid-js'
import { Deliveries } from '../mail/deliveries.tsx'
import { MailFiguresPage } from '../mail/figures.tsx'
import { MailProviders } from '../mail/providers.tsx'
import { cx } from '../ui/cx.ts'
import { Page } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { Mails } from './mailbox-mails.tsx'
import { Allowed } from './not-allowed.tsx'

const route = getRouteApi('/shell/mailbox')

export default function MailboxPage() {
  return (
    <Allowed permission="mail.read" title={t('shell.mailbox')}>
      <Mailbox />
    </Allowed>
  )
}

function Mailbox() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const view = () => search().show ?? 'mails'
  const show = (change: Partial<ReturnType<typeof search>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <Page
      title={t('shell.mailbox')}
      under={t(view() === 'mails' ? 'mailbox.underMails' : 'mailbox.under')}
      bar={
        <>
          <Tabs
            label={t('mailbox.views')}
            current={view()}
            tabs={[
              { value: 'mails', label: t('mailbox.mails') },
              { value: 'deliveries', label: t('mailbox.deliveries') },
              { value: 'figures', label: t('mailbox.figures') },
              { value: 'providers', label: t('mailbox.providers') },
            ]}
          />
          <Show when={view() === 'mails'}>
            <SearchField
              label={t('mailbox.search')}
              value={search().q ?? ''}
              onSearch={(q) => show({ q: q || undefined })}
              class={cx('grow sm:ms-auto sm:max-w-72', search().mail && 'max-lg:hidden')}
            />
          </Show>
        </>
      }
    >
      <Show when={view() === 'deliveries'}>
        <Deliveries search={search()} onChange={show} />
      </Show>
      <Show when={view() === 'figures'}>
        <MailFiguresPage days={search().days} onDays={(days) => show({ days })} />
      </Show>
      <Show when={view() === 'providers'}>
        <MailProviders />
      </Show>
      <Show when={view() === 'mails'}>
        <Mails
          search={search().q ?? ''}
          selected={search().mail}
          format={search().format ?? 'html'}
          onClearSearch={() => show({ q: undefined })}
        />
      </Show>
    </Page>
  )
}
