import type { ErrorDetails, Locale } from '@belfry/shared'
import { newId } from '@belfry/shared'
import { type Field, type Problem, type Workflow, checkAsked } from '@belfry/shared/machine'
import type { DraftContent } from '@belfry/shared/wire'
import { type Accessor, batch, createMemo, createSignal } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { z } from 'zod'
import { type Values, emptyContent, filledIn, isBlank, readSteps, storePath } from './content.ts'

/** The fields of one case within a form: its own, or those of a case that comes along with it. */
export interface Part {
  workflow: Workflow
  fields: Field[]
  /** Empty, or `children.2.`. */
  prefix: string
}

export interface Filing {
  data: Values
  children: { slot: string; data: Values }[]
  idempotencyKey: string
}

export interface FormOptions {
  workflow: Workflow
  /** The fields that are asked for, as `fieldsAsked` gives them. */
  fields: Field[]
  /** The data that a case has already. */
  before?: Values
  /** Cases that can come along: by slot, their workflow and its fields. */
  slots?: Record<string, { workflow: Workflow; fields: Field[] }>
  locale: Accessor<Locale>
  start: DraftContent
  /** Something was changed, and this is how it is now. */
  onChange?: (content: DraftContent) => void
}

/**
 * What a person has filled in so far, and what is wrong with it.
 *
 * A field shows its problem once it was left or the form was sent, never while it is typed in for the first time. A refusal
 * of the server lands at its fields and stays there until they are changed. Fields are named by their path: `vehicle`,
 * `items.0.quantity`, `children.2.file`.
 */
export function createFormState(options: FormOptions) {
  const [content, setContent] = createStore<DraftContent>(begin(options))
  const [left, setLeft] = createStore<Record<string, boolean>>({})
  const [refused, setRefused] = createStore<Record<string, string>>({})
  const [tried, setTried] = createSignal(false)
  /** Lines that were added since it was tried: nobody has had the time to fill them in. */
  const [fresh, setFresh] = createSignal<readonly string[]>([])
  const [uploading, setUploading] = createStore<Record<string, boolean>>({})

  const own: Part = { workflow: options.workflow, fields: options.fields, prefix: '' }
  const parts = createMemo((): Part[] => [
    own,
    ...content.children.flatMap(({ slot }, at): Part[] => {
      const form = options.slots?.[slot]
      return form ? [{ ...form, prefix: `children.${at}.` }] : []
    }),
  ])
  const valuesOf = (part: Part): Values =>
    part.prefix === '' ? content.values : content.children[Number(part.prefix.split('.')[1])]!.values
  /** A case that comes along may as well not. */
  const counts = (part: Part) => part.prefix === '' || !isBlank(valuesOf(part))

  const checked = createMemo(() =>
    parts()
      .filter(counts)
      .map((part) => ({ part, result: check(part, options, valuesOf(part)) })),
  )
  const order = createMemo(() =>
    parts().flatMap((part) => part.fields.map((field) => part.prefix + field.name)),
  )
  const wrong = createMemo((): Problem[] => {
    const found = checked().flatMap(({ part, result }) =>
      result.ok ? [] : result.problems.map((problem) => ({ ...problem, field: part.prefix + problem.field })),
    )
    const said = Object.entries(refused).map(([field, message]) => ({ field, message }))
    const all = [...found, ...said.filter(({ field }) => !found.some((problem) => problem.field === field))]
    return order().flatMap((path) => all.filter(({ field }) => isWithin(path, field)))
  })

  const changed = () => options.onChange?.(content)
  const write = (steps: (string | number)[], value: unknown) =>
    setContent(...(steps as ['values', string]), value as never)

  return {
    content,
    own,
    parts,
    value: (path: string) => readSteps(content, storePath(path)),
    /** The name of the person or place that was picked. */
    nameOf: (value: unknown) => (typeof value === 'string' ? content.labels[value] : undefined),
    set(path: string, value: unknown, label?: string) {
      batch(() => {
        const steps = storePath(path)
        // The first letter in the first line of a list makes the list.
        for (let depth = 2; depth < steps.length; depth++) {
          const place = steps.slice(0, depth)
          if (readSteps(content, place) === undefined)
            write(place, typeof steps[depth] === 'number' ? [] : {})
        }
        write(steps, value)
        if (label !== undefined && typeof value === 'string' && value) setContent('labels', value, label)
        for (const field of Object.keys(refused))
          if (isWithin(path, field) || isWithin(field, path)) setRefused(field, undefined!)
      })
      changed()
    },
    /** Adds a case in a slot; resolves its path's beginning. */
    addChild(slot: string): string {
      setContent('children', content.children.length, { slot, values: {}, labels: {} })
      changed()
      return `children.${content.children.length - 1}.`
    },
    removeChild(at: number) {
      // What was said about the ones behind it would land at the wrong places.
      batch(() => {
        setRefused(reconcile({}))
        setContent(
          'children',
          produce((children) => void children.splice(at, 1)),
        )
      })
      changed()
    },
    setUploading: (path: string, busy: boolean) => setUploading(path, busy),
    /** Files are on their way: what is sent now would be without them. */
    uploads: () => Object.values(uploading).some(Boolean),
    leave: (path: string) => setLeft(path, true),
    /** A line was added there: what is missing in it is not said before it was left. */
    begin: (path: string) => setFresh((lines) => [...lines, path]),
    /** What a control shows now; with `deep`, also what is wrong somewhere inside of it. */
    problem(path: string, { deep = false } = {}): string | undefined {
      const isMeant = (field: string) => (deep ? isWithin(path, field) : field === path)
      const isNew = fresh().some((line) => isWithin(line, path))
      const shows = (tried() && !isNew) || left[path]
      const shown = shows ? wrong() : wrong().filter(({ field }) => refused[field])
      return shown.find(({ field }) => isMeant(field))?.message
    },
    /** Everything that is wrong, once somebody tried to send it. */
    problems: () => (tried() ? wrong() : []),
    /** The most characters a text may have. */
    maxOf: (part: Part, field: string) => maxOf(part.workflow.data.shape[field]),

    /** What to send, or nothing while something is wrong; from here on the form says what. */
    finish(): Filing | null {
      batch(() => {
        setTried(true)
        setFresh([])
        setRefused(reconcile({}))
      })
      const results = checked()
      if (results.some(({ result }) => !result.ok)) return null
      const dataOf = ({ part, result }: (typeof results)[number]) =>
        // What the case has besides is not this form's to send.
        Object.fromEntries(
          Object.entries(result.ok ? result.data : {}).filter(([name]) =>
            part.fields.some((field) => field.name === name),
          ),
        )
      const [first, ...more] = results
      return {
        data: dataOf(first!),
        children: more.map((one) => ({ slot: slotOf(one.part), data: dataOf(one) })),
        idempotencyKey: content.key,
      }
    },
    /** Puts what the server refused at its fields; false where it blames none. */
    refuse(error: unknown): boolean {
      // The server counts only the cases that were sent.
      const sent = parts().filter((part) => part.prefix !== '' && counts(part))
      const problems = problemsFrom(error).map(({ field, message }) => {
        const [, at, rest] = /^children\.(\d+)\.(.*)$/.exec(field) ?? []
        return { field: at === undefined ? field : `${sent[Number(at)]?.prefix ?? ''}${rest}`, message }
      })
      setRefused(Object.fromEntries(problems.map(({ field, message }) => [field, message])))
      return wrong().length > 0
    },
    /** Starts over, or takes what was filled in elsewhere. */
    replace(next: DraftContent = emptyContent()) {
      batch(() => {
        setContent(reconcile(begin({ ...options, start: next })))
        setLeft(reconcile({}))
        setRefused(reconcile({}))
        setTried(false)
      })
    },
    /** After a first attempt that did arrive: what the form says now is a case of its own. */
    renewKey() {
      setContent('key', newId())
      changed()
    },
  }

  function slotOf(part: Part): string {
    return content.children[Number(part.prefix.split('.')[1])]!.slot
  }
}
export type FormState = ReturnType<typeof createFormState>

function check(part: Part, options: FormOptions, values: Values) {
  const before = part.prefix === '' ? (options.before ?? {}) : {}
  const filled = filledIn(part.fields, values)
  try {
    return checkAsked(part.workflow, part.fields, before, filled, options.locale())
  } catch {
    // A rule over fields that this person does not get to see cannot be asked here; the engine asks it.
    return checkAsked({ ...part.workflow, rules: {} }, part.fields, before, filled, options.locale())
  }
}

/** What it begins with; where there is but one thing to choose, it is chosen. */
function begin({ start, fields }: FormOptions): DraftContent {
  const content = structuredClone(unwrap(start))
  for (const field of fields)
    if (field.kind === 'choice' && field.required && field.options.length === 1)
      content.values[field.name] ??= field.options[0]
  return content
}

/** `items.0.quantity` is within `items`. */
const isWithin = (path: string, inner: string) => inner === path || inner.startsWith(`${path}.`)

function maxOf(schema: unknown): number | undefined {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  return inner instanceof z.ZodString ? (inner.maxLength ?? undefined) : undefined
}

/** The problems a refusal names by field; from tRPC they come as `data.details`. */
export function problemsFrom(error: unknown): Problem[] {
  const details = (error as { data?: { details?: ErrorDetails | null } | null } | null)?.data?.details
  return details?.problems ?? []
}
