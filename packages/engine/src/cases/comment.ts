import type { Tx } from '@belfry/db'
import { whichPeopleOf } from '@belfry/db/queries/audiences'
import type { CaseRow } from '@belfry/db/queries/cases'
import { namesOf } from '@belfry/db/queries/people'
import { type Actor, DomainError } from '@belfry/shared'
import { whoSees } from '@belfry/shared/machine'
import type { Case, CommentInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { record } from '../events/record.ts'
import { lockVisible } from './lock.ts'
import { tellCase } from './move.ts'
import { factsOf, viewCase } from './view.ts'

/**
 * Adds a comment to the case's timeline; whoever has a part in the case is told, and who is mentioned in words of his own.
 * Only people who may see the case can be mentioned: others would be told of what they cannot read.
 */
export async function comment(tx: Tx, actor: Actor, input: CommentInput): Promise<Case> {
  const item = await lockVisible(tx, actor, input.caseId)
  const mentioned = await mentionedIn(tx, item, input.mentions ?? [])
  await record(
    tx,
    actor,
    {
      type: 'case.comment',
      caseId: item.id,
      data: {
        title: item.title,
        note: input.text,
        ...(mentioned.length > 0 ? { people: { mentioned } } : {}),
      },
    },
    { tell: true },
  )
  await tellCase(tx, item)
  return viewCase(item, actor)
}

async function mentionedIn(tx: Tx, item: CaseRow, ids: string[]): Promise<{ id: string; name: string }[]> {
  const wanted = [...new Set(ids)]
  const who = whoSees(getWorkflow(item.workflow), item.state)
  const found = await whichPeopleOf(tx, who, factsOf(item), wanted)
  const missing = wanted.filter((id) => !found.some((person) => person.id === id))
  if (missing.length === 0) return found
  const names = [...(await namesOf(tx, missing)).values()].join(', ')
  throw new DomainError('cannot_mention', { names })
}
