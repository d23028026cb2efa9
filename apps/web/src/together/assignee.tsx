import { newId } from '@belfry/shared'
import type { AssigneeChoice, Case } from '@belfry/shared/wire'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import UserRoundPlus from 'lucide-solid/icons/user-round-plus'
import UserRoundX from 'lucide-solid/icons/user-round-x'
import { For, Match, Show, Switch, createResource, createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { createKeys } from '../ui/list-keys.ts'
import { Popover } from '../ui/popover.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'

/** So many are looked through by eye. */
const FEW = 8

/** Whose case it is, and for those who decide on it a way to give it to somebody; the key e opens it. */
export function AssigneePicker(props: { item: Case; onDone: (item: Case) => void }) {
  const [open, setOpen] = createSignal(false)
  createKeys({ e: () => props.item.mayAssign && setOpen(true) })
  return (
    <Show when={props.item.mayAssign} fallback={<Assigned item={props.item} />}>
      <Popover
        open={open()}
        onOpenChange={setOpen}
        title={t('together.assign')}
        triggerLabel={`${t('together.assignee')}: ${props.item.assignee?.name ?? t('together.nobody')}`}
        triggerClass={`${buttonClass({ variant: 'quiet' })} -ms-2 max-w-full px-2!`}
        trigger={
          <>
            <Assigned item={props.item} />
            <ChevronDown class="size-4 shrink-0" aria-hidden="true" />
          </>
        }
        class="w-72"
      >
        <People
          item={props.item}
          onDone={(item) => {
            setOpen(false)
            props.onDone(item)
          }}
        />
      </Popover>
    </Show>
  )
}

const Assigned = (props: { item: Case }) => (
  <Show when={props.item.assignee} fallback={<span class="text-muted">{t('together.nobody')}</span>}>
    {(assignee) => (
      <span class="flex min-w-0 items-center gap-2 text-text">
        <Avatar name={assignee().name} />
        <bdi class="truncate">{assignee().name}</bdi>
      </span>
    )}
  </Show>
)

/** Whom a case can be given to, those with least to do first. */
export function People(props: { item: Case; onDone: (item: Case) => void }) {
  const me = useMe()
  const [search, setSearch] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  // With a beginning: what has none suspends the page around the popover, which then never goes away.
  const [found] = createResource<AssigneeChoice[] | null, string>(
    search,
    (text) => trpc.cases.assignees.query({ caseId: props.item.id, search: text }),
    { initialValue: null },
  )
  const people = () => (found.error ? [] : (found.latest ?? []))
  const canBeMine = () =>
    props.item.assignee?.id !== me().id && people().some(({ person }) => person.id === me().id)

  async function give(personId: string | null) {
    if (busy()) return
    setBusy(true)
    try {
      const { id: caseId } = props.item
      props.onDone(await trpc.cases.assign.mutate({ caseId, personId, idempotencyKey: newId() }))
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="flex flex-col gap-1 p-1.5">
      <Show when={search() !== '' || people().length > FEW}>
        <SearchField label={t('together.assign')} value={search()} onSearch={setSearch} />
      </Show>
      <Show when={search() === ''}>
        <Show when={canBeMine()}>
          <Choice onClick={() => void give(me().id)}>
            <UserRoundPlus class="mx-1 size-4 shrink-0 text-muted" aria-hidden="true" />
            {t('together.toMe')}
          </Choice>
        </Show>
        <Show when={props.item.assignee}>
          <Choice onClick={() => void give(null)}>
            <UserRoundX class="mx-1 size-4 shrink-0 text-muted" aria-hidden="true" />
            {t('together.backToAll')}
          </Choice>
        </Show>
      </Show>
      <Switch>
        <Match when={found.error}>
          <p class="px-2 py-2 text-sm text-muted">{t('ui.loadFailed')}</p>
        </Match>
        <Match when={found.latest === null}>
          <SkeletonRows rows={2} />
        </Match>
        <Match when={people().length === 0}>
          <p class="px-2 py-2 text-sm text-muted">
            {search() ? t('ui.nothingFound') : t('together.nobodyToAssign')}
          </p>
        </Match>
        <Match when={true}>
          <ul class="max-h-72 overflow-y-auto" aria-label={t('together.assign')}>
            <For each={people()}>
              {(one) => (
                <li>
                  <Choice
                    current={one.person.id === props.item.assignee?.id}
                    onClick={() => void give(one.person.id)}
                  >
                    <Avatar name={one.person.name} />
                    <span class="min-w-0">
                      <bdi class="block truncate">{one.person.name}</bdi>
                      <span class="block text-xs text-muted">{load(one)}</span>
                    </span>
                  </Choice>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
    </div>
  )
}

const load = ({ open, awayUntil }: AssigneeChoice): string => {
  const has = t('together.open', { count: open })
  return awayUntil ? `${has}, ${t('together.awayUntil', { date: formatTime(awayUntil, 'date') })}` : has
}

const Choice = (props: { onClick: () => void; current?: boolean; children: unknown }) => (
  <button
    type="button"
    aria-current={props.current || undefined}
    class="flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-start hover:bg-hover aria-[current]:bg-accent-soft pointer-coarse:py-2.5"
    onClick={() => props.onClick()}
  >
    {props.children as never}
  </button>
)
