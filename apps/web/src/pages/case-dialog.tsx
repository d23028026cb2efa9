import { type Workflow, fieldsAsked } from '@belfry/shared/machine'
import type { Case, DraftContent } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import MessageSquarePlus from 'lucide-solid/icons/message-square-plus'
import { Show, createSignal, createUniqueId, untrack } from 'solid-js'
import { loadChoices } from '../forms/choices.ts'
import { emptyContent } from '../forms/content.ts'
import { Fields } from '../forms/fields.tsx'
import { type FormState, createFormState } from '../forms/form-state.ts'
import { Wrong, focusOn } from '../forms/wrong.tsx'
import { useMe } from '../session.ts'
import { isTaken } from '../together/claiming.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { sendByKey } from '../ui/send-by-key.ts'
import { TextArea } from '../ui/text-area.tsx'
import { locale, t } from '../words/index.ts'
import { type Acting, askedBy } from './case-acting.ts'
import { factsOf, stateWord, timesOf } from './case-words.ts'

const LONGEST_NOTE = 4000 // what the API takes

export interface ActionDialogProps {
  item: Case
  action: string
  acting: Acting
  onClose: () => void
}

/**
 * Asks for what an action asks for: fields, a reason, a note, or whether it is really meant. Stays open, with what was
 * written, where it failed.
 */
export function ActionDialog(props: ActionDialogProps) {
  const [reason, setReason] = createSignal('')
  const [note, setNote] = createSignal('')
  const [noting, setNoting] = createSignal(false)
  const [tried, setTried] = createSignal(false)
  const formId = createUniqueId()
  let root: HTMLFormElement | undefined

  const workflow = () => findWorkflow(props.item.workflow)
  const action = () => workflow()?.actions[props.action]
  const words = () => workflow()?.words[locale()]
  const label = () => words()?.actions[props.action]?.label ?? props.action
  // Asked once: what is filled in stays, whatever happens to the case meanwhile.
  const view = untrack(() => props.item.actions.find(({ name }) => name === props.action))
  const kind = untrack(() => askedBy(action(), view))
  const form = untrack(() => formOf(workflow(), props.item, view?.asks ?? []))
  const reasons = () => action()?.reason ?? []
  const busy = () => props.acting.busy() === props.action
  const missesReason = () => reasons().length > 0 && !reason()
  // Below a form of several questions a note is one box too many, unless somebody wants it.
  const offersNote = () => !action()?.note && (form?.own.fields.length ?? 0) > 0 && reasons().length === 0
  const missesNote = () => action()?.note === true && !note().trim()

  async function send() {
    if (form?.uploads()) return
    setTried(true)
    const filing = form?.finish()
    if (form && !filing) return focusOn(root, form.problems()[0]?.field)
    if (missesReason()) return root?.querySelector<HTMLElement>('select[name="reason"]')?.focus()
    if (missesNote()) return root?.querySelector<HTMLElement>('textarea[name="note"]')?.focus()
    const outcome = await props.acting.act(props.action, {
      ...(reason() && { reason: reason() }),
      ...(note().trim() && { note: note().trim() }),
      ...(filing && { data: filing.data }),
    })
    if (outcome === 'done' || outcome === 'conflict') return props.onClose()
    if (form?.refuse(props.acting.error())) focusOn(root, form.problems()[0]?.field)
  }

  const facts = () => [...factsOf(props.item), timesOf(props.item)].filter(Boolean).join(' · ')
  const description = () => {
    const to = action()?.to
    return kind === 'sure' && typeof to === 'string'
      ? t('cases.sureWhy', { title: props.item.title, state: stateWord(props.item.workflow, to) })
      : props.item.title
  }

  return (
    <Dialog
      open
      onOpenChange={(stays) => stays || props.onClose()}
      title={kind === 'answers' ? label() : t('cases.sure', { action: label() })}
      description={
        <>
          <span class="block">{description()}</span>
          {/* Several may be called alike; what is asked for below stands there. */}
          <Show when={!form && facts()}>
            <span class="block text-sm">{facts()}</span>
          </Show>
        </>
      }
      wide={(form?.own.fields.length ?? 0) > 2}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{t('cases.keep')}</Button>
          <Button
            type="submit"
            form={formId}
            variant={variantOf(action()?.tone, kind)}
            busy={busy()}
            disabledReason={form?.uploads() ? t('forms.uploading') : null}
          >
            {label()}
          </Button>
        </>
      }
    >
      <Show when={isTaken(props.item)}>
        <Banner tone="warning" class="mb-4">
          {t('together.decideAnyway', { name: props.item.claimedBy?.name })}
        </Banner>
      </Show>
      <form
        ref={(element) => {
          root = element
          sendByKey(element)
        }}
        id={formId}
        noValidate
        class="flex flex-col gap-4 empty:hidden"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Show when={form}>
          {(asked) => (
            <>
              <Wrong form={asked()} slots={{}} />
              <Fields form={asked()} part={asked().own} choices={loadChoices} />
            </>
          )}
        </Show>
        <Show when={reasons().length > 0}>
          <Select
            label={t('cases.reason')}
            name="reason"
            required
            placeholder={t('cases.pickReason')}
            value={reason()}
            error={tried() && missesReason() ? t('cases.reasonMissing') : null}
            options={reasons().map((value) => ({ value, label: words()?.reasons[value] ?? value }))}
            onChange={setReason}
          />
        </Show>
        <Show
          when={noting() || !offersNote()}
          fallback={
            <Button size="sm" variant="quiet" class="self-start" onClick={() => setNoting(true)}>
              <MessageSquarePlus class="size-4" aria-hidden="true" />
              {t('cases.addNote')}
            </Button>
          }
        >
          <TextArea
            label={t('cases.note')}
            hint={t('cases.noteHint')}
            name="note"
            required={action()?.note ?? false}
            error={tried() && missesNote() ? t('cases.noteMissing') : null}
            max={LONGEST_NOTE}
            maxLength={LONGEST_NOTE}
            value={note()}
            onInput={setNote}
          />
        </Show>
        <Approvals item={props.item} action={props.action} />
        <Show when={props.acting.failure() && !(form && form.problems().length > 0)}>
          <Banner tone="error">{props.acting.failure()}</Banner>
        </Show>
      </form>
    </Dialog>
  )
}

const variantOf = (tone: string | undefined, kind: string) =>
  tone === 'success' ? 'success' : tone === 'error' || kind === 'sure' ? 'danger' : 'primary'

/** The fields that the action asks this person for, with what the case says now. */
function formOf(workflow: Workflow | undefined, item: Case, asks: readonly string[]): FormState | null {
  if (!workflow || asks.length === 0) return null
  const me = useMe()()
  // The server has said which ones; who may fill in which is settled.
  const fields = fieldsAsked({ ...workflow, fields: {} }, asks, me)
  // A file that has to be given is a new one.
  const kept = fields.filter((field) => field.kind !== 'file' || !field.required)
  const present = kept.filter(({ name }) => item.data[name] !== undefined)
  const start: DraftContent = {
    ...emptyContent(Object.fromEntries(present.map(({ name }) => [name, item.data[name]]))),
    labels: Object.fromEntries(
      Object.entries(item.labels).map(([name, label]) => [String(item.data[name]), label]),
    ),
  }
  return createFormState({ workflow, fields, before: item.data, locale, start })
}

/** "It takes two people; Rita Review has agreed." */
function Approvals(props: { item: Case; action: string }) {
  const approvals = () => props.item.actions.find(({ name }) => name === props.action)?.approvals
  return (
    <Show when={approvals()}>
      {(so) => (
        <p class="text-sm text-muted">
          {t('cases.takesSeveral', { needed: so().needed, have: so().by.length })}{' '}
          {so()
            .by.map(({ name }) => name)
            .join(', ')}
        </p>
      )}
    </Show>
  )
}
