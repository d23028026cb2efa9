import type { Category, Group, State, WorkflowWords } from '../machine/define.ts'
import type { Field } from '../machine/fields.ts'

/** A workflow as programs and forms see it, in the reader's language. */
export interface WorkflowView {
  name: string
  category: Category
  /** Under what it stands in menus. */
  group: Group
  words: WorkflowWords
  fields: Field[]
  states: Record<string, State>
  /** Null where it depends on the data. */
  initial: string | null
  /** In order; empty where the workflow has none. */
  stages: readonly string[]
  /** The slots in which cases of other workflows hang on it. */
  children: { slot: string; workflow: string }[]
  /** `to` is null where the action moves nothing or where it depends on the data. */
  actions: {
    name: string
    from: readonly string[]
    to: string | null
    reasons: readonly string[]
    /** Fields that it asks for; those with a `?` may be left out. */
    asks: readonly string[]
    noteRequired: boolean
  }[]
  maySubmit: boolean
  /** The reader decides here: there is a queue for him. */
  hasQueue: boolean
}

/** One thing that may be picked in a field: a person who holds the role, or a scope. */
export interface Choice {
  value: string
  label: string
  /** Of a scope: its IANA zone, in which the times of a case there are meant. */
  timeZone?: string
}
