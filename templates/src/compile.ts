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
  const source = read('layouts/mail.eta')
    .replace('<!-- css -->', () => read('layouts/mail.css'))
    .replace('<!-- content -->', () => read(`${name}.eta`))
  // Media queries stay behind in <style>; juice leaves everything between <% and %> as it is.
  const fill = eta.compile(juice(source, { preserveMediaQueries: true, applyAttributesTableElements: true }))
  return (data) => fill.call(eta, data)
}
