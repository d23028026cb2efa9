import { cpSync } from 'node:fs'
import { type FreshDatabase, filesOf, freshDatabase, startApi, startWorker } from '@belfry/testing'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { theBrowser } from './browser.ts'
import type {} from './demo.ts'
import { allJobsDone } from './jobs.ts'
import { type Caller, type Person, type PersonOptions, call, enter } from './person.ts'

/** One installation for a test file: the demo in a database of its own, the API, a worker; and a browser for its people. */
export interface Stage {
  url: string
  database: FreshDatabase
  /** Opens a browser for somebody of the demo who has signed in already. It is closed at the end of the test. */
  signIn(login: string, options?: PersonOptions): Promise<Person>
  /** The same for somebody who has not. */
  visitor(options?: PersonOptions): Promise<Person>
  /** Somebody who does his part without a window, where a test is about what others see of it. */
  caller(login: string): Promise<Caller>
}

/**
 * Call it once at the top of a test file, with settings for API and worker where it needs some. After every test nothing may
 * have gone wrong, in any page or process.
 */
export function useStage(settings: NodeJS.ProcessEnv = {}): Stage {
  const people: Person[] = []
  const callers = new Map<string, Promise<Caller>>()
  let errors: () => string[]

  const come = async (login: string | null, options?: PersonOptions) => {
    const person = await enter(await theBrowser(options), stage.url, login, options)
    people.push(person)
    return person
  }
  const stage = {
    signIn: come,
    visitor: (options) => come(null, options),
    caller(login) {
      const caller = callers.get(login) ?? call(stage.url, login)
      callers.set(login, caller)
      return caller
    },
  } as Stage // the rest is there before the first test

  beforeAll(async () => {
    const { template, folder } = inject('demo')
    stage.database = await freshDatabase({ template })
    const { url: databaseUrl } = stage.database
    cpSync(folder, filesOf(databaseUrl), { recursive: true })
    const [api] = await Promise.all([
      startApi({ databaseUrl, env: { DEMO: 'on', ...settings } }),
      theBrowser(),
    ])
    const worker = await startWorker({ databaseUrl, env: { PUBLIC_URL: api.url, ...settings } })
    stage.url = api.url
    errors = () => [api, worker].flatMap((app) => errorsIn(app.output()))
    await allJobsDone(stage.database)
  })
  afterAll(async () => {
    for (const caller of callers.values()) await (await caller).leave()
  })

  afterEach(async () => {
    const troubles = people.flatMap((person) => person.troubles())
    await Promise.all(people.splice(0).map((person) => person.context.close()))
    await allJobsDone(stage.database) // or the next test would be told of what happened in this one
    expect([...troubles, ...errors()], 'what went wrong in the pages and in the log').toEqual([])
  })
  return stage
}

const errorsIn = (log: string): string[] =>
  log.split('\n').filter((line) => /^\{"level":"(error|fatal)"/.test(line))
