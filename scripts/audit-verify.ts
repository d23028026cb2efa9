import { createPublicKey } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { keyId } from '@belfry/engine/audit/keys'
import { type Verdict, linesIn, verifyExport } from '@belfry/engine/audit/verify'
import type { AuditFault } from '@belfry/shared/wire'

const usage = `Verifies an export of the audit trail; needs no database.

  npm run audit:verify -- export.jsonl [--key KEY] [--checkpoints kept.jsonl] [--json]

KEY is the id of the key that must have signed it (16 hex digits) or a PEM file of its public half.
Exit code: 0 whole, 1 something is wrong, 2 it could not be read.`

const sentences: Record<AuditFault, string> = {
  unreadable: 'This is not an export of the audit trail, or not one that this program knows.',
  changed: 'Entry # was changed.',
  removed: 'Entry # is missing.',
  inserted: 'Something was inserted where entry # should be.',
  rewritten: 'A checkpoint says otherwise about the entries from # on: they were written anew.',
  forged: 'A signature at entry # is not by the key.',
  cut_off: 'The end is missing from entry # on.',
  altered: 'The file was altered after it was made.',
  unknown_key: 'It is signed by another key than the one that was expected.',
}

/** Relative to where npm was called, not to the checkout that it changes to. */
const at = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file)

const keyOf = (text: string): string =>
  /^[0-9a-f]{16}$/.test(text) ? text : keyId(createPublicKey(readFileSync(at(text))))

const keptIn = (file: string): unknown[] =>
  readFileSync(at(file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)

function report({ fault, entries, first, last, checkpoints, redacted, keyId: id }: Verdict): string {
  if (fault)
    return `${sentences[fault.kind].replace('#', String(fault.seq ?? '?'))} (line ${fault.line}, ${fault.kind})`
  const taken = redacted > 0 ? `, ${redacted} of them with personal data taken out` : ''
  return `Whole: ${entries} entries, ${first} to ${last}${taken}, ${checkpoints} checkpoints, signed by key ${id}.`
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      checkpoints: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [file, ...more] = positionals
  if (!file || more.length > 0) {
    console.error(usage)
    return 2
  }
  const verdict = await verifyExport(linesIn(createReadStream(at(file), { highWaterMark: 1024 * 1024 })), {
    ...(values.key !== undefined && { keyId: keyOf(values.key) }),
    ...(values.checkpoints !== undefined && { checkpoints: keptIn(values.checkpoints) }),
  })
  console.log(values.json ? JSON.stringify(verdict) : report(verdict))
  if (!values.json && !verdict.fault && values.key === undefined)
    console.log('Compare the key with the one that you know, or name it with --key.')
  return verdict.fault ? 1 : 0
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 2
})
