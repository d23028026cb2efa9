import { newId } from '@belfry/shared'
import type { Workflow } from '@belfry/shared/machine'
import type { BulkDeed, CaseFilter } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { useNavigate } from '@tanstack/solid-router'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Select } from '../ui/select.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { Tick } from '../ui/tick.tsx'
import { locale, t } from '../words/index.ts'
import { AssigneeSelect } from './assignee-select.tsx'
import { PreviewGroup } from './preview-group.tsx'

export type Picked = { ids: string[] } | { filter: CaseFilter }

/** What is to be done, before it is filled in. */
export type Doing = { kind: 'act'; action: string } | { kind: 'assign' } | { kind: 'remind' }

export interface BulkDialogProps {
  workflow: Workflow
  doing: Doing
  picked: Picked
  /** One of the cases, whose people stand for those of all. */
  first: string | undefined
  onClose: () => void
}

const LONGEST_NOTE = 4000 // what the API takes

/** Shows what would become of each of the cases, and does it once that is confirmed. */
export function BulkDialog(props: BulkDialogProps) {
  const navigate = useNavigate()
  const [reason, setReason] = createSignal('')
  const [note, setNote] = createSignal('')
  const [anyway, setAnyway] = createSignal(false)
  const [personId, setPersonId] = createSignal<string | null>()
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)

  const own = () => props.workflow.words[locale()]
  const named = () => (props.doing.kind === 'act' ? props.doing.action : null)
  const action = () => props.workflow.actions[named() ?? '']
  const label = () => labelOf(props.workflow, props.doing)
  const reasons = () => action()?.reason ?? []
  const isComplete = () =>
    props.doing.kind === 'assign'
      ? personId() !== undefined
      : (reasons().length === 0 || reason() !== '') && (!action()?.note || note().trim() !== '')

  function deedWith(words: string): BulkDeed {
    const { doing } = props
    const said = words ? { note: words } : {}
    if (doing.kind === 'assign') return { kind: 'assign', personId: personId() ?? null }
    if (doing.kind === 'remind') return { kind: 'remind', ...said }
    const more = { ...(reason() && { reason: reason() }), ...(anyway() && { anyway: true }) }
    return { kind: 'act', action: doing.action, ...more, ...said }
  }
  // What a note says changes nothing of what would happen, so it is not asked again with each letter.
  const question = () => ({
    workflow: props.workflow.name,
    deed: deedWith(note().trim() && '…'),
    ...props.picked,
  })
  const query = useQuery(() => ({
    queryKey: ['bulk', 'preview', question()],
    queryFn: () => trpc.bulk.preview.query(question()),
    enabled: isComplete(),
    staleTime: 0,
    gcTime: 0,
  }))
  const preview = () => (isComplete() && query.isSuccess ? query.data : undefined)
  const will = () => preview()?.groups.find(({ outcome }) => outcome === 'will')?.count ?? 0
  const isClaimed = () => anyway() || preview()?.groups.some(({ outcome }) => outcome === 'claimed') === true

  async function confirm() {
    const seen = preview()
    if (!seen) return
    setBusy(true)
    setError(null)
    try {
      const run = await trpc.bulk.start.mutate({
        ...question(),
        deed: deedWith(note().trim()),
        expected: seen.total,
        idempotencyKey: newId(),
      })
      props.onClose()
      await navigate({ to: '/bulk/$id', params: { id: run.id } })
    } catch (refusal) {
      setError(messageOf(refusal))
      void query.refetch()
    } finally {
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title={t('bulk.heading', { action: label(), plural: own().plural })}
      deed={t('bulk.confirm', { action: label(), count: will() })}
      busy={busy()}
      disabledReason={
        isComplete()
          ? preview()
            ? will() === 0
              ? t('bulk.nothing')
              : null
            : t('bulk.looking')
          : t('bulk.fillIn')
      }
      error={error()}
      wide
      onSubmit={() => void confirm()}
      onClose={props.onClose}
    >
      <Show when={reasons().length > 0}>
        <Select
          label={t('cases.reason')}
          name="reason"
          required
          placeholder={t('cases.pickReason')}
          value={reason()}
          options={reasons().map((value) => ({ value, label: own().reasons[value] ?? value }))}
          onChange={setReason}
        />
      </Show>
      <Show
        when={props.doing.kind !== 'assign'}
        fallback={<AssigneeSelect caseId={props.first} value={personId()} onChange={setPersonId} />}
      >
        <TextArea
          label={t('cases.note')}
          hint={t('cases.noteHint')}
          name="note"
          required={action()?.note ?? false}
          max={LONGEST_NOTE}
          maxLength={LONGEST_NOTE}
          value={note()}
          onInput={setNote}
        />
      </Show>
      <Show when={named() && isClaimed()}>
        <Tick checked={anyway()} onChange={setAnyway}>
          {t('bulk.anyway')}
        </Tick>
      </Show>
      <Switch>
        <Match when={!isComplete()}>
          <p class="text-muted">{t('bulk.fillIn')}</p>
        </Match>
        <Match when={preview()}>
          {(seen) => (
            <section aria-label={t('bulk.show')} class="flex flex-col gap-3">
              <ul class="flex flex-col gap-2">
                <For each={seen().groups}>
                  {(group) => <PreviewGroup group={group} question={question()} />}
                </For>
              </ul>
              <p class="text-sm text-muted">
                {t('bulk.told', { count: seen().told })}{' '}
                {seen().undoable ? t('bulk.undoable') : t('bulk.notUndoable')}
              </p>
            </section>
          )}
        </Match>
        <Match when={query.isError}>
          <Banner tone="error">{messageOf(query.error)}</Banner>
        </Match>
        <Match when={true}>
          <div role="status" aria-label={t('bulk.looking')}>
            <SkeletonRows rows={3} />
          </div>
        </Match>
      </Switch>
    </FormDialog>
  )
}

/** The label of its button. */
export const labelOf = (workflow: Workflow, doing: Doing): string =>
  doing.kind === 'act'
    ? (workflow.words[locale()].actions[doing.action]?.label ?? doing.action)
    : t(doing.kind === 'assign' ? 'bulk.give' : 'bulk.remind')
