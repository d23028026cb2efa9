import { DomainError } from '@belfry/shared'

/** A place in a list that is sorted by time (ISO 8601, microseconds) and id, as the opaque text that clients send back. */
export const encodeCursor = (at: string, id: string): string =>
  Buffer.from(`${at} ${id}`).toString('base64url')

export function decodeCursor(cursor: string | null | undefined): { at: string; id: string } | null {
  if (!cursor) return null
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (!isTime(at) || !isId(id)) throw notOfThisList()
  return { at, id }
}

/** A place in a list that is sorted by name and id. */
export const encodePlace = ({ name, id }: { name: string; id: string }): string =>
  Buffer.from(`${id} ${name}`).toString('base64url')

export function decodePlace(cursor: string | null | undefined): { name: string; id: string } | null {
  if (!cursor) return null
  const [id = '', ...name] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (!isId(id)) throw notOfThisList()
  return { id, name: name.join(' ').replaceAll('\0', '').toWellFormed() }
}

/** A place in a list that is sorted by time and a text without blanks. */
export function decodeMoment(cursor: string | null | undefined): { at: string; key: string } | null {
  if (!cursor) return null
  const [at = '', key = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (!isTime(at)) throw notOfThisList()
  return { at, key: key.replaceAll('\0', '').toWellFormed() }
}

/** A place in a list that is sorted by id. */
export function decodeId(cursor: string | null | undefined): string | null {
  if (cursor && !isId(cursor)) throw notOfThisList()
  return cursor ?? null
}

const notOfThisList = () =>
  new DomainError(
    'invalid_input',
    {},
    { problems: [{ field: 'cursor', message: 'This cursor is not from this list.' }] },
  )

// As strict as Postgres, which would take a forged cursor for a mistake of ours.
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
const isTime = (text: string) => {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19)
}
