import type { JobRun, JobStory } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import { For, type JSX, Match, Show, Switch, createSignal } from 'solid-js'
import { actionWord } from '../pages/audit-words.ts'
import { may, messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { DiscardDialog, RescheduleDialog, RetryDialog } from './change.tsx'
import { tookOf } from './runs.tsx'
import { JobBadge, OutcomeBadge } from './state-badge.tsx'

const FRESH_MS = 2_000

/** One job: what it carries and is about, where it is, and every attempt with its error. */
export function JobDialog(props: { id: string; onClose: () => void }) {
  const me = useMe()
  const query = useQuery(() => ({
    queryKey: ['jobs', 'one', props.id],
    queryFn: () => trpc.jobs.get.query({ id: props.id }),
    refetchInterval: FRESH_MS,
    retry: false,
  }))
  const [asking, setAsking] = createSignal<'retry' | 'discard' | 'reschedule' | null>(null)
  const done = () => setAsking(null)
  const whyNot = () => {
    if (!may(me(), 'jobs.change')) return t('jobs.mayNot')
    const state = query.data?.job?.state
    if (!state) return t('jobs.isDone')
    return state === 'running' ? t('jobs.isRunning') : null
  }
  return (
    <>
      <Dialog
        open={!asking()}
        wide
        onOpenChange={(stays) => stays || asking() || props.onClose()}
        title={query.data ? `${query.data.task} #${props.id}` : t('jobs.one')}
        actions={
          <>
            <Button variant="quiet" disabledReason={whyNot()} onClick={() => setAsking('discard')}>
              {t('jobs.discard')}
            </Button>
            <Button disabledReason={whyNot()} onClick={() => setAsking('reschedule')}>
              {t('jobs.reschedule')}
            </Button>
            <Button variant="primary" disabledReason={whyNot()} onClick={() => setAsking('retry')}>
              {t('jobs.retry')}
            </Button>
          </>
        }
      >
        <Switch fallback={<SkeletonRows rows={3} />}>
          <Match when={query.data}>{(story) => <Story story={story()} />}</Match>
          <Match when={query.isError}>
            <p class="text-muted">{messageOf(query.error)}</p>
          </Match>
        </Switch>
      </Dialog>
      <Switch>
        <Match when={asking() === 'retry'}>
          <RetryDialog which={{ ids: [props.id] }} onDone={done} />
        </Match>
        <Match when={asking() === 'discard'}>
          <DiscardDialog which={{ ids: [props.id] }} onDone={done} />
        </Match>
        <Match when={asking() === 'reschedule'}>
          <RescheduleDialog id={props.id} runAt={query.data?.job?.runAt ?? ''} onDone={done} />
        </Match>
      </Switch>
    </>
  )
}

const Fact = (props: { name: string; children: JSX.Element }) => (
  <>
    <dt>{props.name}</dt>
    <dd class="min-w-0">{props.children}</dd>
  </>
)

const Story = (props: { story: JobStory }) => (
  <div class="flex flex-col gap-4">
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 [&_dt]:text-muted">
      <Fact name={t('jobs.state')}>
        <Show when={props.story.job} fallback={t('jobs.isDone')}>
          {(job) => <JobBadge state={job().state} />}
        </Show>
      </Fact>
      <Show when={props.story.job}>
        {(job) => (
          <>
            <Fact name={t('jobs.attempts')}>
              {t('jobs.attemptsOf', { attempts: job().attempts, most: job().maxAttempts })}
            </Fact>
            <Fact name={t('jobs.runAt')}>{formatTime(job().runAt)}</Fact>
            <Show when={job().error}>
              {(error) => (
                <Fact name={t('jobs.error')}>
                  <span class="wrap-anywhere text-error" dir="auto">
                    {error()}
                  </span>
                </Fact>
              )}
            </Show>
          </>
        )}
      </Show>
      <Show when={props.story.about.eventId}>
        {(eventId) => (
          <Fact name={t('jobs.event')}>
            <Link to="/audit" search={{ entry: eventId() }} class="text-accent-text hover:underline">
              {actionWord(props.story.about.eventType ?? '')}
            </Link>
          </Fact>
        )}
      </Show>
      <Show when={props.story.about.caseId}>
        {(id) => (
          <Fact name={t('jobs.case')}>
            <Link to="/cases/$caseId" params={{ caseId: id() }} class="text-accent-text hover:underline">
              <bdi>{props.story.about.caseTitle}</bdi>
            </Link>
          </Fact>
        )}
      </Show>
      <Fact name={t('jobs.payload')}>
        <code class="font-mono text-xs wrap-anywhere" dir="ltr">
          {JSON.stringify(props.story.payload)}
        </code>
      </Fact>
    </dl>
    <section class="flex flex-col gap-2">
      <h3 class="font-medium">{t('jobs.runs')}</h3>
      <Show when={props.story.runs.length > 0} fallback={<p class="text-muted">{t('jobs.noRuns')}</p>}>
        <ol class="flex flex-col divide-y divide-line rounded-md border border-line">
          <For each={props.story.runs}>{(run) => <Run run={run} />}</For>
        </ol>
      </Show>
    </section>
  </div>
)

const Run = (props: { run: JobRun }) => (
  <li class="flex flex-col gap-1 px-3 py-2">
    <div class="flex flex-wrap items-baseline gap-x-3">
      <span class="font-medium">{t('jobs.attemptNumber', { number: props.run.attempt })}</span>
      <OutcomeBadge outcome={props.run.outcome} />
      <span class="text-sm text-muted">{formatTime(props.run.startedAt)}</span>
      <span class="ms-auto text-sm text-muted tabular-nums">{tookOf(props.run)}</span>
    </div>
    <Show when={props.run.error}>
      {(error) => (
        <p class="text-sm wrap-anywhere text-error" dir="auto">
          {error()}
        </p>
      )}
    </Show>
  </li>
)
