import type { z } from 'zod'
import type { Locale } from '../locales.ts'
import type { Role } from '../roles.ts'
import { fieldsOf, type moment, type recurrence } from './fields.ts'
import type { Who } from './who.ts'

export type Tone = 'info' | 'success' | 'warning' | 'error'
export type Priority = 'low' | 'normal' | 'high' | 'critical'
export type Category =
  | 'system'
  | 'user_action'
  | 'stage'
  | 'document'
  | 'evaluation'
  | 'survey'
  | 'testimonial'
  | 'request'
  | 'kpi'
  | 'goal'
  | 'shift'
  | 'report'
  | 'access'
  | 'announcement'

/** Under what a workflow stands in menus and navigation, beside those it belongs together with. */
export type Group = 'onboarding' | 'shifts' | 'internships' | 'goals' | 'reports' | 'requests'

/** Where a workflow that does not say stands: by what its messages are about. */
export const groupOf: Record<Category, Group> = {
  system: 'requests',
  user_action: 'requests',
  stage: 'onboarding',
  document: 'onboarding',
  evaluation: 'internships',
  survey: 'internships',
  testimonial: 'internships',
  request: 'requests',
  kpi: 'internships',
  goal: 'goals',
  shift: 'shifts',
  report: 'reports',
  access: 'requests',
  announcement: 'requests',
}

/** A length of time; its parts add up. */
export interface Duration {
  days?: number
  hours?: number
  minutes?: number
}

export interface State {
  /** Open cases are in the queue; a state that is not open ends the case for reviewers. */
  open?: boolean
  tone?: Tone
  /** How long a case may stay here before it is urgent. */
  urgentAfter?: Duration
  /** Who may see a case while it is here; everyone whom the workflow names where left out. The owner always may. */
  see?: readonly Who[]
  /** A child case that got here is what its parent's stage needs. */
  fulfils?: boolean
}

/** One message to one audience. Of several that fit a person, the first one counts. */
export interface Tell<
  Message extends string = string,
  Field extends string = string,
  StateName extends string = string,
  Data = Record<string, unknown>,
> {
  who: readonly Who<Field>[]
  message: Message
  tone?: Tone
  priority?: Priority
  /** Where left out, what is `high` or `critical` is mailed if it is not seen in the app for a while (`unseen`). */
  mail?: boolean | 'unseen'
  /** Only when the data say so. */
  when?: (data: Data) => boolean
  /** Only when the case comes into one of these states, from another one. */
  entering?: readonly StateName[]
  /** Whoever did it hears of it, too. */
  actorToo?: boolean
}

export interface Action<
  StateName extends string = string,
  Reason extends string = string,
  Message extends string = string,
  Field extends string = string,
  Slot extends string = string,
  Data = Record<string, unknown>,
> {
  from: readonly StateName[]
  /** Where it leads; a function of the data (with what the action asked for in it) and of the case's stage. Left out: the case stays. */
  to?: StateName | ((data: Data, item: { stage: StateName; state: StateName }) => StateName)
  by: readonly Who<Field>[]
  /** Who may not, though `by` says so: whoever submitted the case, whoever took the step that led here. */
  notBy?: readonly ('owner' | 'decider')[]
  /** Of how many different people it takes, each pressing the button once; one where left out. */
  approvals?: number | ((data: Data) => number)
  /** Offered only while the data say so. */
  when?: (data: Data) => boolean
  /** All that the case's stage needs must be there (see `stages`). */
  ready?: boolean
  /** Fields that are asked for and written; a `?` behind the name makes one optional. */
  asks?: readonly (Field | `${Field}?`)[]
  /** The reasons a person picks from; one is then required. */
  reason?: readonly Reason[]
  /** A few words are required. */
  note?: boolean
  tell: readonly Tell<Message, Field, StateName, Data>[]
  /** Who hears that somebody has approved, while more people have to. */
  tellApproval?: readonly Tell<Message, Field, StateName, Data>[]
  /** A role that whoever submitted the case gets by this. */
  grants?: Role
  /** Child cases that this opens: in the slot, one for each of these people, who owns it. */
  opens?: readonly { slot: Slot; for: readonly Who<Field>[] }[]
  bulk?: boolean
  /** How the button looks; an `error` action is one to think about. */
  tone?: Tone
}

/**
 * Something that happens by itself at its time, while the case is in one of the states `in`: people are told, or the case
 * moves on. Counted from when the case came into its state, or from a moment or a date in the data.
 */
export interface Timer<
  StateName extends string = string,
  Message extends string = string,
  Field extends string = string,
  Data = Record<string, unknown>,
> {
  in: readonly StateName[]
  /** Counted from here instead: ISO 8601, a moment or a date (its beginning, UTC); nothing means never. */
  at?: (data: Data) => string | undefined
  after?: Duration
  /** Before the moment that `at` gives. */
  before?: Duration
  /** Again and again, at most `times` (100 where left out). */
  every?: Duration
  times?: number
  when?: (data: Data) => boolean
  tell?: readonly Tell<Message, Field, StateName, Data>[]
  to?: StateName
}

/** What must be there before a case may leave a stage: a child case that fulfils it in each of these slots. */
export interface Stage<
  Message extends string = string,
  Field extends string = string,
  Slot extends string = string,
  StateName extends string = string,
  Data = Record<string, unknown>,
> {
  needs?: readonly Slot[]
  /** Who hears when the last of it is there. */
  ready?: readonly Tell<Message, Field, StateName, Data>[]
}

/** Where cases of another workflow hang on this one. */
export interface ChildSlot<StateName extends string = string, Field extends string = string> {
  workflow: string
  /** Who may open one, by the parent's rules: `owner` is who submitted the parent. Nobody: only actions open them. */
  by: readonly Who<Field>[]
  /** The parent's states in which one may be opened; any open one where left out. */
  in?: readonly StateName[]
  /** More than one that is not over. */
  many?: boolean
  /** Can be filled in along with the parent's own form. */
  withSubmit?: boolean
}

/** A rule over several fields; `at` is the field that shows the error, worded in `words.rules`. */
export interface DataRule<Data, Field extends string> {
  holds: (data: Data) => boolean
  at: Field
}

/** Who may fill a field in, and who sees it; whoever may submit or see the case where left out. */
export interface FieldRule<Field extends string = string> {
  by?: readonly Who<Field>[]
  see?: readonly Who<Field>[]
}

/**
 * A calendar of its cases beside their list: when what each of them is about takes place, in the zone of its scope. It shows
 * cases that are in one of the `states`, unless somebody searches for others.
 */
export interface Calendar<
  Moment extends string = string,
  Recurring extends string = string,
  StateName extends string = string,
  Field extends string = string,
> {
  starts: Moment
  /** Left out: it is over as it begins. */
  ends?: Moment
  /** How it comes again. */
  recurrence?: Recurring
  states: readonly StateName[]
  /** What stands below the title. */
  shows?: readonly Field[]
}

/** Figures of the child cases in a slot, taken together, once the case is in one of the states. */
export interface Summary<StateName extends string = string, Slot extends string = string> {
  slot: Slot
  /** Number fields of the child's workflow. */
  fields: readonly string[]
  in: readonly StateName[]
}

/**
 * A workflow's words in one language. Messages and `done` are ICU messages: they may use every field of the data
 * by its name, and `actor`, `owner`, `title`, `parent` (the title of the case it hangs on), `slot` (what it is there), `state`,
 * `reason` and `note`, and of an action that takes several people how many it needs (`needed`) and has (`have`).
 */
export interface WorkflowWords<
  StateName extends string = string,
  ActionName extends string = string,
  Reason extends string = string,
  Message extends string = string,
  Field extends string = string,
  Rule extends string = string,
  Options = Record<string, Record<string, string>>,
  Slot extends string = string,
  TimerName extends string = string,
> {
  /** One of them ("Shift"), and several ("Shifts"). */
  name: string
  plural: string
  /** The button that makes a new one, and the sentence in the timeline when it was made. */
  submit: string
  submitted: string
  fields: Record<Field, string>
  /** What stands below a field of the form. */
  hints?: Partial<Record<Field, string>>
  options: Options
  states: Record<StateName, string>
  actions: Record<ActionName, { label: string; done: string }>
  reasons: Record<Reason, string>
  rules: Record<Rule, string>
  children: Record<Slot, string>
  /** The sentence of the timeline when its time has come. */
  timers: Record<TimerName, string>
  messages: Record<Message, { title: string; body: string }>
}

export type FieldName<Schema extends z.ZodObject> = Extract<keyof z.output<Schema>, string>

/** Names of the fields that a helper like `moment` has made, required or not. */
type NamesOf<Schema extends z.ZodObject, Made> = {
  [K in FieldName<Schema>]: Schema['shape'][K] extends Made | z.ZodOptional<Made & z.ZodType> ? K : never
}[FieldName<Schema>]

/** Names of the fields in lists: `items.quantity`. */
type ListFieldName<Data> = {
  [K in keyof Data & string]: NonNullable<Data[K]> extends readonly (infer Line)[]
    ? Line extends Record<string, unknown>
      ? `${K}.${Extract<keyof Line, string>}`
      : never
    : never
}[keyof Data & string]

/** The words of every choice, by field and option. */
type OptionWords<Data> = {
  [
    K in keyof Data as NonNullable<Data[K]> extends string
      ? string extends NonNullable<Data[K]>
        ? never
        : K
      : never
  ]-?: Record<Extract<NonNullable<Data[K]>, string>, string>
}

/** Words that a workflow without such names need not have. */
type Unneeded<Words> = {
  [K in keyof Words as Record<string, never> extends Words[K] ? K : never]?: Words[K]
} & { [K in keyof Words as Record<string, never> extends Words[K] ? never : K]: Words[K] }

export interface Definition<
  Name extends string,
  Schema extends z.ZodObject,
  StateName extends string,
  ActionName extends string,
  Reason extends string,
  Message extends string,
  Rule extends string,
  Slot extends string,
  TimerName extends string,
  StageName extends StateName,
> {
  name: Name
  category: Category
  /** Where it stands in menus; by its category where left out. */
  group?: Group
  data: Schema
  /** Which part of the organisation the case concerns, like `station:north`; all of it where left out. A child has its parent's. */
  scope?: (data: z.output<Schema>) => string | null
  /** A few words that tell cases apart in a list. Left out, a child is called like its slot and its parent. */
  title?: (data: z.output<Schema>) => string
  states: Record<StateName, State>
  initial: NoInfer<StateName> | ((data: z.output<Schema>) => NoInfer<StateName>)
  /** The states a case goes through one after the other, as a bar shows them. */
  stages?: Record<
    StageName,
    Stage<Message, FieldName<Schema>, NoInfer<Slot>, NoInfer<StateName>, z.output<Schema>>
  >
  fields?: { [K in FieldName<Schema>]?: FieldRule<FieldName<Schema>> }
  rules?: Record<Rule, DataRule<z.output<Schema>, FieldName<Schema>>>
  /** Who sees a case beside those whom the rules name anyway. */
  see?: readonly Who<FieldName<Schema>>[]
  submit: {
    /** Nobody: cases of this workflow hang on others only. */
    by: readonly Who<FieldName<Schema>>[]
    /** Fields of the form; all of them where left out. */
    asks?: readonly (FieldName<Schema> | `${FieldName<Schema>}?`)[]
    tell: readonly Tell<Message, FieldName<Schema>, NoInfer<StateName>, z.output<Schema>>[]
  }
  actions: Record<
    ActionName,
    Action<NoInfer<StateName>, Reason, Message, FieldName<Schema>, NoInfer<Slot>, z.output<Schema>>
  >
  timers?: Record<TimerName, Timer<NoInfer<StateName>, Message, FieldName<Schema>, z.output<Schema>>>
  children?: Record<Slot, ChildSlot<NoInfer<StateName>, FieldName<Schema>>>
  calendar?: Calendar<
    NamesOf<Schema, ReturnType<typeof moment>>,
    NamesOf<Schema, ReturnType<typeof recurrence>>,
    NoInfer<StateName>,
    FieldName<Schema>
  >
  /** The state a child goes to when its parent is over, unless it is over itself. */
  parentOver?: NoInfer<StateName>
  summary?: Summary<NoInfer<StateName>, NoInfer<Slot>>
  /** The fields that tell cases apart at a glance; left out, the first four short ones that have to be filled in. */
  columns?: readonly FieldName<Schema>[]
  words: Record<
    Locale,
    Unneeded<
      WorkflowWords<
        NoInfer<StateName>,
        NoInfer<ActionName>,
        NoInfer<Reason>,
        NoInfer<Message>,
        FieldName<Schema> | ListFieldName<z.output<Schema>>,
        NoInfer<Rule>,
        OptionWords<z.output<Schema>>,
        NoInfer<Slot>,
        NoInfer<TimerName>
      >
    >
  >
}

/** Any workflow, as code that serves all of them sees it. */
export interface Workflow {
  name: string
  category: Category
  group: Group
  data: z.ZodObject
  scope: (data: Record<string, unknown>) => string | null
  title: ((data: Record<string, unknown>) => string) | null
  states: Record<string, State>
  initial: string | ((data: Record<string, unknown>) => string)
  stages: Record<string, Stage>
  fields: Record<string, FieldRule>
  rules: Record<string, DataRule<Record<string, unknown>, string>>
  see: readonly Who[]
  submit: { by: readonly Who[]; asks: readonly string[]; tell: readonly Tell[] }
  actions: Record<string, Action>
  timers: Record<string, Timer>
  children: Record<string, ChildSlot>
  parentOver: string | null
  summary: Summary | null
  calendar: Calendar | null
  columns: readonly string[] | null
  words: Record<Locale, WorkflowWords>
}

type Named<Name, Schema> = Omit<Workflow, 'name' | 'data'> & { name: Name; data: Schema }

/**
 * Defines one workflow. Every name is checked where it is used: a state, role, field, slot or message that does not exist,
 * and a word that is missing in one language, are compile errors.
 */
export function defineWorkflow<
  const Name extends string,
  Schema extends z.ZodObject,
  const StateName extends string,
  const ActionName extends string,
  const Message extends string = never,
  const Reason extends string = never,
  const Rule extends string = never,
  const Slot extends string = never,
  const TimerName extends string = never,
  const StageName extends StateName = never,
>(
  definition: Definition<
    Name,
    Schema,
    StateName,
    ActionName,
    Reason,
    Message,
    Rule,
    Slot,
    TimerName,
    StageName
  >,
): Named<Name, Schema> {
  // The general type forgets which names exist; the checks above have already used them.
  const given = definition as unknown as Partial<Workflow> &
    Pick<Workflow, 'category' | 'submit' | 'words' | 'data'>
  demandSight(given as unknown as Workflow)
  for (const name of TAKEN)
    if (Object.hasOwn(given.data.shape, name)) throw new Error(`A field cannot be called "${name}".`)
  const noWords = { options: {}, reasons: {}, rules: {}, children: {}, timers: {}, messages: {} }
  return {
    group: groupOf[given.category],
    scope: () => null,
    title: null,
    stages: {},
    fields: {},
    rules: {},
    see: [],
    timers: {},
    children: {},
    parentOver: null,
    summary: null,
    calendar: null,
    columns: null,
    ...given,
    submit: { ...given.submit, asks: given.submit.asks ?? asksOf(given.data) },
    words: {
      en: { ...noWords, ...given.words.en },
      fr: { ...noWords, ...given.words.fr },
      ar: { ...noWords, ...given.words.ar },
    },
  } as unknown as Named<Name, Schema>
}

/** Names that mean something in every case. */
const TAKEN = ['owner', 'watcher', 'follower']

/** Whoever may act in a state that few see must be among them: Belfry would ask him, and show him nothing. */
function demandSight({ name, states, actions }: Workflow): void {
  for (const [verb, { from, by }] of Object.entries(actions))
    for (const state of from) {
      const see = states[state]?.see
      const seers = see && [...see, { kind: 'owner' }, { kind: 'role', role: 'admin' }]
      if (!seers) continue
      const known = seers.map((who) => JSON.stringify(who))
      if (!by.every((who) => known.includes(JSON.stringify(who)) || known.includes('{"kind":"everyone"}')))
        throw new Error(`${name}: not all who may ${verb} in the state "${state}" see a case there.`)
    }
}

const asksOf = (data: z.ZodObject): string[] =>
  fieldsOf(data).map(({ name, required }) => (required ? name : `${name}?`))
