import { useQuery } from '@tanstack/solid-query'
import { getRouteApi, useNavigate } from '@tanstack/solid-router'
import { Match, Show, Switch } from 'solid-js'
import { Composer, type ComposerProps } from '../announcements/composer.tsx'
import { emptyWriting, writingOf } from '../announcements/writing.ts'
import { queryClient } from '../query.ts'
import { may, messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { locale, t } from '../words/index.ts'
import { ToAnnouncements } from './announcement-parts.tsx'
import { NotAllowed } from './not-allowed.tsx'

const route = getRouteApi('/shell/announcements/$id/edit')

/** Changes a draft, or what is still to go out. */
export default function EditAnnouncementPage() {
  const params = route.useParams()
  const query = useQuery(() => ({
    queryKey: ['announcements', 'one', params().id],
    queryFn: () => trpc.announcements.get.query({ id: params().id }),
    // Nothing may change under somebody's hands; the version is asked about when it is saved.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  }))
  return (
    <Writer
      title={t('announcements.change')}
      first={query.data && writingOf(query.data)}
      existing={query.data}
      missing={
        query.isError
          ? messageOf(query.error)
          : query.data && !query.data.may.change
            ? t('announcements.states', { state: query.data.state })
            : null
      }
    />
  )
}

/** The same page for a new one. */
export function Writer(props: {
  title: string
  first: ComposerProps['first'] | undefined
  existing?: ComposerProps['existing']
  missing?: string | null
}) {
  const me = useMe()
  const navigate = useNavigate()
  const choices = useQuery(() => ({
    queryKey: ['announcements', 'choices'],
    queryFn: () => trpc.announcements.choices.query(),
    enabled: may(me(), 'announcements.send'),
  }))
  function done(id: string, what: 'out' | 'gone') {
    void queryClient.invalidateQueries({ queryKey: ['announcements', 'list'] })
    queryClient.removeQueries({ queryKey: ['announcements', 'one', id] })
    if (what === 'gone') void navigate({ to: '/announcements', replace: true })
    else void navigate({ to: '/announcements/$id', params: { id }, replace: true })
  }
  return (
    <Show
      when={may(me(), 'announcements.send')}
      fallback={<NotAllowed title={props.title} why={t('announcements.needsPermission')} />}
    >
      <Page title={props.title}>
        <div class="-mt-2 flex">
          <ToAnnouncements />
        </div>
        <Switch
          fallback={
            <Panel flush>
              <SkeletonRows />
            </Panel>
          }
        >
          <Match when={props.missing}>
            {(why) => (
              <Panel flush>
                <EmptyState title={t('announcements.notThere')}>{why()}</EmptyState>
              </Panel>
            )}
          </Match>
          <Match when={props.first && choices.data}>
            {(offered) => (
              <Composer
                first={props.first ?? emptyWriting(locale())}
                choices={offered()}
                existing={props.existing}
                onDone={done}
              />
            )}
          </Match>
        </Switch>
      </Page>
    </Show>
  )
}
