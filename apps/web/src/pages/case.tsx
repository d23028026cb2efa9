import type { Case, PersonRef } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { Link, getRouteApi } from '@tanstack/solid-router'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import CloudOff from 'lucide-solid/icons/cloud-off'
import { Match, Show, Switch, createEffect, on } from 'solid-js'
import { type LiveCase, createLiveCase } from '../live/case.ts'
import { queryClient } from '../query.ts'
import { may, messageOf, useMe } from '../session.ts'
import { AssigneePicker } from '../together/assignee.tsx'
import { ClaimBanner, ClaimButton } from '../together/claim.tsx'
import { NextButton } from '../together/next.tsx'
import { CaseViewers } from '../together/viewers.tsx'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { askedBy, createActing } from './case-acting.ts'
import { CaseActions } from './case-actions.tsx'
import { CaseApprovals } from './case-approvals.tsx'
import { CaseState, ReadyBadge, UrgentBadge } from './case-badges.tsx'
import { CommentComposer } from './case-composer.tsx'
import { ConflictNotice } from './case-conflict.tsx'
import { CaseFacts, CaseTimes } from './case-facts.tsx'
import { CasePeople } from './case-people.tsx'
import { CaseReason } from './case-reason.tsx'
import { CaseSlots } from './case-slots.tsx'
import { CaseStages } from './case-stages.tsx'
import { CaseSummary } from './case-summary.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import { nameOf, scopeName, wordsOf } from './case-words.ts'
import { NothingHere } from './nothing-here.tsx'

const route = getRouteApi('/shell/cases/$caseId')

export default function CasePage() {
  const params = route.useParams()
  return (
    <Show when={params().caseId} keyed>
      {(caseId) => <LiveCasePage caseId={caseId} />}
    </Show>
  )
}

function LiveCasePage(props: { caseId: string }) {
  const live = createLiveCase(() => props.caseId)
  return (
    <Switch>
      <Match when={live.missing()}>
        <NothingHere title={t('cases.missing')}>{t('cases.missingWhy')}</NothingHere>
      </Match>
      <Match when={live.state.case}>{(item) => <CaseView item={item()} live={live} />}</Match>
      <Match when={live.error()}>
        <EmptyState alone title={t('cases.failed')} icon={<CloudOff class="size-6" />}>
          {messageOf(live.error())}
        </EmptyState>
      </Match>
      <Match when={true}>
        <SkeletonRows />
      </Match>
    </Switch>
  )
}

function CaseView(props: { item: Case; live: LiveCase }) {
  const me = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const acting = createActing({
    item: () => props.item,
    send: (input) => trpc.cases.act.mutate(input),
    onDone: (item) => {
      props.live.show(item)
      void queryClient.invalidateQueries({ queryKey: ['cases'] })
    },
    // Where this fails, the live case brings the same as soon as it can.
    onConflict: () => void props.live.refresh().catch(() => undefined),
  })
  // Another version may name other people, and people come to follow the case.
  createEffect(
    on(
      () => [props.item.version, props.live.state.history.length].join(),
      () => void queryClient.invalidateQueries({ queryKey: ['cases', 'participants', props.item.id] }),
      { defer: true },
    ),
  )
  // Where a stage waits for something that hangs on the case, that comes before the details.
  const asksForMore = () => {
    const stages = findWorkflow(props.item.workflow)?.stages ?? {}
    return props.item.closedAt === null && (stages[props.item.stage ?? '']?.needs?.length ?? 0) > 0
  }
  // A way out alone, like withdrawing, is not what the thumb should rest on.
  const mayAct = () =>
    props.item.actions.some((view) => {
      const action = findWorkflow(props.item.workflow)?.actions[view.name]
      return view.allowed && askedBy(action, view) !== 'sure'
    })
  const filer = () => props.live.state.history[0]?.actor ?? props.item.owner
  return (
    <Page
      title={props.item.title}
      above={<Parent item={props.item} />}
      beside={
        <>
          <CaseState workflow={props.item.workflow} state={props.item.state} />
          <UrgentBadge item={props.item} />
          <ReadyBadge item={props.item} />
          <CaseViewers item={props.item} />
        </>
      }
      under={<Under item={props.item} filer={filer()} />}
      actions={
        <>
          <CaseActions item={props.item} acting={acting} class={mayAct() ? atTheThumb : undefined} />
          <ClaimButton item={props.item} onDone={props.live.show} />
          <Show when={props.item.mayAssign}>
            <NextButton workflow={props.item.workflow} from={props.item.id} />
          </Show>
        </>
      }
    >
      <ClaimBanner item={props.item} onDone={props.live.show} />
      <ConflictNotice conflict={acting.conflict()} onDismiss={acting.forget} />
      <Show when={acting.failure()}>
        <Banner tone="error">{acting.failure()}</Banner>
      </Show>
      <Show when={props.live.error()}>
        <Banner tone="warning">{messageOf(props.live.error())}</Banner>
      </Show>
      <CaseReason item={props.item} history={props.live.state.history} />
      <CaseStages item={props.item} />
      <CaseApprovals item={props.item} />
      <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div class="flex min-w-0 flex-col gap-4">
          <CaseSummary item={props.item} summary={props.live.state.summary} />
          <Show when={!asksForMore()}>
            <CaseFacts item={props.item} />
          </Show>
          <CaseSlots
            item={props.item}
            slots={props.live.state.slots}
            live={props.live}
            adding={search().add}
            onAdd={(add) => void navigate({ search: { add }, replace: true })}
          />
          <Show when={asksForMore()}>
            <CaseFacts item={props.item} />
          </Show>
          <Panel title={t('cases.timeline')}>
            <CaseTimeline
              workflow={props.item.workflow}
              history={props.live.state.history}
              explained={may(me(), 'notifications.explain')}
            />
            <div class="mt-5 border-t border-line pt-4">
              <CommentComposer
                caseId={props.item.id}
                load={(search) => trpc.cases.mentionable.query({ caseId: props.item.id, search })}
                send={(input) => trpc.cases.comment.mutate(input)}
                onSent={(item) => props.live.show(item)}
              />
            </div>
          </Panel>
        </div>
        <div class="flex min-w-0 flex-col gap-4 sm:max-lg:grid sm:max-lg:grid-cols-2">
          <Show when={props.item.mayAssign || props.item.assignee}>
            <Panel title={t('together.assignee')}>
              <AssigneePicker item={props.item} onDone={props.live.show} />
            </Panel>
          </Show>
          <Panel title={t('cases.people')}>
            <CasePeople item={props.item} filer={filer()} />
          </Panel>
          <Panel title={t('cases.times')}>
            <CaseTimes item={props.item} />
          </Panel>
        </div>
      </div>
      <Show when={mayAct()}>
        <div class="h-12 md:hidden" />
      </Show>
    </Page>
  )
}

/** On a phone the actions stay in reach of the thumb, above the navigation. */
const atTheThumb =
  'max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-md:z-10 max-md:max-h-40 max-md:overflow-y-auto max-md:border-t max-md:border-line max-md:bg-canvas max-md:px-4 max-md:py-2 max-md:[&>button:not([aria-haspopup])]:grow'

/** The way back to what it belongs to. */
const Parent = (props: { item: Case }) => (
  <Show when={props.item.parent}>
    {(parent) => (
      <nav aria-label={t('cases.partOf')} class="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
        {/* Whoever may not see it is not told what it is called, and finds nothing there. */}
        <Show when={parent().title} fallback={nameOf(parent().workflow)}>
          <Link
            to="/cases/$caseId"
            params={{ caseId: parent().id }}
            class="rounded-sm underline-offset-2 hover:text-text hover:underline"
          >
            {nameOf(parent().workflow)}: <bdi>{parent().title}</bdi>
          </Link>
        </Show>
        <ChevronRight class="size-4 shrink-0 rtl:-scale-x-100" aria-hidden="true" />
        <span>{wordsOf(parent().workflow)?.children[parent().slot] ?? parent().slot}</span>
      </nav>
    )}
  </Show>
)

/** "Shift · Station North · filed by Vera Vendor, 5 min. ago" */
const Under = (props: { item: Case; filer: PersonRef }) => (
  <span class="flex flex-wrap gap-x-1.5">
    <span>{nameOf(props.item.workflow)}</span>
    <Show when={props.item.scope}>
      {(scope) => (
        <>
          <Dot />
          <bdi>{scopeName(props.item) ?? scope()}</bdi>
        </>
      )}
    </Show>
    <Dot />
    <Show
      when={props.filer.id === props.item.owner.id}
      fallback={<span>{t('cases.filedFor', { actor: props.filer.name, owner: props.item.owner.name })}</span>}
    >
      <span>
        {t('cases.filedBy')} <bdi>{props.item.owner.name}</bdi>
      </span>
    </Show>
    <Dot />
    <RelativeTime at={props.item.openedAt} />
  </span>
)

const Dot = () => <span aria-hidden="true">·</span>
