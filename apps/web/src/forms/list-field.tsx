import type { Field } from '@belfry/shared/machine'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import type { FieldProps } from '../ui/field.tsx'
import { GroupField } from '../ui/group-field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { t } from '../words/index.ts'
import type { Values } from './content.ts'
import type { FormState } from './form-state.ts'
import { createLeaving } from './leaving.ts'

export interface ListFieldProps {
  form: FormState
  field: Field & { kind: 'list' }
  path: string
  common: FieldProps
  /** Asks for one field of a line. */
  children: (field: Field, path: string) => JSX.Element
}

/** Some lines of the same fields: added, removed, and put in another order. */
export function ListField(props: ListFieldProps) {
  let list: HTMLDivElement | undefined
  const leave = createLeaving((path) => props.form.leave(path))
  // There is always a first line to fill in.
  const lines = (): Values[] => {
    const value = props.form.value(props.path)
    return Array.isArray(value) && value.length > 0 ? (value as Values[]) : [{}]
  }
  const set = (next: Values[]) => props.form.set(props.path, next)
  const plain = () => structuredClone(lines().map((line) => unwrap(line)))

  function add() {
    props.form.begin(`${props.path}.${lines().length}`)
    set([...plain(), {}])
    queueMicrotask(() =>
      list?.lastElementChild?.querySelector<HTMLElement>('input, select, textarea')?.focus(),
    )
  }
  function move(at: number, by: number) {
    const next = plain()
    next.splice(at + by, 0, ...next.splice(at, 1))
    set(next)
  }
  const canMove = (at: number, by: number) => at + by >= 0 && at + by < lines().length

  return (
    <GroupField {...props.common}>
      <div ref={(element) => (list = element)} class="flex flex-col gap-2">
        {/* By place: a line is what it holds, and has no name of its own. */}
        <For each={lines().map((_, at) => at)}>
          {(at) => (
            <div
              role="group"
              aria-label={t('forms.line', { number: at + 1 })}
              class={cx(
                'flex items-start gap-2 rounded-lg border border-line bg-sunken/60 p-2.5 max-sm:flex-wrap',
                // Their columns are labelled by the first line, for those who see them.
                at > 0 && 'sm:[&_label]:sr-only',
              )}
            >
              <div class="grid min-w-0 grow gap-2.5 sm:auto-cols-fr sm:grid-flow-col">
                <For each={props.field.of}>
                  {(field) => {
                    const path = () => `${props.path}.${at}.${field.name}`
                    return (
                      <div data-field={path()} class="min-w-0" onFocusOut={(event) => leave(path(), event)}>
                        {props.children(field, path())}
                      </div>
                    )
                  }}
                </For>
              </div>
              <span class={cx('flex max-sm:w-full max-sm:justify-end sm:pt-0', at === 0 && 'sm:pt-[1.5rem]')}>
                <Show when={lines().length > 1}>
                  <IconButton
                    label={t('forms.moveUp')}
                    disabledReason={canMove(at, -1) ? null : t('forms.isFirst')}
                    onClick={() => move(at, -1)}
                  >
                    <ArrowUp class="size-4" aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    label={t('forms.moveDown')}
                    disabledReason={canMove(at, 1) ? null : t('forms.isLast')}
                    onClick={() => move(at, 1)}
                  >
                    <ArrowDown class="size-4" aria-hidden="true" />
                  </IconButton>
                </Show>
                <IconButton
                  label={t('forms.removeLine', { number: at + 1 })}
                  onClick={() => set(plain().filter((_, place) => place !== at))}
                >
                  <Trash class="size-4" aria-hidden="true" />
                </IconButton>
              </span>
            </div>
          )}
        </For>
      </div>
      <div>
        <Button
          size="sm"
          disabledReason={
            lines().length < props.field.max ? null : t('forms.mostLines', { count: props.field.max })
          }
          onClick={add}
        >
          <Plus class="size-4" aria-hidden="true" />
          {t('forms.addLine')}
        </Button>
      </div>
    </GroupField>
  )
}
