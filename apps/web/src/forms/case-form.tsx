import type { ErrorCode } from '@belfry/shared'
import { type Workflow, fieldsAsked, inherited } from '@belfry/shared/machine'
import type { DraftContent, DraftForm, Me } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import { Show, createResource, createSignal, untrack } from 'solid-js'
import { messageOf } from '../session.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { sendByKey } from '../ui/send-by-key.ts'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { locale, t } from '../words/index.ts'
import { slotsOf } from './along.ts'
import { emptyContent } from './content.ts'
import { DraftBanner, DraftLine } from './draft-status.tsx'
import { type DraftApi, type DraftKeeper, openDraft } from './draft.ts'
import { Fields } from './fields.tsx'
import type { LoadChoices } from './form-field.tsx'
import { type Filing, createFormState } from './form-state.ts'
import { type SlotForm, Slots, fileOf } from './slots.tsx'
import { Wrong, focusOn } from './wrong.tsx'

export interface CaseFormProps<Filed> {
  workflow: Workflow
  /** Whose form it is. */
  me: Pick<Me, 'id' | 'grants'>
  /** The case it is to hang on, and where. */
  parent?: { id: string; slot: string; scope: string | null }
  choices: LoadChoices
  drafts: DraftApi
  send: (filing: Filing) => Promise<Filed>
  onFiled: (filed: Filed) => void
}

/** The form of a workflow, made from its definition: its fields, their kinds, and its words. It is kept while it is filled in. */
export function CaseForm<Filed>(props: CaseFormProps<Filed>) {
  // A form is for one workflow and one person; for another the page makes another form.
  const draft = untrack((): DraftForm => ({
    workflow: props.workflow.name,
    ...(props.parent && { parentId: props.parent.id, slot: props.parent.slot }),
  }))
  const [open] = createResource(() => openDraft(props.drafts, props.me.id, draft))
  return (
    <Show when={open()} fallback={<SkeletonRows />}>
      {(make) => <OpenForm {...props} keeper={make()()} />}
    </Show>
  )
}

function OpenForm<Filed>(props: CaseFormProps<Filed> & { keeper: DraftKeeper }) {
  let root: HTMLFormElement | undefined
  const { workflow, keeper, me, parent } = untrack(() => ({ ...props }))
  const slots = parent ? [] : slotsOf(workflow, me)
  const given = parent ? inherited(workflow, parent.scope) : {}
  const form = createFormState({
    workflow,
    fields: fieldsAsked(workflow, workflow.submit.asks, me).filter(({ name }) => !(name in given)),
    before: given,
    slots: Object.fromEntries(slots.map((slot) => [slot.slot, slot])),
    locale,
    start: withPapers(keeper.start, slots),
    onChange: (content) => keeper.keep(content),
  })
  keeper.follow((content) => form.replace(withPapers(content, slots)))
  const [begun, setBegun] = createSignal(keeper.begun)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<unknown>()
  let sent = false

  async function submit() {
    if (busy() || sent || form.uploads()) return
    setFailure(undefined)
    const filing = form.finish()
    if (!filing) return focusOn(root, form.problems()[0]?.field)
    setBusy(true)
    try {
      await keeper.rest()
      const filed = await props.send(filing)
      sent = true
      keeper.sent()
      props.onFiled(filed)
    } catch (error) {
      keeper.resume()
      if (form.refuse(error)) focusOn(root, form.problems()[0]?.field)
      else setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  function startOver() {
    form.replace(withPapers(emptyContent(), slots))
    setFailure(undefined)
    setBegun(false)
    keeper.discard().catch((error: unknown) => toast({ tone: 'error', title: messageOf(error) }))
  }

  return (
    <form
      ref={(element) => {
        root = element
        sendByKey(element)
      }}
      noValidate
      class="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <DraftBanner
        keeper={keeper}
        begun={begun()}
        onStartOver={startOver}
        onTake={(content) => form.replace(withPapers(content ?? emptyContent(), slots))}
        onInsist={() => {
          // Where the other one was sent, this is a case of its own.
          if (!keeper.other()) form.renewKey()
          keeper.insist(form.content)
        }}
      />
      <Wrong form={form} slots={workflow.words[locale()].children} />
      <Fields form={form} part={form.own} choices={props.choices} />
      <Show when={slots.length > 0}>
        <Slots form={form} workflow={workflow} slots={slots} choices={props.choices} />
      </Show>
      <Show when={failure()}>
        {(error) => (
          <Failure
            error={error()}
            onSendAsNew={() => {
              form.renewKey()
              void submit()
            }}
          />
        )}
      </Show>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t border-line pt-4">
        <DraftLine keeper={keeper} />
        <Button
          type="submit"
          variant="primary"
          busy={busy()}
          disabledReason={form.uploads() ? t('forms.uploading') : null}
          class="ms-auto max-sm:w-full"
        >
          {t('forms.send')}
        </Button>
      </div>
    </form>
  )
}

/** Each paper that may come along has its place in the form from the beginning. */
function withPapers(content: DraftContent, slots: SlotForm[]): DraftContent {
  const missing = slots.filter(
    ({ slot, fields }) => fileOf(fields) && !content.children.some((child) => child.slot === slot),
  )
  const blank = missing.map(({ slot }) => ({ slot, values: {}, labels: {} }))
  return { ...content, children: [...content.children, ...blank] }
}

/** Why it was not sent, where no field is to blame. */
function Failure(props: { error: unknown; onSendAsNew: () => void }) {
  const sentBefore = () => keyOf(props.error) === 'idempotency_mismatch'
  return (
    <Banner
      tone="error"
      actions={
        <Show when={sentBefore()}>
          <Link to="/cases" class={buttonClass({ size: 'sm' })}>
            {t('cases.toMine')}
          </Link>
          <Button size="sm" onClick={() => props.onSendAsNew()}>
            {t('forms.sendAsNew')}
          </Button>
        </Show>
      }
    >
      {sentBefore() ? t('forms.sentBefore') : `${t('forms.notSent')} ${messageOf(props.error)}`}
    </Banner>
  )
}

const keyOf = (error: unknown) => (error as { data?: { key?: ErrorCode } | null } | null)?.data?.key
