import { deliveryStates } from '@belfry/shared/mail'
import { useQuery } from '@tanstack/solid-query'
import { findPeople } from '../access/find-people.ts'
import type { MailboxSearch } from '../pages/mailbox.search.ts'
import { trpc } from '../trpc.ts'
import { Combobox } from '../ui/combobox.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { FilterValues, FiltersPopover } from '../ui/filters.tsx'
import type { Option } from '../ui/select.tsx'
import { locale, t } from '../words/index.ts'
import { stateWord } from './delivery-state.tsx'
import { kindWord } from './kind-word.ts'

const names = ['state', 'provider', 'type', 'person', 'from', 'to'] as const
export const noFilter = Object.fromEntries(names.map((name) => [name, undefined])) as {
  [Name in (typeof names)[number]]: undefined
}
export const filtersInUse = (search: MailboxSearch): number =>
  names.filter((name) => search[name] !== undefined).length

/** What the list of deliveries is narrowed to; all of it is in the address. */
export function DeliveryFilters(props: {
  search: MailboxSearch
  onChange: (change: Partial<MailboxSearch>) => void
}) {
  const providers = useQuery(() => ({
    queryKey: ['mail', 'providers'],
    queryFn: () => trpc.mail.providers.query(),
  }))
  const person = useQuery(() => ({
    queryKey: ['access', 'person', props.search.person],
    queryFn: () => trpc.access.person.query({ personId: props.search.person! }),
    enabled: props.search.person !== undefined,
  }))
  return (
    <FiltersPopover inUse={filtersInUse(props.search)} onClear={() => props.onChange(noFilter)}>
      <FilterValues
        label={t('mailbox.state')}
        options={deliveryStates.map((state) => ({ value: state, label: stateWord(state) }))}
        values={props.search.state ?? []}
        several
        onChange={(state) => props.onChange({ state: state.length > 0 ? state : undefined })}
      />
      <FilterValues
        label={t('mailbox.provider')}
        options={(providers.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        values={props.search.provider ? [props.search.provider] : []}
        several={false}
        onChange={([provider]) => props.onChange({ provider })}
      />
      <Combobox
        label={t('mailbox.type')}
        placeholder={t('mailbox.anyType')}
        value={props.search.type ? { value: props.search.type, label: kindWord(props.search.type) } : null}
        onChange={(option) => props.onChange({ type: option?.value })}
        load={findTypes}
      />
      <Combobox
        label={t('mailbox.person')}
        placeholder={t('mailbox.anyPerson')}
        value={
          props.search.person
            ? { value: props.search.person, label: person.data?.name ?? t('ui.loading') }
            : null
        }
        onChange={(option) => props.onChange({ person: option?.value })}
        load={findPeople}
      />
      <DateTimeField
        label={t('mailbox.since')}
        value={props.search.from ?? ''}
        onInput={(from) => props.onChange({ from: from || undefined })}
      />
      <DateTimeField
        label={t('mailbox.until')}
        value={props.search.to ?? ''}
        onInput={(to) => props.onChange({ to: to || undefined })}
      />
    </FiltersPopover>
  )
}

const SHOWN = 30

/** Every kind of message that is mailed, by words of its name or of what it is called. */
async function findTypes(search: string): Promise<Option[]> {
  const templates = await trpc.mail.templates.query()
  const types = new Set(templates.flatMap((template) => template.types.map(({ type }) => type)))
  const words = search.toLocaleLowerCase(locale())
  return [...types]
    .map((type) => ({ value: type, label: kindWord(type) }))
    .filter(({ value, label }) => `${value} ${label}`.toLocaleLowerCase(locale()).includes(words))
    .sort((a, b) => a.label.localeCompare(b.label, locale()))
    .slice(0, SHOWN)
}
