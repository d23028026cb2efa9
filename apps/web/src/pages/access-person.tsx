import type { AccessEntry, PersonView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import UserX from 'lucide-solid/icons/user-x'
import { For, Show } from 'solid-js'
import { AccountButtons } from '../access/account-state.tsx'
import { ApiKeys } from '../access/api-keys.tsx'
import { PersonGrants } from '../access/grants.tsx'
import { Supervisor } from '../access/supervisor.tsx'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { Allowed } from './not-allowed.tsx'
import { OneThing } from './one-thing.tsx'

const route = getRouteApi('/shell/access/$personId')

export default function PersonPage() {
  return (
    <Allowed permission="access.read" title={t('access.title')}>
      <Person />
    </Allowed>
  )
}

function Person() {
  const params = route.useParams()
  const query = useQuery(() => ({
    queryKey: ['access', 'person', params().personId],
    queryFn: () => trpc.access.person.query({ personId: params().personId }),
  }))
  return (
    <OneThing
      query={query}
      title={t('access.title')}
      notThere={t('access.notThere')}
      icon={<UserX class="size-6" />}
      back={<ToPeople />}
    >
      {(thing) => <PersonSheet person={thing()} />}
    </OneThing>
  )
}

const ToPeople = () => (
  <Link to="/access" class={buttonClass({ variant: 'quiet', size: 'sm' })}>
    <ArrowLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
    {t('access.backToPeople')}
  </Link>
)

function PersonSheet(props: { person: PersonView }) {
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['access'] })
  return (
    <Page
      title={props.person.name}
      beside={<StateBadges person={props.person} />}
      under={
        <>
          <bdi>{props.person.email}</bdi> · {t('access.since', { at: new Date(props.person.createdAt) })}
        </>
      }
      actions={<AccountButtons person={props.person} onChange={refresh} />}
    >
      <div class="-mt-2 flex">
        <ToPeople />
      </div>
      <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div class="flex min-w-0 flex-col gap-4">
          <PersonGrants person={props.person} onChange={refresh} />
          <ApiKeys personId={props.person.id} closed={props.person.closedAt !== null} />
        </div>
        <div class="flex min-w-0 flex-col gap-4">
          <Supervisor person={props.person} onChange={refresh} />
          <History entries={props.person.history} />
        </div>
      </div>
    </Page>
  )
}

const StateBadges = (props: { person: PersonView }) => (
  <>
    <Show when={props.person.closedAt}>
      {(at) => <Badge tone="error">{t('access.closedSince', { at: new Date(at()) })}</Badge>}
    </Show>
    <Show when={props.person.invited}>
      <Badge tone="warning">{t('access.invited')}</Badge>
    </Show>
  </>
)

/** What became of the account, newest first. */
const History = (props: { entries: readonly AccessEntry[] }) => (
  <Panel title={t('access.history')} flush>
    <Show
      when={props.entries.length > 0}
      fallback={<p class="px-4 py-3 text-muted">{t('access.historyEmpty')}</p>}
    >
      <ol>
        <For each={props.entries}>
          {(entry) => (
            <li data-row={entry.id} class="border-b border-line px-4 py-2 last:border-b-0">
              <p>{entry.text}</p>
              <RelativeTime at={entry.at} class="text-sm text-muted" />
            </li>
          )}
        </For>
      </ol>
    </Show>
  </Panel>
)
