import { Link, getRouteApi } from '@tanstack/solid-router'
import { Show } from 'solid-js'
import { Progress } from '../bulk/progress.tsx'
import { Results } from '../bulk/results.tsx'
import { RunActions } from '../bulk/run-actions.tsx'
import { detailsOf, titleOf, toneOfRun } from '../bulk/run-words.ts'
import { createBulkRun } from '../live/bulk.ts'
import { messageOf } from '../session.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

const route = getRouteApi('/shell/bulk/$id')

export default function BulkRunPage() {
  const params = route.useParams()
  const search = route.useSearch()
  const { run, setRun, error } = createBulkRun(() => params().id)
  return (
    <Show
      when={run()}
      fallback={
        <Page title={t('bulk.title')}>
          <Panel flush>
            <Show when={error()} fallback={<SkeletonRows />}>
              <EmptyState title={t('ui.loadFailed')}>{messageOf(error())}</EmptyState>
            </Show>
          </Panel>
        </Page>
      }
    >
      {(shown) => (
        <Page
          title={titleOf(shown())}
          above={
            <Link to="/bulk" class="text-sm text-muted hover:text-text">
              {t('bulk.all')}
            </Link>
          }
          beside={
            <Badge tone={toneOfRun[shown().state]} dot>
              {t('bulk.run', { state: shown().state })}
            </Badge>
          }
          under={
            <>
              <bdi>{shown().by.name}</bdi> · <RelativeTime at={shown().startedAt} />
              <Show when={detailsOf(shown())}>{(text) => <span dir="auto"> · {text()}</span>}</Show>
            </>
          }
          actions={<RunActions run={shown()} onChange={setRun} />}
        >
          <Progress run={shown()} />
          <Show when={shown().tellsAt}>
            <p class="text-sm text-muted">{t('bulk.notTold')}</p>
          </Show>
          <Results run={shown()} show={search().show ?? 'all'} />
        </Page>
      )}
    </Show>
  )
}
