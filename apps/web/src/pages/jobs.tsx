import { getRouteApi } from '@tanstack/solid-router'
import { Match, Show, Switch } from 'solid-js'
import { JobDialog } from '../jobs/job-dialog.tsx'
import { JobsList } from '../jobs/list.tsx'
import { JobsOverviewPage } from '../jobs/overview.tsx'
import { RunsList } from '../jobs/runs.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import type { JobsSearch } from './jobs.search.ts'
import { Allowed } from './not-allowed.tsx'

const route = getRouteApi('/shell/jobs')

export default function JobsPage() {
  return (
    <Allowed permission="jobs.read" title={t('jobs.title')}>
      <Jobs />
    </Allowed>
  )
}

function Jobs() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const view = () => search().show ?? 'overview'
  const change = (next: Partial<JobsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  return (
    <Page
      title={t('jobs.title')}
      under={t('jobs.under')}
      bar={
        <Tabs
          label={t('jobs.title')}
          current={view()}
          tabs={[
            { value: 'overview', label: t('jobs.overview') },
            { value: 'jobs', label: t('jobs.waiting') },
            { value: 'runs', label: t('jobs.history') },
          ]}
        />
      }
    >
      <Switch>
        <Match when={view() === 'overview'}>
          <JobsOverviewPage />
        </Match>
        <Match when={view() === 'jobs'}>
          <JobsList search={search()} onChange={change} />
        </Match>
        <Match when={view() === 'runs'}>
          <RunsList search={search()} onChange={change} />
        </Match>
      </Switch>
      <Show when={search().job} keyed>
        {(id) => <JobDialog id={id} onClose={() => change({ job: undefined })} />}
      </Show>
    </Page>
  )
}
