import type { Workflow } from '@belfry/shared/machine'
import { findWorkflow } from '@belfry/shared/workflows'
import { getRouteApi } from '@tanstack/solid-router'
import Inbox from 'lucide-solid/icons/inbox'
import { Match, Show, Switch, createEffect, createSignal, on } from 'solid-js'
import { createLiveQueue } from '../live/queue.ts'
import { shownColumns } from '../queue/columns.ts'
import { createDeciding } from '../queue/deciding.tsx'
import { knownFrom } from '../queue/known.ts'
import { createQuestion } from '../queue/question.ts'
import { QueueBar } from '../queue/queue-bar.tsx'
import { QueueRows } from '../queue/queue-rows.tsx'
import { createRowKeys } from '../queue/row-keys.ts'
import { SelectionBar } from '../queue/selection-bar.tsx'
import { createSelection } from '../queue/selection.ts'
import { messageOf, useMe } from '../session.ts'
import { NextButton } from '../together/next.tsx'
import { createQueueViewers } from '../together/viewers.tsx'
import { Banner } from '../ui/banner.tsx'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import type { RowsHandle } from '../ui/window-rows.ts'
import { locale, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { useWorkflows } from '../workflows.ts'
import { NotAllowed } from './not-allowed.tsx'
import { NothingHere } from './nothing-here.tsx'
import { QueueCalendar } from './queue-calendar.tsx'
import { QueueEmpty } from './queue-empty.tsx'
import { type QueueSearch, showsCalendar } from './queue.search.ts'

const route = getRouteApi('/shell/queues/$workflow')

export default function QueuePage() {
  const params = route.useParams()
  const search = route.useSearch()
  const workflows = useWorkflows()
  return (
    <Show when={findWorkflow(params().workflow)} keyed fallback={<NothingHere />}>
      {(workflow) => (
        // Until the server has said whose queue it is, it is asked for.
        <Show
          when={workflows().find((one) => one.name === workflow.name)?.hasQueue !== false}
          fallback={<NotAllowed title={workflow.words[locale()].plural} why={t('shell.decideNot')} />}
        >
          <Show when={showsCalendar(workflow, search())} fallback={<Queue workflow={workflow} />}>
            <QueueCalendar workflow={workflow} />
          </Show>
        </Show>
      )}
    </Show>
  )
}

function Queue(props: { workflow: Workflow }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const [arrived, setArrived] = createSignal('')
  const [handOn, setHandOn] = createSignal(false)
  const selection = createSelection()
  const deciding = createDeciding()
  const viewers = createQueueViewers(() => props.workflow.name)
  let rows: RowsHandle | undefined

  const question = createQuestion(() => props.workflow, search)
  const queue = createLiveQueue(question.input, {
    // Above what is in sight, or under the hand, nothing comes in unasked.
    holds: (at) => {
      const { first, last } = rows?.inSight() ?? { first: 0, last: -1 }
      return at < first || (handOn() && at <= last)
    },
    onArrive: (item) => setArrived(t('queue.arrived', { title: item.title })),
    onLeave: (caseId) => {
      keys.leave(caseId)
      selection.remove(caseId)
    },
  })
  const keys = createRowKeys(
    () => queue.state.items,
    () => rows,
    {
      x: ({ id }) => selection.toggle(id),
      a: (item) => void deciding.decide(item, 'success'),
      r: (item) => void deciding.decide(item, 'error'),
      c: (item) => deciding.claim(item, me().id),
      e: deciding.assign,
    },
  )
  // What was selected is no longer in sight.
  createEffect(on(() => JSON.stringify(question.input()), selection.clear, { defer: true }))

  const show = (change: QueueSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const loadMore = () =>
    void queue.loadMore().catch((error: unknown) => toast({ tone: 'error', title: messageOf(error) }))
  const leaveHand = () => {
    setHandOn(false)
    if (queue.state.waiting.length > 0 && (rows?.inSight().first ?? 0) === 0) queue.showWaiting()
  }

  return (
    <Page
      title={props.workflow.words[locale()].plural}
      beside={<Total count={queue.state.total} />}
      actions={<NextButton workflow={props.workflow.name} />}
      bar={
        <QueueBar
          workflow={props.workflow}
          question={question}
          search={search()}
          known={knownFrom(queue.state.items)}
          onChange={show}
          onShow={(wanted) => void navigate({ search: wanted })}
        />
      }
    >
      <output class="sr-only">{arrived()}</output>
      <Panel flush class={cx(!queue.state.fresh && queue.state.items.length > 0 && 'opacity-60')}>
        <Show when={queue.error() && queue.state.items.length > 0}>
          <Banner tone="warning" class="rounded-b-none">
            {messageOf(queue.error())}
          </Banner>
        </Show>
        <Switch>
          <Match when={queue.state.items.length > 0}>
            <div
              onPointerEnter={() => setHandOn(true)}
              onPointerLeave={leaveHand}
              onFocusIn={(event) => {
                setHandOn(true)
                keys.onFocusIn(event)
              }}
              onFocusOut={() => setHandOn(false)}
            >
              <Waiting
                count={queue.state.waiting.length}
                label={t('queue.waiting', { count: queue.state.waiting.length })}
                onShow={queue.showWaiting}
              />
              <QueueRows
                label={props.workflow.words[locale()].plural}
                items={queue.state.items}
                marks={queue.state.marks}
                viewers={viewers}
                total={queue.state.total ?? 0}
                columns={shownColumns(props.workflow, search().columns)}
                selection={selection}
                current={keys.current}
                onNearEnd={loadMore}
                ref={(handle) => (rows = handle)}
              />
            </div>
            <LoadMore
              more={queue.state.nextCursor !== null}
              busy={queue.state.loadingMore}
              onClick={loadMore}
            />
          </Match>
          <Match when={queue.error()}>
            <EmptyState title={t('queue.lost')} icon={<Inbox class="size-6" />}>
              {messageOf(queue.error())}
            </EmptyState>
          </Match>
          <Match when={!queue.state.fresh}>
            <SkeletonRows />
          </Match>
          <Match when={true}>
            <QueueEmpty
              workflow={props.workflow.name}
              state={question.tab() ?? undefined}
              text={search().q}
              onClear={() => show({ q: undefined })}
            />
          </Match>
        </Switch>
      </Panel>
      <SelectionBar
        workflow={props.workflow}
        selection={selection}
        filter={question.filter()}
        total={queue.state.total ?? 0}
        items={queue.state.items}
      />
      <deciding.Asking />
    </Page>
  )
}

const MOST = 10_000 // the server stops counting behind this

const Total = (props: { count: number | null }) => (
  <Show when={props.count !== null}>
    <span class="text-lg text-muted tabular-nums">
      <span aria-hidden="true">
        {props.count! > MOST ? `${formatNumber(MOST)}+` : formatNumber(props.count!)}
      </span>
      <span class="sr-only">
        {props.count! > MOST ? t('queue.many', { count: MOST }) : t('queue.total', { count: props.count! })}
      </span>
    </span>
  </Show>
)
