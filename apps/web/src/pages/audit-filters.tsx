import { useQuery } from '@tanstack/solid-query'
import ListFilter from 'lucide-solid/icons/list-filter'
import X from 'lucide-solid/icons/x'
import { Show, createSignal } from 'solid-js'
import { z } from 'zod'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { cx } from '../ui/cx.ts'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { type Option, Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { actionWord, knownActions } from './audit-words.ts'
import type { AuditSearch } from './audit.search.ts'

export interface AuditFiltersProps {
  search: AuditSearch
  onChange: (change: Partial<AuditSearch>) => void
  /** The title of the case that is filtered by, where an entry tells it. */
  caseTitle: string | undefined
}

const filters = ['action', 'person', 'case', 'from', 'to'] as const
const noFilter = { action: undefined, person: undefined, case: undefined, from: undefined, to: undefined }

export function AuditFilters(props: AuditFiltersProps) {
  const [open, setOpen] = createSignal(false)
  const active = () => filters.filter((name) => props.search[name] !== undefined).length
  return (
    <>
      <Button class="self-start md:hidden" aria-expanded={open()} onClick={() => setOpen(!open())}>
        <ListFilter class="size-4" aria-hidden="true" />
        {t('audit.filters')}
        <Show when={active() > 0}> ({formatNumber(active())})</Show>
      </Button>
      <search
        class={cx(
          'grid items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-2 md:grid lg:grid-cols-[repeat(5,minmax(0,1fr))_auto]',
          !open() && 'max-md:hidden',
        )}
      >
        <Select
          label={t('audit.action')}
          value={props.search.action ?? ''}
          placeholder={t('audit.anyAction')}
          options={actionOptions(props.search.action)}
          onChange={(action) => props.onChange({ action: action || undefined })}
        />
        <PersonFilter {...props} />
        <CaseFilter {...props} />
        <DateTimeField
          label={t('audit.from')}
          value={props.search.from ?? ''}
          onInput={(from) => props.onChange({ from: from || undefined })}
        />
        <DateTimeField
          label={t('audit.to')}
          value={props.search.to ?? ''}
          onInput={(to) => props.onChange({ to: to || undefined })}
        />
        <IconButton
          label={t('audit.clear')}
          class={cx('self-end justify-self-end', active() === 0 && 'invisible')}
          onClick={() => props.onChange(noFilter)}
        >
          <X class="size-4" aria-hidden="true" />
        </IconButton>
      </search>
    </>
  )
}

function actionOptions(chosen: string | undefined): Option[] {
  const names = knownActions()
  const all = chosen === undefined || names.includes(chosen) ? names : [...names, chosen]
  return all.map((value) => ({ value, label: actionWord(value) }))
}

const RECENT = 200 // as many entries as one page may hold

/** Picks among the people of the latest entries. */
function PersonFilter(props: AuditFiltersProps) {
  const recent = useQuery(() => ({
    queryKey: ['audit', 'people'],
    queryFn: async () => {
      const { items } = await trpc.audit.search.query({ limit: RECENT })
      const people = new Map(items.flatMap(({ actor }) => (actor ? [[actor.id, actor.name] as const] : [])))
      return [...people].map(([value, label]) => ({ value, label }))
    },
  }))
  const chosen = (): Option | null => {
    const { person } = props.search
    if (!person) return null
    return recent.data?.find(({ value }) => value === person) ?? { value: person, label: person }
  }
  return (
    <Combobox
      label={t('audit.person')}
      placeholder={t('audit.anyPerson')}
      value={chosen()}
      onChange={(person) => props.onChange({ person: person?.value })}
      load={(text) => recent.refetch().then(({ data }) => data?.filter(named(text)) ?? [])}
    />
  )
}

const named = (text: string) => (option: Option) => option.label.toLowerCase().includes(text.toLowerCase())

/** Takes a case's number, or the whole address of its page. */
function CaseFilter(props: AuditFiltersProps) {
  const [text, setText] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const take = () => {
    const found = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text())?.[0]
    setWrong(text().trim() !== '' && !z.uuid().safeParse(found).success)
    if (found && !wrong()) {
      setText('')
      props.onChange({ case: found.toLowerCase() })
    }
  }
  return (
    <Show
      when={props.search.case}
      fallback={
        <TextField
          label={t('audit.case')}
          placeholder={t('audit.caseHint')}
          autocomplete="off"
          value={text()}
          error={wrong() ? t('audit.caseWrong') : null}
          onInput={setText}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
          }}
        />
      }
    >
      {(id) => (
        <div class="flex min-w-0 flex-col gap-1">
          <span class="text-sm font-medium">{t('audit.case')}</span>
          <span class="flex h-8 min-w-0 items-center justify-between gap-1 rounded-md bg-accent-soft ps-2.5 text-accent-text pointer-coarse:h-10">
            <span class="truncate" dir="auto" title={id()}>
              {props.caseTitle ?? id()}
            </span>
            <IconButton size="sm" label={t('ui.clear')} onClick={() => props.onChange({ case: undefined })}>
              <X class="size-4" aria-hidden="true" />
            </IconButton>
          </span>
        </div>
      )}
    </Show>
  )
}
