import type { FileVersion } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Match, Show, Switch } from 'solid-js'
import { FileList } from '../files/file-list.tsx'
import { trpc } from '../trpc.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

/** The files of a case, or of one of its fields: the newest, and behind a click the ones before it. */
export function CaseFiles(props: {
  caseId: string
  field?: string
  /** The case's version: another one may have brought another file. */
  version: number
}) {
  const query = useQuery(() => ({
    queryKey: ['documents', props.caseId, props.version],
    queryFn: () => trpc.documents.list.query({ caseId: props.caseId }),
    placeholderData: (before: FileVersion[] | undefined) => before,
  }))
  const files = () => (query.data ?? []).filter(({ field }) => !props.field || field === props.field)
  const isNewest = (one: { field: string; version: number }) =>
    !files().some((other) => other.field === one.field && other.version > one.version)
  const newest = () => files().filter(isNewest)
  const earlier = () => files().filter((one) => !isNewest(one))
  return (
    <Switch fallback={<Skeleton class="h-9 w-full" />}>
      <Match when={query.data}>
        <FileList files={newest()} />
        <Show when={earlier().length > 0}>
          <details class="mt-1">
            <summary class="w-fit rounded-sm text-sm text-muted hover:text-text">
              {t('cases.earlierVersions', { count: earlier().length })}
            </summary>
            <div class="mt-1 border-s-2 border-line ps-3">
              <FileList files={earlier()} />
            </div>
          </details>
        </Show>
      </Match>
      <Match when={query.isError}>
        <p class="text-sm text-muted">{t('ui.loadFailed')}</p>
      </Match>
    </Switch>
  )
}
