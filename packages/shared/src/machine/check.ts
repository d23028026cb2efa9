import { z } from 'zod'
import type { Locale } from '../locales.ts'
import type { GeneralWords } from '../words/en.ts'
import { say } from '../words/format.ts'
import { words } from '../words/index.ts'
import type { Workflow } from './define.ts'
import type { Field } from './fields.ts'

/** What is wrong with one field, worded for the person who fills the form. */
export interface Problem {
  field: string
  message: string
}

// zod's own words in each language, for what `inPlainWords` has none for.
const zodWords = { en: z.locales.en(), fr: z.locales.fr(), ar: z.locales.ar() }

/** zod's issues as problems in the reader's language; a nested path is joined with dots. */
export const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.'), message: issue.message }))

export const parseIn = <T>(schema: z.ZodType<T>, value: unknown, locale: Locale) =>
  schema.safeParse(value, { error: (issue) => wordOf(issue, locale) })

/** The problems of an error that was made without a language, worded anew for what was sent. */
export function problemsIn(error: z.ZodError, sent: unknown, locale: Locale): Problem[] {
  const worded = (issue: z.core.$ZodIssue) => {
    if (issue.code === 'custom') return issue.message
    const raw = { ...issue, input: valueAt(sent, issue.path) } as z.core.$ZodRawIssue
    return wordOf(raw, locale) ?? issue.message
  }
  return error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.'), message: worded(issue) }))
}

function wordOf(issue: z.core.$ZodRawIssue, locale: Locale): string | undefined {
  const said = inPlainWords(issue, locale) ?? zodWords[locale].localeError(issue)
  return typeof said === 'object' ? said?.message : said
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  )

/** What goes wrong most in a form, as a person would say it rather than a parser. */
function inPlainWords(issue: z.core.$ZodRawIssue, locale: Locale): string | undefined {
  const { problems } = words[locale]
  if (issue.input === undefined || issue.input === null || issue.input === '') return problems.missing
  if (issue.code === 'too_big' && issue.origin === 'string')
    return say(locale, problems.too_long, { max: Number(issue.maximum) })
  if (issue.code === 'too_small' && issue.origin === 'string')
    return say(locale, problems.too_short, { min: Number(issue.minimum) })
  if (issue.code === 'too_small' && isNumber(issue.origin))
    return say(locale, problems.too_small, { min: Number(issue.minimum) })
  if (issue.code === 'too_big' && isNumber(issue.origin))
    return say(locale, problems.too_big, { max: Number(issue.maximum) })
  if (issue.code === 'invalid_value' && issue.values.length > 1) return words[locale].errors.unknown_choice
  if (issue.code === 'invalid_type' && issue.expected === 'int') return problems.no_integer
  if (issue.code === 'invalid_type' && issue.expected === 'number') return problems.no_number
  if (issue.code === 'invalid_format') return formats[String(issue.format)]?.(problems)
  return undefined
}

const isNumber = (origin: string) => origin === 'number' || origin === 'int'

const formats: Record<string, (problems: GeneralWords['problems']) => string> = {
  datetime: ({ no_moment }) => no_moment,
  date: ({ no_date }) => no_date,
  url: ({ no_link }) => no_link,
}

/** A field that need not be filled in and was left empty is a field left out. */
function withoutEmpty(asked: Field[], value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const isEmpty = (inner: unknown) =>
    inner === null ||
    (typeof inner === 'string' && inner.trim() === '') ||
    (Array.isArray(inner) && inner.length === 0)
  const isLeftOut = ([name, inner]: [string, unknown]) =>
    isEmpty(inner) && asked.some((field) => field.name === name && !field.required)
  return Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(entry)))
}

/** The part of the workflow's schema that a form asks for. */
function schemaOf(workflow: Workflow, asked: Field[]): z.ZodObject {
  const shape = asked.map(({ name, required }): [string, z.ZodType] => {
    const own = workflow.data.shape[name] as z.ZodType
    const inner = own instanceof z.ZodOptional ? (own.unwrap() as z.ZodType) : own
    return [name, required ? inner : inner.optional()]
  })
  return z.object(Object.fromEntries(shape))
}

export type Checked = { ok: true; data: Record<string, unknown> } | { ok: false; problems: Problem[] }

/**
 * Checks what a person filled in of the fields that were asked for, against the workflow's schema and rules: the data
 * `before` with it written in, or every problem at its field, in the reader's language. What was not asked for is left out.
 * The console and the engine both ask here.
 */
export function checkAsked(
  workflow: Workflow,
  asked: Field[],
  before: Record<string, unknown>,
  value: unknown,
  locale: Locale,
): Checked {
  const parsed = parseIn(schemaOf(workflow, asked), withoutEmpty(asked, value), locale)
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error) }
  const kept = Object.entries(before).filter(([name]) => !asked.some((field) => field.name === name))
  const data = { ...Object.fromEntries(kept), ...parsed.data }
  const problems = [...forbiddenOptions(asked, data, locale), ...brokenRules(workflow, asked, data, locale)]
  return problems.length === 0 ? { ok: true, data } : { ok: false, problems }
}

function forbiddenOptions(asked: Field[], data: Record<string, unknown>, locale: Locale): Problem[] {
  return asked.flatMap((field) => {
    const value = data[field.name]
    const isWrong = field.kind === 'choice' && typeof value === 'string' && !field.options.includes(value)
    return isWrong ? [{ field: field.name, message: words[locale].errors.unknown_choice }] : []
  })
}

function brokenRules(
  workflow: Workflow,
  asked: Field[],
  data: Record<string, unknown>,
  locale: Locale,
): Problem[] {
  return Object.entries(workflow.rules).flatMap(([name, rule]) => {
    if (!asked.some((field) => field.name === rule.at) || rule.holds(data)) return []
    return [{ field: rule.at, message: workflow.words[locale].rules[name] ?? name }]
  })
}
