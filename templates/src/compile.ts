import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Eta } from 'eta'
import juice from 'juice'

export type Template = (data: object) => string

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

// Templates are code. What people write is only ever data for them, which `<%= %>` escapes.
const eta = new Eta({ autoEscape: true, useWith: false })

const compiled = new Map<string, Template>()

/** A template inside the layout, with the styles inlined as mail programs want it: once, not once per mail. */
export function template(name: string): Template {
  let found = compiled.get(name)
  if (!found) compiled.set(name, (found = compile(name)))
  return found
}

function compile(name: string): Template {
  const source = withPartials(
    read('layouts/mail.eta').replace('<!-- content -->', () => read(`src/mails/${name}/html.eta`)),
  )
    .replace('<!-- css -->', () => read('layouts/mail.css'))
    .replace('<!-- narrow and dark -->', () => forScreens())
    .replace('<!-- outlook -->', () => forOutlook(read('layouts/dark.css')))
  // juice leaves `<style data-embed>` alone, and everything between <% and %> as it is.
  const fill = eta.compile(juice(source, { applyAttributesTableElements: true }))
  return (data) => fill.call(eta, data)
}

const withPartials = (source: string): string =>
  source.replace(/<!-- include ([\w-]+) -->/g, (_, name: string) => read(`partials/${name}.eta`))

const forScreens = (): string => `:root {
  color-scheme: light dark;
  supported-color-schemes: light dark;
}
@media (max-width: 600px) {
${read('layouts/narrow.css')}}
@media (prefers-color-scheme: dark) {
${read('layouts/dark.css')}}
`

/** The dark rules again, for pages that Outlook on the web has marked as dark. */
const forOutlook = (css: string): string =>
  css.replace(/^(?=[a-z.][^:;{}]*[,{]$)/gm, '[data-ogsc] ').replaceAll('[data-ogsc] body', '[data-ogsb] body')
