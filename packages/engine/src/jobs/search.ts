import type { JobsQuery } from '@belfry/db/queries/jobs'
import { type Actor, DomainError } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { splitToken, tokensIn, unquoted } from '@belfry/shared/search'
import { payloadKeys } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const NUMBER = /^\d{1,18}$/

/**
 * Reads a search like `send_push payload.caseId:… error:timeout`: a number is a job's, an id is one that it carries, and any other
 * word a part of its task's name. What cannot be looked for is refused.
 */
export function jobsQuery(actor: Actor, search: string, task: string | undefined): JobsQuery {
  const query: JobsQuery = { payload: {}, carries: [], ...(task && { tasks: [task] }) }
  for (const { raw } of tokensIn(search)) {
    const split = splitToken(raw)
    const value = unquoted(split ? split.rest : raw)
    if (!value) continue // still being written
    if (!split) addWord(query, value)
    else if (split.written === 'task') addTasks(query, value)
    else if (split.written === 'error') query.error = value
    else if (split.written === 'worker') query.worker = value
    else addPayload(query, split.written, value, actor)
  }
  return query
}

function addWord(query: JobsQuery, word: string): void {
  if (NUMBER.test(word)) query.jobId = word
  else if (UUID.test(word)) query.carries.push(word.toLowerCase())
  else addTasks(query, word)
}

/** Those whose name has this in it, of those that are left. */
function addTasks(query: JobsQuery, part: string): void {
  const names = query.tasks ?? Object.values(jobs).map(({ name }) => name)
  query.tasks = names.filter((name) => name.includes(part.toLowerCase()))
}

function addPayload(query: JobsQuery, written: string, value: string, actor: Actor): void {
  const key = payloadKeys.find((one) => written === `payload.${one}`)
  if (!key) {
    const message = `${words[actor.locale].errors.unknown_choice} ${written}`
    throw new DomainError('invalid_input', {}, { problems: [{ field: 'search', message }] })
  }
  query.payload[key] = value
}
