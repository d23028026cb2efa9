import { cpus, totalmem } from 'node:os'
import { audit } from './audit.ts'
import { broadcast } from './broadcast.ts'
import { bulk } from './bulk.ts'
import { crowd } from './crowd.ts'
import { history } from './history.ts'
import { inbox } from './inbox.ts'
import { mailChaos } from './mail-chaos.ts'
import { mail } from './mail.ts'
import { many } from './many.ts'
import { queue } from './queue.ts'
import { single } from './single.ts'
import { slow } from './slow.ts'
import { setStage } from './stage.ts'
import { storm } from './storm.ts'
import { trace, traceHook } from './trace.ts'

/**
 * `npm run bench`: how Belfry does against a bare floor in the same run. Compare the ratios; milliseconds depend on the
 * machine and what else it does.
 */
const measurements: Record<string, (stage: Awaited<ReturnType<typeof setStage>>) => Promise<void>> = {
  'broadcast-1000': (stage) => broadcast(stage, 1_000),
  'broadcast-5000': (stage) => broadcast(stage, 5_000),
  single,
  many: (stage) => many(stage, 10_000),
  queue,
  bulk: (stage) => bulk(stage, Number(process.env['BULK_CASES'] ?? 10_000)),
  inbox,
  'broadcast-100000': (stage) =>
    crowd(stage, Number(process.env['CROWD'] ?? 100_000), Number(process.env['CROWD_CONNECTED'] ?? 5_000)),
  storm: (stage) => storm(stage, Number(process.env['STORM_CLIENTS'] ?? 5_000)),
  slow: (stage) => slow(stage, 100, Number(process.env['SLOW_SECONDS'] ?? 60)),
  // Only when asked for: looking costs time, and a million entries have to be made.
  trace,
  audit,
}

/** Those that set a stage of their own. */
const alone: Record<string, () => Promise<void>> = { history, mail, 'mail-chaos': mailChaos }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in alone) && !(name in measurements))
if (unknown.length > 0) {
  console.error(
    `There is no measurement "${unknown.join(', ')}"; there are ${Object.keys({ ...measurements, ...alone }).join(', ')}.`,
  )
  process.exit(1)
}

console.log(
  `Belfry bench: ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
)
for (const [name, measure] of Object.entries(alone)) if (wanted.includes(name)) await measure()
if (wanted.length > 0 && wanted.every((name) => name in alone)) process.exit()
const stage = await setStage({ preload: wanted.includes('trace') ? traceHook : undefined })
try {
  for (const [name, measure] of Object.entries(measurements))
    if (wanted.length === 0 ? name !== 'trace' && name !== 'audit' : wanted.includes(name))
      await measure(stage)
} finally {
  await stage.close()
}
