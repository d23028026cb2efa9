import { Combobox as Kobalte } from '@kobalte/core/combobox'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { Show, createMemo, createResource, createSignal, onCleanup } from 'solid-js'
import { t } from '../words/index.ts'
import { Field, type FieldProps, controlClass } from './field.tsx'
import type { Option } from './select.tsx'

export interface ComboboxProps extends FieldProps {
  /** The picked option, with its label, or null. */
  value: Option | null
  onChange: (value: Option | null) => void
  /** The options that fit what was typed; an empty text asks for the first ones. */
  load: (search: string) => Promise<Option[]>
  placeholder?: string
  onBlur?: () => void
}

/** Picks one of many that the server searches. */
export function Combobox(props: ComboboxProps) {
  const [search, setSearch] = createSignal('')
  const [found] = createResource(search, (text) => props.load(text), { initialValue: [] })
  let typing: ReturnType<typeof setTimeout>
  onCleanup(() => clearTimeout(typing))

  // The field holds the picked label too, which is no search.
  const type = (text: string) => {
    clearTimeout(typing)
    typing = setTimeout(() => setSearch(text === props.value?.label ? '' : text.trim()), 150)
  }
  // The picked one stays among them, whatever was searched: the field takes its text from there.
  const options = createMemo(() => {
    const fitting = found.error ? [] : found.latest
    const { value } = props
    return !value || fitting.some((option) => option.value === value.value) ? fitting : [...fitting, value]
  })

  return (
    <Field {...props}>
      {(control) => (
        <Kobalte<Option>
          options={options()}
          optionValue="value"
          optionTextValue="label"
          optionLabel="label"
          defaultFilter={() => true}
          allowsEmptyCollection
          triggerMode="focus"
          value={props.value}
          onChange={(value) => props.onChange(value)}
          onInputChange={type}
          placeholder={props.placeholder ?? t('ui.pick')}
          gutter={4}
          sameWidth
          itemComponent={(item) => (
            <Kobalte.Item
              item={item.item}
              class="flex items-center justify-between gap-2 rounded-sm px-2 py-1.5 outline-none data-[highlighted]:bg-hover pointer-coarse:py-2.5"
            >
              <Kobalte.ItemLabel>{item.item.rawValue.label}</Kobalte.ItemLabel>
              <Kobalte.ItemIndicator>
                <Check class="size-4 text-accent-text" aria-hidden="true" />
              </Kobalte.ItemIndicator>
            </Kobalte.Item>
          )}
        >
          <Kobalte.Control class="relative">
            <Kobalte.Input {...control} class={`${controlClass} pe-8`} onBlur={() => props.onBlur?.()} />
            <Kobalte.Trigger
              class="absolute inset-e-0 top-0 grid h-full w-8 place-items-center text-muted"
              aria-label={t('ui.show')}
              tabIndex={-1}
            >
              <ChevronDown class="size-4" aria-hidden="true" />
            </Kobalte.Trigger>
          </Kobalte.Control>
          <Kobalte.Portal>
            {/* Above a dialog as well: without the mark it would hide the list from screen readers. */}
            <Kobalte.Content
              data-kb-top-layer=""
              class="z-50 max-w-[calc(100vw-1rem)] animate-fade overflow-hidden rounded-lg bg-raised shadow-md"
            >
              <Kobalte.Listbox class="max-h-64 overflow-y-auto p-1" />
              <Show when={options().length === 0}>
                <p class="px-3 py-2.5 text-sm text-muted">
                  {found.loading ? t('ui.loading') : found.error ? t('ui.loadFailed') : t('ui.nothingFound')}
                </p>
              </Show>
            </Kobalte.Content>
          </Kobalte.Portal>
        </Kobalte>
      )}
    </Field>
  )
}
