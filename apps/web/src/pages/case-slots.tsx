import { fieldsOf, isOpen } from '@belfry/shared/machine'
import type { Case, SlotView } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { Link } from '@tanstack/solid-router'
import Circle from 'lucide-solid/icons/circle'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import CircleDot from 'lucide-solid/icons/circle-dot'
import Plus from 'lucide-solid/icons/plus'
import { For, Show, createMemo } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { LiveCase } from '../live/case.ts'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { createActing } from './case-acting.ts'
import { CaseActions } from './case-actions.tsx'
import { AddCase } from './case-add.tsx'
import { CaseState } from './case-badges.tsx'
import { ConflictNotice } from './case-conflict.tsx'
import { CaseFiles } from './case-files.tsx'
import { ChildReason } from './case-reason.tsx'
import { factsOf, nameOf, timesOf, wordsOf } from './case-words.ts'

/** What hangs on the case and what should: slot by slot, each with what can be done about it right here. */
export function CaseSlots(props: {
  item: Case
  slots: readonly SlotView[]
  live: LiveCase
  /** The slot whose form is open. */
  adding: string | undefined
  onAdd: (slot: string | undefined) => void
}) {
  // By name: what is in a slot changes under its row, not with it. What this stage needs comes first, done or not.
  const names = createMemo(() =>
    props.slots
      .filter(isShown)
      .toSorted((one, other) => Number(other.needed) - Number(one.needed))
      .map(({ slot }) => slot),
  )
  const needed = () => props.slots.filter((slot) => slot.needed)
  const there = () => needed().filter(({ fulfilled }) => fulfilled).length
  return (
    <Show when={names().length > 0}>
      <Panel
        title={t('cases.belongs')}
        flush
        actions={
          <Show when={needed().length > 0 && props.item.closedAt === null}>
            <Show
              when={there() < needed().length}
              fallback={
                <Badge tone="success">
                  <CircleCheck class="size-3.5" aria-hidden="true" />
                  {t('cases.ready')}
                </Badge>
              }
            >
              <span class="text-sm text-muted tabular-nums">
                {t('cases.neededThere', { there: there(), needed: needed().length })}
              </span>
            </Show>
          </Show>
        }
      >
        <ul class="divide-y divide-line">
          <For each={names()}>
            {(name) => (
              <Show when={props.slots.find(({ slot }) => slot === name)}>
                {(slot) => <Slot {...props} slot={slot()} />}
              </Show>
            )}
          </For>
        </ul>
      </Panel>
    </Show>
  )
}

const isShown = (slot: SlotView) => slot.cases.length > 0 || slot.needed || slot.mayOpen

function Slot(props: {
  item: Case
  slot: SlotView
  live: LiveCase
  adding: string | undefined
  onAdd: (slot: string | undefined) => void
}) {
  const name = () => wordsOf(props.item.workflow)?.children[props.slot.slot] ?? props.slot.slot
  /** Of many one more is made: "New trip". */
  const formName = () =>
    (findWorkflow(props.item.workflow)?.children[props.slot.slot]?.many &&
      wordsOf(props.slot.workflow)?.submit) ||
    name()
  const standing = () =>
    props.slot.fulfilled
      ? 'there'
      : props.slot.cases.some(isUnderWay)
        ? 'underWay'
        : props.slot.needed
          ? 'missing'
          : 'optional'
  const ids = createMemo(() => props.slot.cases.map(({ id }) => id))
  return (
    <li class="px-4 py-3">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Dynamic
          component={icons[standing()]}
          class={cx('size-4.5 shrink-0', colours[standing()])}
          aria-hidden="true"
        />
        <h3 class="min-w-0 font-medium">{name()}</h3>
        <Show when={props.slot.needed && !props.slot.fulfilled}>
          <Badge tone="warning">{t('cases.neededNow')}</Badge>
        </Show>
        <Show when={props.slot.mayOpen}>
          <Button size="sm" class="ms-auto" onClick={() => props.onAdd(props.slot.slot)}>
            <Plus class="size-4" aria-hidden="true" />
            <span aria-hidden="true">{t('cases.add')}</span>
            <span class="sr-only">{t('forms.add', { name: name() })}</span>
          </Button>
        </Show>
      </div>
      <Show when={ids().length > 0}>
        <ul class="mt-2 flex flex-col gap-2 sm:ms-7.5">
          <For each={ids()}>
            {(id) => (
              <Show when={props.slot.cases.find((one) => one.id === id)}>
                {(child) => <Child item={child()} slotName={name()} parent={props.item} live={props.live} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.adding === props.slot.slot}>
        <AddCase
          parent={props.item}
          slot={props.slot.slot}
          workflow={props.slot.workflow}
          name={formName()}
          onClose={() => props.onAdd(undefined)}
        />
      </Show>
    </li>
  )
}

/** A case in a slot: what it is, how it stands, its files, and what the reader can do about it here. */
function Child(props: { item: Case; slotName: string; parent: Case; live: LiveCase }) {
  const acting = createActing({
    item: () => props.item,
    send: (input) => trpc.cases.act.mutate(input),
    onDone: (item) => {
      props.live.showChild(item)
      void queryClient.invalidateQueries({ queryKey: ['cases'] })
    },
  })
  // Most are called like their slot, or like what they hang on; that stands above them already.
  const title = () =>
    props.item.title.startsWith(props.slotName) || props.item.title === props.parent.title
      ? nameOf(props.item.workflow)
      : props.item.title
  const can = createMemo((): Case => ({
    ...props.item,
    actions: props.item.actions.filter(({ allowed }) => allowed),
  }))
  const hasFile = () => {
    const workflow = findWorkflow(props.item.workflow)
    return (
      workflow !== undefined &&
      fieldsOf(workflow.data).some((field) => field.kind === 'file' && field.name in props.item.data)
    )
  }
  // Behind the state a name reads as that of who decided; of a file the one who sent it stands below.
  const isOthers = () => !hasFile() && props.item.owner.id !== props.parent.owner.id
  const facts = () => [...factsOf(props.item), timesOf(props.item)].filter(Boolean).join(' · ')
  return (
    <li data-child={props.item.id} class="flex flex-col gap-2 rounded-md bg-sunken px-3 py-2">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Link
          to="/cases/$caseId"
          params={{ caseId: props.item.id }}
          class="min-w-0 font-medium underline-offset-2 hover:underline"
        >
          <bdi>{title()}</bdi>
        </Link>
        <CaseState workflow={props.item.workflow} state={props.item.state} />
        <span class="text-sm text-muted">
          <Show when={isOthers()}>
            <bdi>{props.item.owner.name}</bdi>
            <span aria-hidden="true"> · </span>
          </Show>
          <RelativeTime at={props.item.changedAt} />
        </span>
        <Show when={can().actions.length > 0}>
          <CaseActions item={can()} acting={acting} small class="ms-auto" />
        </Show>
      </div>
      <Show when={facts()}>{(text) => <p class="text-sm text-muted tabular-nums">{text()}</p>}</Show>
      <ChildReason item={props.item} />
      <Show when={hasFile()}>
        <CaseFiles caseId={props.item.id} version={props.item.version} />
      </Show>
      <ConflictNotice conflict={acting.conflict()} onDismiss={acting.forget} />
      <Show when={acting.failure()}>
        <p role="alert" class="text-sm text-error">
          {acting.failure()}
        </p>
      </Show>
    </li>
  )
}

const isUnderWay = (item: Case) => {
  const workflow = findWorkflow(item.workflow)
  return workflow !== undefined && isOpen(workflow, item.state)
}

const icons = { there: CircleCheck, underWay: CircleDot, missing: Circle, optional: CircleDashed }
const colours = {
  there: 'text-success',
  underWay: 'text-info',
  missing: 'text-warning',
  optional: 'text-faint',
}
