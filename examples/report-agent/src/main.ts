import { belfryError, createClient } from '@belfry/client'
import { makeReport } from './agent.ts'

const { BELFRY = 'http://localhost:4380', BELFRY_API_KEY: apiKey } = process.env
const [month, requester] = process.argv.slice(2)

if (!apiKey || !month || !requester) {
  console.error('Usage: BELFRY_API_KEY=belfry_… npm start -- 2026-05 "Rita Review"')
  process.exit(2)
}

try {
  const report = await makeReport(createClient({ url: BELFRY, apiKey }), month, requester)
  console.log(`${report.state}: ${BELFRY}/cases/${report.id}`)
  process.exitCode = report.state === 'finished' ? 0 : 1
} catch (error) {
  // What Belfry refused, in a sentence; anything else is a mistake of ours.
  const refused = belfryError(error)
  console.error(refused ? `Belfry says: ${refused.message}` : error)
  process.exitCode = 1
}
