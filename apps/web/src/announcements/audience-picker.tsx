import type { AnnouncementChoices } from '@belfry/shared/wire'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { trpc } from '../trpc.ts'
import { Combobox } from '../ui/combobox.tsx'
import { GroupField } from '../ui/group-field.tsx'
import { Tick } from '../ui/tick.tsx'
import { t } from '../words/index.ts'
import { holdersWord } from './audience-words.ts'
import type { Writing } from './writing.ts'

export interface AudiencePickerProps {
  writing: Writing
  set: SetStoreFunction<Writing>
  choices: AnnouncementChoices
  error?: string | undefined
}

/** Whom it goes to: everything that this person may write to, and nothing else. */
export function AudiencePicker(props: AudiencePickerProps) {
  const hasRole = (holders: Writing['roles'][number]) =>
    props.writing.roles.some(({ role, scope }) => role === holders.role && scope === holders.scope)
  return (
    <GroupField
      label={t('announcements.sectionTo')}
      labelHidden
      hint={t('announcements.toHint')}
      error={props.error}
    >
      <div class="flex flex-col gap-4">
        <Show when={props.choices.everyone}>
          <Tick checked={props.writing.everyone} onChange={(everyone) => props.set({ everyone })}>
            {t('announcements.everyone')}
          </Tick>
        </Show>
        <Show when={!props.writing.everyone}>
          <Show when={props.choices.groups.length > 0}>
            <GroupField label={t('announcements.roleGroups')}>
              <div class="flex flex-wrap gap-1.5">
                <For each={props.choices.groups}>
                  {(group) => (
                    <Tick
                      checked={props.writing.groups.includes(group)}
                      onChange={(isOn) => props.set('groups', (before) => toggled(before, group, isOn))}
                    >
                      {t('announcements.groups', { group })}
                    </Tick>
                  )}
                </For>
              </div>
            </GroupField>
          </Show>
          <Show when={props.choices.roles.length > 0}>
            <GroupField label={t('announcements.roles')}>
              <div class="flex flex-wrap gap-1.5">
                <For each={props.choices.roles}>
                  {(holders) => (
                    <Tick
                      checked={hasRole(holders)}
                      onChange={(isOn) =>
                        props.set('roles', (before) => [
                          ...before.filter(
                            ({ role, scope }) => role !== holders.role || scope !== holders.scope,
                          ),
                          ...(isOn ? [{ role: holders.role, scope: holders.scope }] : []),
                        ])
                      }
                    >
                      <bdi>{holdersWord(holders)}</bdi>
                    </Tick>
                  )}
                </For>
              </div>
            </GroupField>
          </Show>
          <People {...props} />
          <Case {...props} />
        </Show>
      </div>
    </GroupField>
  )
}

const toggled = <Value,>(before: Value[], value: Value, isOn: boolean): Value[] => [
  ...before.filter((one) => one !== value),
  ...(isOn ? [value] : []),
]

/** So many are listed by name; the rest is a number. */
const LISTED = 20

function People(props: AudiencePickerProps) {
  const load = async (search: string) => {
    const found = await trpc.announcements.people.query({ search })
    const chosen = new Set(props.writing.people.map(({ id }) => id))
    return found.filter(({ id }) => !chosen.has(id)).map(({ id, name }) => ({ value: id, label: name }))
  }
  const named = () => props.writing.people.filter(({ name }) => name !== null).slice(0, LISTED)
  const others = () => props.writing.people.length - named().length
  return (
    <div class="flex flex-col gap-2">
      <Combobox
        label={t('announcements.people')}
        placeholder={t('announcements.searchPerson')}
        value={null}
        load={load}
        onChange={(picked) =>
          picked &&
          props.set('people', (before) => [
            ...before.filter(({ id }) => id !== picked.value),
            { id: picked.value, name: picked.label },
          ])
        }
      />
      <Show when={props.writing.people.length > 0}>
        <ul class="flex flex-wrap items-center gap-1.5">
          <For each={named()}>
            {(person) => (
              <Chip
                name={person.name!}
                onRemove={() => props.set('people', (before) => before.filter(({ id }) => id !== person.id))}
              />
            )}
          </For>
          <Show when={others() > 0}>
            <li class="text-sm text-muted">{t('announcements.andMore', { count: others() })}</li>
            <li>
              <button
                type="button"
                class="rounded-md px-2 py-1 text-sm text-accent-text hover:bg-hover pointer-coarse:min-h-10"
                onClick={() => props.set('people', [])}
              >
                {t('announcements.clearPeople')}
              </button>
            </li>
          </Show>
        </ul>
      </Show>
    </div>
  )
}

function Case(props: AudiencePickerProps) {
  const load = async (search: string) => {
    const found = await trpc.announcements.cases.query({ search })
    return found.map(({ id, title }) => ({ value: id, label: title }))
  }
  return (
    <div class="flex flex-col gap-2">
      <Combobox
        label={t('announcements.case')}
        placeholder={t('announcements.searchCase')}
        value={null}
        load={load}
        onChange={(picked) =>
          picked && props.set('participantsOf', { id: picked.value, title: picked.label })
        }
      />
      <Show when={props.writing.participantsOf}>
        {(chosen) => (
          <ul class="flex">
            <Chip name={chosen().title} onRemove={() => props.set('participantsOf', null)} />
          </ul>
        )}
      </Show>
    </div>
  )
}

const Chip = (props: { name: string; onRemove: () => void }) => (
  <li class="inline-flex h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft ps-3 pe-1 text-sm pointer-coarse:h-10">
    <bdi class="truncate">{props.name}</bdi>
    <button
      type="button"
      class="grid size-5 shrink-0 place-items-center rounded-full text-muted hover:bg-hover hover:text-text pointer-coarse:size-8"
      aria-label={t('announcements.remove', { name: props.name })}
      onClick={() => props.onRemove()}
    >
      <X class="size-3.5" aria-hidden="true" />
    </button>
  </li>
)
