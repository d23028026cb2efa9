import type { Field, Workflow } from '@belfry/shared/machine'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, Match, Show, Switch, createMemo } from 'solid-js'
import { FileInput } from '../files/file-input.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { locale, t } from '../words/index.ts'
import { textOf } from './content.ts'
import { Fields } from './fields.tsx'
import type { LoadChoices } from './form-field.tsx'
import type { FormState, Part } from './form-state.ts'

/** A place where a case can come along with the one of the form. */
export interface SlotForm {
  slot: string
  workflow: Workflow
  fields: Field[]
  many: boolean
  /** The states that need it. */
  neededFor: string[]
}

interface SlotsProps {
  form: FormState
  /** Of the case that they come along with. */
  workflow: Workflow
  slots: readonly SlotForm[]
  choices: LoadChoices
}

/** What can come along: papers to upload, or small forms of their own. All of it can be added later as well. */
export const Slots = (props: SlotsProps) => (
  <section class="flex flex-col gap-4 border-t border-line pt-5">
    <div>
      <h2 class="font-medium">{t('forms.along')}</h2>
      <p class="text-sm text-muted">{t('forms.alongHint')}</p>
    </div>
    <For each={props.slots}>{(slot) => <Slot {...props} slot={slot} />}</For>
  </section>
)

type SlotProps = SlotsProps & { slot: SlotForm }

/** The one field of a paper; a slot for anything else asks for a form. */
export const fileOf = (fields: readonly Field[]) => {
  const files = fields.flatMap((field) => (field.kind === 'file' ? [field] : []))
  return files.length === 1 ? files[0] : undefined
}

function Slot(props: SlotProps) {
  const name = () => props.workflow.words[locale()].children[props.slot.slot] ?? props.slot.slot
  const own = createMemo(() =>
    props.form.parts().filter((part) => {
      const at = childAt(part)
      return at >= 0 && props.form.content.children[at]?.slot === props.slot.slot
    }),
  )
  return (
    <div class="flex flex-col gap-3">
      <For each={own().map(childAt)}>
        {(at) => (
          <Show when={props.form.parts().find((part) => childAt(part) === at)}>
            {(part) => <Along {...props} part={part()} at={at} name={name()} />}
          </Show>
        )}
      </For>
      <Show when={own().length === 0 || props.slot.many}>
        <div>
          <Button size="sm" onClick={() => props.form.addChild(props.slot.slot)}>
            <Plus class="size-4" aria-hidden="true" />
            {t(own().length > 0 ? 'forms.addMore' : 'forms.add', { name: name() })}
          </Button>
        </div>
      </Show>
    </div>
  )
}

/** One case that comes along. */
function Along(props: SlotProps & { part: Part; at: number; name: string }) {
  const words = () => props.workflow.words[locale()]
  const hint = () => {
    const states = props.slot.neededFor.map((state) => words().states[state] ?? state)
    return states.length > 0 ? t('forms.neededFor', { stage: states.join(', ') }) : undefined
  }
  const file = () => fileOf(props.slot.fields)
  const rest = () => props.slot.fields.filter((field) => field !== file())
  const remove = () => props.form.removeChild(props.at)
  return (
    <Switch>
      <Match when={file()}>
        {(field) => {
          const path = () => props.part.prefix + field().name
          const id = () => textOf(props.form.value(path()))
          return (
            <div class="flex flex-col gap-3">
              <div data-field={path()}>
                <FileInput
                  label={props.name}
                  hint={hint()}
                  error={props.form.problem(path())}
                  {...(props.slot.neededFor.length === 0 && { required: false })}
                  value={id()}
                  onChange={(next) => {
                    if (!next && props.slot.many) remove()
                    else props.form.set(path(), next)
                  }}
                  accept={field().accept}
                  maxMb={field().maxMb}
                  onBusy={(busy) => props.form.setUploading(path(), busy)}
                />
              </div>
              <Show when={id() && rest().length > 0}>
                <div class="ms-1 border-s-2 border-line ps-3">
                  <Fields form={props.form} part={props.part} choices={props.choices} only={rest()} />
                </div>
              </Show>
            </div>
          )
        }}
      </Match>
      <Match when={true}>
        <div
          role="group"
          aria-label={props.name}
          class="flex flex-col gap-4 rounded-lg border border-line p-3"
        >
          <div class="flex items-center justify-between gap-2">
            <div>
              <h3 class="font-medium">{props.name}</h3>
              <p class="text-sm text-muted empty:hidden">{hint()}</p>
            </div>
            <IconButton label={t('forms.remove', { name: props.name })} onClick={remove}>
              <Trash class="size-4" aria-hidden="true" />
            </IconButton>
          </div>
          <Fields form={props.form} part={props.part} choices={props.choices} />
        </div>
      </Match>
    </Switch>
  )
}

const childAt = (part: Part): number => (part.prefix === '' ? -1 : Number(part.prefix.split('.')[1]))
