import type { Field, FieldKind } from '@belfry/shared/machine'
import type { Choice } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Match, Switch } from 'solid-js'
import { FileInput } from '../files/file-input.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { DateField } from '../ui/date-field.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import type { FieldProps } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { RadioField } from '../ui/radio-field.tsx'
import { Select } from '../ui/select.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { locale, t } from '../words/index.ts'
import { currencySign, decimalsOf } from '../words/numbers.ts'
import { textOf } from './content.ts'
import type { FormState, Part } from './form-state.ts'
import { ListField } from './list-field.tsx'
import { RecurrenceInput } from './recurrence-input.tsx'
import { zoneName } from './zone.ts'

/** What may be picked in a field of a workflow. */
export type LoadChoices = (workflow: string, field: string, search?: string) => Promise<Choice[]>

export interface FormFieldProps {
  form: FormState
  part: Part
  field: Field
  /** Where its value lies: `vehicle`, `items.0.quantity`, `children.2.file`. */
  path: string
  choices: LoadChoices
}

type Of<Kind extends FieldKind['kind']> = Field & { kind: Kind }

/** So many choices are shown side by side; more of them in a list to open. */
export const IN_SIGHT = 4

/** Asks for one field in the way that fits its kind. */
export function FormField(props: FormFieldProps) {
  const words = () => props.part.workflow.words[locale()]
  /** In the words a field of a list is called `items.quantity`. */
  const key = () => props.path.slice(props.part.prefix.length).replace(/\.\d+\./, '.')
  const common = (): FieldProps => ({
    label: words().fields[key()] ?? props.field.name,
    hint: words().hints?.[key()],
    error: props.form.problem(props.path, { deep: props.field.kind === 'recurrence' }),
    required: props.field.required,
  })
  const value = () => props.form.value(props.path)
  const text = () => textOf(value())
  const set = (next: unknown, label?: string) => props.form.set(props.path, next, label)
  const max = () => props.form.maxOf(props.part, props.field.name)
  const as = <Kind extends FieldKind['kind']>(kind: Kind) =>
    props.field.kind === kind && (props.field as Of<Kind>)
  const options = (field: Of<'choice'>) =>
    field.options.map((option) => ({ value: option, label: words().options[key()]?.[option] ?? option }))

  return (
    <Switch>
      <Match when={props.field.kind === 'text' && props.field.long}>
        <TextArea
          {...common()}
          name={props.path}
          value={text()}
          onInput={set}
          rows={4}
          {...(max() !== undefined && { max: max()! })}
        />
      </Match>
      <Match when={props.field.kind === 'text'}>
        <TextField {...common()} name={props.path} value={text()} onInput={set} autocomplete="off" />
      </Match>
      <Match when={props.field.kind === 'link'}>
        <TextField
          {...common()}
          type="url"
          name={props.path}
          value={text()}
          onInput={set}
          placeholder="https://"
          autocomplete="off"
        />
      </Match>
      <Match when={as('number')}>
        {(field) => (
          <NumberField
            {...common()}
            name={props.path}
            value={value() as number | string | undefined}
            onInput={set}
            unit={field().unit}
            integer={field().integer}
          />
        )}
      </Match>
      <Match when={as('money')}>
        {(field) => <MoneyField {...props} field={field()} common={common()} />}
      </Match>
      <Match when={props.field.kind === 'yesNo'}>
        <RadioField
          {...common()}
          value={value() === true ? 'yes' : value() === false ? 'no' : ''}
          options={[
            { value: 'yes', label: t('forms.yes') },
            { value: 'no', label: t('forms.no') },
          ]}
          onChange={(picked) => set(picked === '' ? undefined : picked === 'yes')}
        />
      </Match>
      <Match when={props.field.kind === 'date'}>
        <DateField {...common()} name={props.path} value={text()} onInput={set} />
      </Match>
      <Match when={props.field.kind === 'moment'}>
        <DateTimeField
          {...common()}
          name={props.path}
          value={text()}
          onInput={set}
          hint={common().hint ?? t('forms.zone', { zone: zoneName(text()) })}
        />
      </Match>
      <Match when={as('choice')}>
        {(field) =>
          field().options.length <= IN_SIGHT ? (
            <RadioField {...common()} value={text()} options={options(field())} onChange={set} />
          ) : (
            <Select
              {...common()}
              name={props.path}
              value={text()}
              placeholder={field().required ? t('ui.pick') : t('forms.none')}
              options={options(field())}
              onChange={set}
            />
          )
        }
      </Match>
      <Match when={props.field.kind === 'person'}>
        <Combobox
          {...common()}
          value={text() ? { value: text(), label: props.form.nameOf(text()) ?? '…' } : null}
          onChange={(choice) => set(choice?.value ?? '', choice?.label)}
          load={(search) => props.choices(props.part.workflow.name, props.field.name, search)}
          placeholder={t('forms.searchPerson')}
        />
      </Match>
      <Match when={props.field.kind === 'scope'}>
        <ScopeField {...props} common={common()} />
      </Match>
      <Match when={as('file')}>
        {(field) => (
          <FileInput
            {...common()}
            value={text()}
            onChange={(id) => set(id)}
            accept={field().accept}
            maxMb={field().maxMb}
            onBusy={(busy) => props.form.setUploading(props.path, busy)}
          />
        )}
      </Match>
      <Match when={as('recurrence')}>
        {(field) => <RecurrenceField {...props} field={field()} common={common()} />}
      </Match>
      <Match when={as('list')}>
        {(field) => (
          <ListField form={props.form} field={field()} path={props.path} common={common()}>
            {(inner, path) => <FormField {...props} field={inner} path={path} />}
          </ListField>
        )}
      </Match>
    </Switch>
  )
}

/** An amount: typed in the currency's whole units, kept in its smallest ones. */
function MoneyField(props: FormFieldProps & { field: Of<'money'>; common: FieldProps }) {
  const decimals = () => decimalsOf(props.field.currency)
  const factor = () => 10 ** decimals()
  const shown = () => {
    const value = props.form.value(props.path)
    return typeof value === 'number' ? value / factor() : (value as string | undefined)
  }
  return (
    <NumberField
      {...props.common}
      name={props.path}
      value={shown()}
      onInput={(value) =>
        props.form.set(props.path, typeof value === 'number' ? Math.round(value * factor()) : value)
      }
      unit={currencySign(props.field.currency)}
      decimals={decimals()}
    />
  )
}

/** Its days are those of the place that is picked in the same form. */
function RecurrenceField(props: FormFieldProps & { field: Of<'recurrence'>; common: FieldProps }) {
  const read = (field: string) => {
    const value = props.form.value(props.part.prefix + field)
    return typeof value === 'string' ? value : ''
  }
  const place = () => props.part.fields.find(({ kind }) => kind === 'scope')?.name
  const query = useQuery(() => placesIn(props, place()))
  const timeZone = () => query.data?.find(({ value }) => value === read(place() ?? ''))?.timeZone
  return (
    <RecurrenceInput
      {...props.common}
      value={props.form.value(props.path)}
      from={read(props.field.from)}
      timeZone={timeZone()}
      onChange={(rule) => props.form.set(props.path, rule)}
    />
  )
}

const placesIn = ({ part, choices }: FormFieldProps, field: string | undefined) => ({
  queryKey: ['choices', part.workflow.name, field, locale()],
  queryFn: () => choices(part.workflow.name, field!),
  enabled: field !== undefined,
})

/** Few enough to list them all. */
function ScopeField(props: FormFieldProps & { common: FieldProps }) {
  const query = useQuery(() => placesIn(props, props.field.name))
  const value = () => textOf(props.form.value(props.path))
  const options = () => {
    const loaded = query.data ?? []
    const picked = value() && !loaded.some((option) => option.value === value())
    return picked ? [...loaded, { value: value(), label: props.form.nameOf(value()) ?? value() }] : loaded
  }
  return (
    <Select
      {...props.common}
      error={props.common.error ?? (query.isError ? t('ui.loadFailed') : undefined)}
      name={props.path}
      value={value()}
      placeholder={query.isPending ? t('ui.loading') : t('ui.pick')}
      options={options()}
      onChange={(picked) =>
        props.form.set(props.path, picked, options().find((option) => option.value === picked)?.label)
      }
    />
  )
}
