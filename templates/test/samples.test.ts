import { locales } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { describe, expect, test } from 'vitest'
import { type Brand, renderSample } from '../src/render.ts'
import { listTemplates, templateNames } from '../src/samples/index.ts'
import { messageTypes, sayMessage } from '../src/samples/messages.ts'
import { argumentsOf } from './support/arguments.ts'
import { imagesIn, linksIn, problemsOf, shownIn } from './support/html.ts'

const brand: Brand = {
  name: 'Nord & Co',
  logo: 'https://static.example.test/logo.png',
  colour: '#3a58c3',
  url: 'https://belfry.test',
}

describe.each(locales)('in %s', (locale) => {
  const samples = listTemplates(locale).flatMap(({ template, types }) =>
    types.map(({ type, subject }) => ({ template, type, subject })),
  )

  test('every template has a sample, and every message there is has one of its own', () => {
    expect(new Set(samples.map(({ template }) => template))).toEqual(new Set(templateNames))
    expect(samples.length).toBeGreaterThan(messageTypes.length)
    expect(new Set(samples.map(({ template, type }) => `${template} ${type}`)).size).toBe(samples.length)
  })

  test('no message has a word that a sample cannot fill in', () => {
    for (const message of messageTypes) {
      const { title, body } = message.text(locale)
      const given = Object.keys(message.values(locale))
      const missing = [...argumentsOf(title), ...argumentsOf(body)].filter((name) => !given.includes(name))
      expect(missing, message.type).toEqual([])
      expect(sayMessage(message, locale).title, message.type).not.toMatch(/[{}]|undefined|null|NaN|Invalid/)
    }
  })

  test('every mail has a plain subject, a text, an alt for each image, and leads only home', () => {
    for (const { template, type, subject } of samples) {
      const mail = renderSample({ template, type, locale, brand })
      const name = `${template} ${type}`

      expect(mail.subject, name).toMatch(/^\P{Cc}{3,200}$/u)
      if (template !== 'invitation') expect(mail.subject, name).toBe(subject)
      expect(problemsOf(mail.html), name).toEqual([])
      expect(mail.html, name).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${locale}"`, 'i'))
      for (const image of imagesIn(mail.html)) expect(image.alt, name).toBe('Nord & Co')
      for (const { href, label } of linksIn(mail.html)) {
        expect(href, name).toMatch(/^https:\/\/belfry\.test\//)
        expect(label, name).not.toBe('')
      }
      for (const body of [shownIn(mail.html), mail.text]) {
        expect(body, name).not.toMatch(/undefined|\bnull\b|NaN|Invalid Date|\[object|<%|%>|\{\w+\}/)
        expect(body, name).toContain(words[locale].mail.greeting.split('{')[0]!.trim())
      }
      expect(mail.text, name).not.toMatch(/<\/?[a-z]+[^>]*>|&[a-z]+;/)
      // Gmail shows no more than about 100 kB of a mail, and drops a style sheet of more than 16.
      expect(Buffer.byteLength(mail.html), name).toBeLessThan(type === 'many' ? 100_000 : 24_000)
      for (const [sheet] of mail.html.matchAll(/<style[\s\S]*?<\/style>/g))
        expect(sheet.length, name).toBeLessThan(8_000)
    }
  })
})

test('the words of the templates say each other’s things: none of them is English elsewhere', () => {
  const flat = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, `${path}.${key}`))
  const english = new Map(flat(words.en.mail))
  for (const locale of ['fr', 'ar'] as const)
    for (const [path, said] of flat(words[locale].mail)) {
      expect(said, path).not.toBe(english.get(path))
      const names = (message: string) => [...new Set(argumentsOf(message))].toSorted()
      expect(names(said), path).toEqual(names(english.get(path)!))
    }
})
