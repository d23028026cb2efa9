import { For, Show } from 'solid-js'
import { locale, t } from '../words/index.ts'
import type { FormState } from './form-state.ts'

/** All that is wrong at once, for those who hear the form instead of seeing it. */
export const Wrong = (props: { form: FormState; slots: Record<string, string> }) => (
  <Show when={props.form.problems().length > 0}>
    <div role="alert" class="sr-only">
      <p>{t('forms.wrong', { count: props.form.problems().length })}</p>
      <ul>
        <For each={props.form.problems()}>
          {(problem) => <li>{`${nameOf(props.form, problem.field, props.slots)}: ${problem.message}`}</li>}
        </For>
      </ul>
    </div>
  </Show>
)

/** "Vehicle", "Items, line 2, Quantity", "Diploma, File". */
function nameOf(form: FormState, path: string, slots: Record<string, string>): string {
  const part = form.parts().find(({ prefix }) => prefix !== '' && path.startsWith(prefix)) ?? form.own
  const { fields } = part.workflow.words[locale()]
  const [field = '', line, inner] = path.slice(part.prefix.length).split('.')
  const slot = part.prefix === '' ? undefined : form.content.children[Number(part.prefix.split('.')[1])]?.slot
  return [
    slot && (slots[slot] ?? slot),
    fields[field] ?? field,
    line && inner && t('forms.line', { number: Number(line) + 1 }),
    inner && (fields[`${field}.${inner}`] ?? inner),
  ]
    .filter(Boolean)
    .join(', ')
}

/** Takes the reader to what is wrong. */
export function focusOn(root: HTMLElement | undefined, path: string | undefined): void {
  if (!root || !path) return
  const place = (at: string): HTMLElement | null => root.querySelector(`[data-field="${CSS.escape(at)}"]`)
  const control = (place(path) ?? place(path.split('.')[0]!))?.querySelector<HTMLElement>(
    ':is(input, select, textarea, button):not([type="hidden"])',
  )
  control?.focus()
}
