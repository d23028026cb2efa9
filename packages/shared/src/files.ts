/** What kinds of files there are, for rules, forms and people. `other` is everything that no form can ask for. */
export const fileKinds = [
  'pdf',
  'image',
  'document',
  'sheet',
  'slides',
  'text',
  'archive',
  'audio',
  'video',
] as const
export type FileKind = (typeof fileKinds)[number]
export type AnyFileKind = FileKind | 'other'

const office = 'application/vnd.openxmlformats-officedocument'
const open = 'application/vnd.oasis.opendocument'

/** The types of each kind with their extensions, the usual one first. */
const types: Record<FileKind, Record<string, string[]>> = {
  pdf: { 'application/pdf': ['pdf'] },
  image: {
    'image/jpeg': ['jpg', 'jpeg'],
    'image/png': ['png'],
    'image/webp': ['webp'],
    'image/gif': ['gif'],
    'image/heic': ['heic', 'heif'],
    'image/avif': ['avif'],
    'image/tiff': ['tif', 'tiff'],
  },
  document: {
    [`${office}.wordprocessingml.document`]: ['docx'],
    [`${open}.text`]: ['odt'],
    'application/msword': ['doc'],
    'application/rtf': ['rtf'],
  },
  sheet: {
    [`${office}.spreadsheetml.sheet`]: ['xlsx'],
    [`${open}.spreadsheet`]: ['ods'],
    'application/vnd.ms-excel': ['xls'],
    'text/csv': ['csv'],
  },
  slides: {
    [`${office}.presentationml.presentation`]: ['pptx'],
    [`${open}.presentation`]: ['odp'],
    'application/vnd.ms-powerpoint': ['ppt'],
  },
  text: { 'text/plain': ['txt', 'log'], 'text/markdown': ['md'], 'application/json': ['json'] },
  archive: {
    'application/zip': ['zip'],
    'application/gzip': ['gz', 'tgz'],
    'application/x-tar': ['tar'],
    'application/x-7z-compressed': ['7z'],
    'application/x-rar-compressed': ['rar'],
  },
  audio: {
    'audio/mpeg': ['mp3'],
    'audio/mp4': ['m4a'],
    'audio/x-m4a': ['m4a'],
    'audio/ogg': ['ogg', 'oga', 'opus'],
    'audio/wav': ['wav'],
    'audio/flac': ['flac'],
  },
  video: {
    'video/mp4': ['mp4', 'm4v'],
    'video/quicktime': ['mov'],
    'video/webm': ['webm'],
    'video/matroska': ['mkv'],
  },
}

const all = fileKinds.flatMap((kind) =>
  Object.entries(types[kind]).map(([type, extensions]) => ({ kind, type, extensions })),
)

export const kindOfType = (type: string | null | undefined): AnyFileKind =>
  all.find((known) => known.type === type)?.kind ?? 'other'

const extensionOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** The type that a name promises; undefined where it promises none that is known here. */
export const typeOfName = (name: string): string | undefined =>
  all.find(({ extensions }) => extensions.includes(extensionOf(name)))?.type

/** For the `accept` of a file input: types, and the extensions that some systems have no type for. */
export const acceptAttribute = (kinds: readonly FileKind[]): string =>
  all
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ type, extensions }) => [type, ...extensions.map((extension) => `.${extension}`)])
    .join(',')

/** Why a file that has arrived is not taken. */
export type FileRefusal =
  | { code: 'file_incomplete' }
  | { code: 'file_disguised'; claimed: AnyFileKind; found: AnyFileKind }
  | { code: 'file_type'; found: AnyFileKind }

export interface FileClaims {
  name: string
  /** What the sender says it is. */
  declaredType: string | null
  /** The kinds that are asked for; none means any. */
  accept: readonly FileKind[]
}

/** Whether a file whose content is of `type` is what its name says, and what was asked for. */
export function judgeFile({ name, declaredType, accept }: FileClaims, type: string): FileRefusal | undefined {
  const found = kindOfType(type)
  const claimed = kindOfType(typeOfName(name) ?? declaredType)
  // A photo may well be named .jpg and be a .png; an archive named .pdf is something else.
  if (claimed !== 'other' && claimed !== found) return { code: 'file_disguised', claimed, found }
  if (accept.length > 0 && (found === 'other' || !accept.includes(found))) return { code: 'file_type', found }
  return undefined
}

const LONGEST_NAME = 150

/** A path or a control character, which no honest file name has. */
// oxlint-disable-next-line no-control-regex
export const isBadFileName = (name: string): boolean => /[/\\\u0000-\u001f\u007f-\u009f]/.test(name)

/**
 * A name as it is kept and shown: without marks that turn the direction of text (`gpj.exe` would look like `exe.jpg`), not hidden,
 * not longer than any file system takes, its extension kept.
 */
export function cleanFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g, '')
    .replace(/[/\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  if (plain.length <= LONGEST_NAME) return plain || 'file'
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? ''
  return plain.slice(0, LONGEST_NAME - ending.length).replace(/[\ud800-\udbff]$/, '') + ending
}
