import { createHash } from 'node:crypto'
import type { Tx } from '@belfry/db'
import { findOpenChild, listOpenChildren } from '@belfry/db/queries/cases'
import { insertFile } from '@belfry/db/queries/files'
import { type Actor, clock, newId } from '@belfry/shared'
import type { ActInput, Case, SubmitInput } from '@belfry/shared/wire'
import { act, checkStage, closeChild, getCase, submit } from '../cases/index.ts'
import { finishUpload } from '../files/index.ts'
import { pdfOf } from './pdf.ts'
import { HOUR_MS, at } from './time.ts'

/** Where the demo's documents go; the storage of the apps. */
export interface DemoFiles {
  put(key: string, bytes: Uint8Array): Promise<void>
}

/**
 * What happened to one case and those that hang on it, step by step, each at its time and by the verbs that people use. What
 * the worker would have done in between is done too, so that nothing of the past is told as if it were today.
 */
export class Chronicle {
  readonly #tx: Tx
  readonly #files: DemoFiles
  #time: number

  constructor(tx: Tx, files: DemoFiles, beginning: number) {
    this.#tx = tx
    this.#files = files
    this.#time = beginning
  }

  get time(): number {
    return this.#time
  }

  /** Time goes by, though never beyond an hour ago. */
  after(hours: number): this {
    const latest = clock.now().getTime() - HOUR_MS
    this.#time = Math.max(this.#time + 60_000, Math.min(this.#time + hours * HOUR_MS, latest))
    return this
  }

  async submit(by: Actor, input: Omit<SubmitInput, 'idempotencyKey'>): Promise<Case> {
    return this.#follow(await this.#now(() => submit(this.#tx, by, input)))
  }

  async act(
    by: Actor,
    { id }: { id: string },
    action: string,
    more: Partial<Pick<ActInput, 'reason' | 'note' | 'data'>> = {},
  ): Promise<Case> {
    return this.#follow(await this.#now(() => act(this.#tx, by, { caseId: id, action, ...more })))
  }

  /** The open case in a slot of another one, as its owner sees it. */
  async child(parent: Case, slot: string, owner: Actor): Promise<Case> {
    const id = await findOpenChild(this.#tx, parent.id, slot, owner.id)
    if (!id) throw new Error(`Nothing of ${owner.name} is open in ${slot}.`)
    return getCase(this.#tx, owner, id)
  }

  /** A document of one page; the id of the file. */
  upload(by: Actor, name: string, ...lines: string[]): Promise<string> {
    const bytes = pdfOf([name, ...lines, 'Made up for the demo of Belfry.'])
    return this.#now(async () => {
      const id = newId()
      const storageKey = `demo/${id}`
      await this.#files.put(storageKey, bytes)
      const file = { name: `${name}.pdf`, declaredType: 'application/pdf', size: bytes.length }
      await insertFile(this.#tx, { id, uploadedBy: by.id, ...file, accept: [], at: clock.now() })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await finishUpload(this.#tx, by, id, {
        type: 'application/pdf',
        size: bytes.length,
        sha256,
        storageKey,
      })
      return id
    })
  }

  #now<T>(what: () => Promise<T>): Promise<T> {
    return at(this.#time, what)
  }

  async #follow(item: Case): Promise<Case> {
    await this.#now(async () => {
      if (item.parent) await checkStage(this.#tx, item.parent.id)
      if (item.closedAt) await this.#closeChildren(item.id)
      else if (item.stage) await checkStage(this.#tx, item.id)
    })
    return item
  }

  async #closeChildren(id: string): Promise<void> {
    for (const child of await listOpenChildren(this.#tx, id)) {
      await closeChild(this.#tx, child)
      await this.#closeChildren(child)
    }
  }
}
