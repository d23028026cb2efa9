import type { Field } from '@belfry/shared/machine'
import { For } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { FormField, IN_SIGHT, type LoadChoices } from './form-field.tsx'
import type { FormState, Part } from './form-state.ts'
import { createLeaving } from './leaving.ts'

/** All the fields of one part of a form, two beside each other where there is room and they are small. */
export function Fields(props: {
  form: FormState
  part: Part
  choices: LoadChoices
  /** Less than all of them. */
  only?: readonly Field[]
}) {
  const leave = createLeaving((path) => props.form.leave(path))
  const fields = () => props.only ?? props.part.fields
  return (
    <div class="@container">
      <div class="grid items-start gap-x-4 gap-y-5 @lg:grid-cols-2">
        <For each={fields()}>
          {(field, at) => {
            const path = () => props.part.prefix + field.name
            return (
              <div
                data-field={path()}
                class={cx(
                  'min-w-0',
                  isWide(field) && '@lg:col-span-2',
                  // Start and end stand side by side.
                  field.kind === 'moment' && fields()[at() - 1]?.kind !== 'moment' && '@lg:col-start-1',
                )}
                onFocusOut={(event) => leave(path(), event)}
              >
                <FormField
                  form={props.form}
                  part={props.part}
                  field={field}
                  path={path()}
                  choices={props.choices}
                />
              </div>
            )
          }}
        </For>
      </div>
    </div>
  )
}

const isWide = (field: Field) =>
  (field.kind === 'text' && field.long === true) ||
  field.kind === 'list' ||
  field.kind === 'file' ||
  field.kind === 'recurrence' ||
  // Choices that all are in sight want to stand in one line.
  (field.kind === 'choice' && field.options.length > 2 && field.options.length <= IN_SIGHT)
