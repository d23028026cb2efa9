import ListFilter from 'lucide-solid/icons/list-filter'
import { For, type ParentProps, Show, createSignal } from 'solid-js'
import { t } from '../words/index.ts'
import { buttonClass } from './button-look.ts'
import { Button } from './button.tsx'
import { Count } from './count.tsx'
import { cx } from './cx.ts'
import { Popover } from './popover.tsx'

/** The button of a list's filters, with how many are in use, and what it opens. */
export function FiltersPopover(props: ParentProps<{ inUse: number; onClear: () => void }>) {
  const [open, setOpen] = createSignal(false)
  return (
    <Popover
      open={open()}
      onOpenChange={setOpen}
      triggerClass={buttonClass({})}
      triggerLabel={props.inUse > 0 ? t('queue.filtersInUse', { count: props.inUse }) : t('queue.filters')}
      trigger={
        <>
          <ListFilter class="size-4" aria-hidden="true" />
          <span class="max-sm:sr-only">{t('queue.filters')}</span>
          <Show when={props.inUse > 0}>
            <Count value={props.inUse} quiet />
          </Show>
        </>
      }
      title={t('queue.filters')}
      class="max-h-[min(40rem,75dvh)] w-96 overflow-y-auto p-4"
    >
      <div class="flex flex-col gap-4">
        {props.children}
        <Show when={props.inUse > 0}>
          <Button onClick={() => props.onClear()}>{t('queue.clearFilters')}</Button>
        </Show>
      </div>
    </Popover>
  )
}

/** Values to be pressed; the order of those chosen is that in which they were. */
export function FilterValues<Value extends string>(props: {
  label: string
  options: readonly { value: Value; label: string }[]
  values: readonly Value[]
  /** Otherwise choosing one gives the other back. */
  several: boolean
  onChange: (values: Value[]) => void
}) {
  const has = (value: Value) => props.values.includes(value)
  function toggle(value: Value) {
    if (has(value)) props.onChange(props.values.filter((one) => one !== value))
    else props.onChange(props.several ? [...props.values, value] : [value])
  }
  return (
    <fieldset>
      <legend class="pb-1.5 text-xs font-medium text-muted">{props.label}</legend>
      <div class="flex flex-wrap gap-1.5">
        <For each={props.options}>
          {(option) => (
            <button
              type="button"
              aria-pressed={has(option.value)}
              class={cx(
                'max-w-full truncate rounded-full border px-2.5 py-0.5 text-sm transition-colors pointer-coarse:py-2',
                has(option.value)
                  ? 'border-accent bg-accent-soft text-accent-text'
                  : 'border-line hover:bg-hover',
              )}
              onClick={() => toggle(option.value)}
            >
              <bdi>{option.label}</bdi>
            </button>
          )}
        </For>
      </div>
    </fieldset>
  )
}
