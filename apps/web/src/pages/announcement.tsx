import type { AnnouncementView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi, useNavigate } from '@tanstack/solid-router'
import Ban from 'lucide-solid/icons/ban'
import CopyPlus from 'lucide-solid/icons/copy-plus'
import MegaphoneOff from 'lucide-solid/icons/megaphone-off'
import Pencil from 'lucide-solid/icons/pencil'
import { For, Show, createSignal } from 'solid-js'
import { Sure } from '../access/sure.tsx'
import { audienceWords } from '../announcements/audience-words.ts'
import { LinkedText } from '../announcements/linked-text.tsx'
import { AnnouncementStateBadge } from '../announcements/state-badge.tsx'
import { RecurrenceDates } from '../forms/recurrence-dates.tsx'
import { createLiveAnnouncement } from '../live/announcement.ts'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'
import { formatTime } from '../words/time.ts'
import { ReachFigures, Sendings, ToAnnouncements } from './announcement-parts.tsx'
import { OneThing } from './one-thing.tsx'

const route = getRouteApi('/shell/announcements/$id')

export default function AnnouncementPage() {
  const params = route.useParams()
  const query = useQuery(() => ({
    queryKey: ['announcements', 'one', params().id],
    queryFn: () => trpc.announcements.get.query({ id: params().id }),
  }))
  return (
    <OneThing
      query={query}
      title={t('announcements.title')}
      notThere={t('announcements.notThere')}
      icon={<MegaphoneOff class="size-6" />}
      back={<ToAnnouncements />}
    >
      {(thing) => <Sheet item={thing()} />}
    </OneThing>
  )
}

function Sheet(props: { item: AnnouncementView }) {
  const news = createLiveAnnouncement(() => props.item.id)
  const state = () => news()?.state ?? props.item.state
  const nextAt = () => (news() ? news()!.nextAt : props.item.nextAt)
  const sendings = () => news()?.sendings ?? props.item.sendings
  return (
    <Page
      title={props.item.title || t('announcements.untitled')}
      beside={<AnnouncementStateBadge state={state()} />}
      under={
        <>
          <bdi>{props.item.author.name}</bdi> · {audienceWords(props.item.audience)}
        </>
      }
      actions={<Actions item={props.item} open={state() === 'draft' || state() === 'scheduled'} />}
    >
      <div class="-mt-2 flex">
        <ToAnnouncements />
      </div>
      <Show when={props.item.stopped}>
        {(why) => <Banner tone="warning">{t('announcements.stopped', { why: why() })}</Banner>}
      </Show>
      <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div class="flex min-w-0 flex-col gap-4">
          <For each={props.item.texts}>
            {(text) => (
              <Panel title={languageNames[text.locale]}>
                <div lang={text.locale} class="flex flex-col gap-2">
                  <p dir="auto" class="font-semibold text-side">
                    {text.title}
                  </p>
                  <Show when={text.body}>
                    <LinkedText text={text.body} />
                  </Show>
                </div>
              </Panel>
            )}
          </For>
        </div>
        <div class="flex min-w-0 flex-col gap-4">
          <Show when={sendings().length > 0}>
            <Panel title={t('announcements.reach')}>
              <ReachFigures reach={news()?.reach ?? props.item.reach} />
            </Panel>
          </Show>
          <Details item={props.item} nextAt={nextAt()} />
          <Show when={sendings().length > 1}>
            <Panel title={t('announcements.sendings')} flush>
              <Sendings sendings={sendings()} />
            </Panel>
          </Show>
        </div>
      </div>
    </Page>
  )
}

const Details = (props: { item: AnnouncementView; nextAt: string | null }) => (
  <Panel title={t('announcements.sectionDetails')}>
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 [&_dt]:text-muted">
      <dt>{t('announcements.audience')}</dt>
      <dd>{audienceWords(props.item.audience)}</dd>
      <dt>{t('announcements.tone')}</dt>
      <dd>{t('announcements.tones', { tone: props.item.tone })}</dd>
      <dt>{t('announcements.priority')}</dt>
      <dd>{t('announcements.priorities', { priority: props.item.priority })}</dd>
      <dt>{t('announcements.byMail')}</dt>
      <dd>{props.item.mail ? t('announcements.yes') : t('announcements.no')}</dd>
      <Show when={props.item.link}>
        {(link) => (
          <>
            <dt>{t('announcements.link')}</dt>
            <dd class="truncate" dir="ltr">
              {link()}
            </dd>
          </>
        )}
      </Show>
      <Show when={props.nextAt ?? props.item.startsAt}>
        <dt>{t('announcements.when')}</dt>
        <dd>
          <Show when={props.nextAt} fallback={formatTime(props.item.startsAt!, 'brief')}>
            {(at) => t('announcements.next', { at: formatTime(at(), 'brief') })}
          </Show>
        </dd>
      </Show>
      <Show when={props.item.expiresAt}>
        {(at) => (
          <>
            <dt>{t('announcements.expires')}</dt>
            <dd>{formatTime(at(), 'brief')}</dd>
          </>
        )}
      </Show>
    </dl>
    <Show when={props.item.recurrence && props.item.startsAt}>
      {(from) => (
        <div class="mt-3 border-t border-line pt-3">
          <RecurrenceDates recurrence={props.item.recurrence} from={from()} timeZone={props.item.timeZone} />
        </div>
      )}
    </Show>
  </Panel>
)

function Actions(props: { item: AnnouncementView; open: boolean }) {
  const navigate = useNavigate()
  const [cancelling, setCancelling] = createSignal(false)
  const mayChange = () => props.item.may.change && props.open
  async function again() {
    try {
      const { id } = await trpc.announcements.repeat.mutate({ id: props.item.id })
      await navigate({ to: '/announcements/$id/edit', params: { id } })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    }
  }
  async function cancel() {
    await trpc.announcements.cancel.mutate({ id: props.item.id })
    toast({ tone: 'success', title: t('announcements.cancelled') })
    await queryClient.invalidateQueries({ queryKey: ['announcements'] })
  }
  return (
    <>
      <Show when={mayChange()}>
        <Link to="/announcements/$id/edit" params={{ id: props.item.id }} class={buttonClass({})}>
          <Pencil class="size-4" aria-hidden="true" />
          {t('announcements.edit')}
        </Link>
        <Button onClick={() => setCancelling(true)}>
          <Ban class="size-4" aria-hidden="true" />
          {t('announcements.cancel')}
        </Button>
      </Show>
      <Button variant="quiet" onClick={() => void again()}>
        <CopyPlus class="size-4" aria-hidden="true" />
        {t('announcements.again')}
      </Button>
      <Show when={cancelling()}>
        <Sure
          title={t('announcements.cancelSure', { title: props.item.title })}
          why={t('announcements.cancelWhy')}
          deed={t('announcements.cancel')}
          run={cancel}
          onDone={() => setCancelling(false)}
        />
      </Show>
    </>
  )
}
