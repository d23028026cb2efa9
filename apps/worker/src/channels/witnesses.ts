import { appendFile } from 'node:fs/promises'
import type { Witness } from '@belfry/engine/audit'
import type { Hosts } from '@belfry/engine/outside'
import { post } from './post.ts'

export interface WitnessSettings {
  file: string | null
  url: string | null
  hosts: Hosts
}

/** Where checkpoints of the audit trail are kept beside the database: lines of a file, and an address that each is posted to. */
export function openWitnesses({ file, url, hosts }: WitnessSettings): Witness[] {
  const toFile = file && { name: 'file', keep: (line: string) => appendFile(file, line, { mode: 0o640 }) }
  const toUrl = url && { name: 'url', keep: (line: string) => send(new URL(url), line, hosts) }
  return [toFile, toUrl].filter((witness) => witness !== null && witness !== '')
}

async function send(url: URL, line: string, hosts: Hosts): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const { status } = await post(url, { hosts, body: Buffer.from(line), headers })
  if (status < 200 || status >= 300) throw new Error(`The witness answered ${status}.`)
}
