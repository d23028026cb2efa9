import { categories } from '@belfry/shared/delivery'
import { words } from '@belfry/shared/words'
import { Show } from 'solid-js'
import { type NotificationsSearch, priorities, tones } from '../pages/notifications.search.ts'
import { DateField } from '../ui/date-field.tsx'
import { FilterValues, FiltersPopover } from '../ui/filters.tsx'
import type { Option } from '../ui/select.tsx'
import { locale, t } from '../words/index.ts'
import { filtersIn } from './question.ts'

export interface FiltersProps {
  search: NotificationsSearch
  /** Who sent what is on the page, and whoever is asked for. */
  senders: readonly Option[]
  onChange: (change: Partial<NotificationsSearch>) => void
}

export const noFilters = {
  q: undefined,
  category: undefined,
  tone: undefined,
  priority: undefined,
  sender: undefined,
  case: undefined,
  since: undefined,
  until: undefined,
} satisfies NotificationsSearch

export const toneOptions = () => tones.map((tone) => ({ value: tone, label: t('inbox.tones', { tone }) }))
export const priorityOptions = () =>
  priorities.map((priority) => ({ value: priority, label: t('inbox.priorities', { priority }) }))
export const categoryOptions = () =>
  categories.map((value) => ({ value, label: words[locale()].categories[value] }))

/** All that an inbox can be narrowed down to, to be pressed. */
export function FilterMenu(props: FiltersProps) {
  const inUse = () => filtersIn({ ...props.search, q: undefined })
  return (
    <FiltersPopover inUse={inUse()} onClear={() => props.onChange({ ...noFilters, q: props.search.q })}>
      <FilterValues
        label={t('inbox.category')}
        options={categoryOptions()}
        values={props.search.category ?? []}
        several
        onChange={(values) => props.onChange({ category: some(values) })}
      />
      <FilterValues
        label={t('inbox.tone')}
        options={toneOptions()}
        values={props.search.tone ?? []}
        several
        onChange={(values) => props.onChange({ tone: some(values) })}
      />
      <FilterValues
        label={t('inbox.priority')}
        options={priorityOptions()}
        values={props.search.priority ?? []}
        several
        onChange={(values) => props.onChange({ priority: some(values) })}
      />
      <Show when={props.senders.length > 0}>
        <FilterValues
          label={t('inbox.sender')}
          options={props.senders}
          values={props.search.sender ? [props.search.sender] : []}
          several={false}
          onChange={([sender]) => props.onChange({ sender })}
        />
      </Show>
      <fieldset>
        <legend class="pb-1.5 text-xs font-medium text-muted">{t('inbox.dates')}</legend>
        <div class="grid grid-cols-2 gap-2">
          <DateField
            label={t('inbox.since')}
            value={props.search.since ?? ''}
            onInput={(day) => props.onChange({ since: day || undefined })}
          />
          <DateField
            label={t('inbox.until')}
            value={props.search.until ?? ''}
            onInput={(day) => props.onChange({ until: day || undefined })}
          />
        </div>
      </fieldset>
      <label class="flex items-center gap-2">
        <input
          type="checkbox"
          class="size-4 accent-accent"
          checked={!props.search.flat}
          onChange={(event) => props.onChange({ flat: event.currentTarget.checked ? undefined : true })}
        />
        {t('inbox.foldSame')}
      </label>
    </FiltersPopover>
  )
}

/** None chosen is no filter. */
const some = <Value,>(values: Value[]): Value[] | undefined => (values.length > 0 ? values : undefined)
