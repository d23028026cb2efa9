import type { AnnouncementToRead } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import ExternalLink from 'lucide-solid/icons/external-link'
import MegaphoneOff from 'lucide-solid/icons/megaphone-off'
import { Show } from 'solid-js'
import { LinkedText } from '../announcements/linked-text.tsx'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { PathLink } from '../ui/path-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { locale, t } from '../words/index.ts'
import { OneThing } from './one-thing.tsx'

const route = getRouteApi('/shell/announcements/read/$id')

/** An announcement as one of its readers has it, in full. */
export default function ReadAnnouncementPage() {
  const params = route.useParams()
  const query = useQuery(() => ({
    queryKey: ['announcements', 'read', params().id, locale()],
    queryFn: () => trpc.announcements.read.query({ id: params().id }),
  }))
  return (
    <OneThing
      query={query}
      title={t('announcements.announcement')}
      narrow
      notThere={t('announcements.notThere')}
      icon={<MegaphoneOff class="size-6" />}
      back={<ToInbox />}
    >
      {(thing) => <Sheet item={thing()} />}
    </OneThing>
  )
}

const Sheet = (props: { item: AnnouncementToRead }) => (
  <Page
    title={props.item.title}
    beside={
      <Show when={props.item.priority === 'critical' || props.item.priority === 'high'}>
        <Badge tone={props.item.priority === 'critical' ? 'error' : 'warning'}>
          {t('announcements.priorities', { priority: props.item.priority })}
        </Badge>
      </Show>
    }
    under={
      <>
        <bdi>{props.item.author?.name}</bdi> · <RelativeTime at={props.item.at} />
      </>
    }
    narrow
  >
    <div class="-mt-2 flex">
      <ToInbox />
    </div>
    <Panel>
      <div class="flex flex-col gap-4">
        <LinkedText text={props.item.body || props.item.title} class="leading-relaxed" />
        <Show when={props.item.link}>{(link) => <Follow link={link()} />}</Show>
      </div>
    </Panel>
  </Page>
)

/** Of another site it is said which one, before anybody goes there. */
const Follow = (props: { link: string }) => (
  <Show
    when={props.link.startsWith('https://')}
    fallback={
      <PathLink path={props.link} class={`${buttonClass({ variant: 'primary' })} w-fit`}>
        {t('announcements.follow')}
      </PathLink>
    }
  >
    <div class="flex flex-wrap items-center gap-3">
      <a
        href={props.link}
        target="_blank"
        rel="noopener noreferrer nofollow"
        class={buttonClass({ variant: 'primary' })}
      >
        <ExternalLink class="size-4" aria-hidden="true" />
        {t('announcements.follow')}
      </a>
      <span class="text-sm text-muted">
        {t('announcements.opensSite', { host: URL.parse(props.link)?.host ?? '' })}
      </span>
    </div>
  </Show>
)

const ToInbox = () => (
  <Link to="/notifications" class={buttonClass({ variant: 'quiet', size: 'sm' })}>
    <ArrowLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
    {t('announcements.toInbox')}
  </Link>
)
