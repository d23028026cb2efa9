import type { Tx } from '@belfry/db'
import { findScope, isPickable } from '@belfry/db/queries/people'
import { type Actor, DomainError } from '@belfry/shared'
import type { Field, Problem } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { attachFiles } from '../files/index.ts'

/** People and places that the data names in these fields but that are not there to be chosen. */
export async function unknownChoices(
  tx: Tx,
  fields: Field[],
  data: Record<string, unknown>,
  actor: Pick<Actor, 'id' | 'locale'>,
): Promise<Problem[]> {
  const checks = fields.map(async (field): Promise<Problem[]> => {
    const isThere = await isChoice(tx, field, data[field.name], actor)
    return isThere ? [] : [{ field: field.name, message: words[actor.locale].errors.unknown_choice }]
  })
  return (await Promise.all(checks)).flat()
}

async function isChoice(tx: Tx, field: Field, value: unknown, actor: Pick<Actor, 'id'>): Promise<boolean> {
  if (typeof value !== 'string') return true
  if (field.kind === 'person') return isPickable(tx, peopleIn(field, actor), value)
  if (field.kind === 'scope') return (await findScope(tx, `${field.of}:${value}`)) !== undefined
  return true
}

/** Whom a person field lets this person pick. */
export const peopleIn = (field: Field & { kind: 'person' }, actor: Pick<Actor, 'id'>) => ({
  role: field.role,
  supervisor: field.mine ? actor.id : null,
})

/** The parts in a case that these fields of its data give. */
export const partsIn = (fields: Field[], data: Record<string, unknown>) =>
  fields
    .filter((field) => field.kind === 'person')
    .map((field) => ({ part: field.name, personId: data[field.name] as string | undefined }))

/** Takes the files that these fields name into the case, as next versions; what is wrong with one comes back at its field. */
export async function attachAsked(
  tx: Tx,
  actor: Actor,
  caseId: string,
  asked: Field[],
  data: Record<string, unknown>,
): Promise<void> {
  const problems: Problem[] = []
  for (const field of asked) {
    const id = data[field.name]
    if (field.kind !== 'file' || typeof id !== 'string') continue
    try {
      await attachFiles(tx, actor, caseId, field.name, [id], field)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      problems.push({ field: field.name, message: error.in(actor.locale) })
    }
  }
  if (problems.length > 0) throw new DomainError('invalid_input', {}, { problems })
}
