import { type FileKind, kindOfType, typeOfName } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { locale, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'

const KIB = 1024
const steps = [
  ['byte', 1],
  ['kilobyte', KIB],
  ['megabyte', KIB ** 2],
  ['gigabyte', KIB ** 3],
] as const

/** "1.4 MB", in steps of 1,024 as the limit is: a file of just the limit is said to be no larger. */
export function formatSize(bytes: number): string {
  const [unit, size] = steps.findLast(([, step]) => bytes >= step) ?? steps[0]
  const value = bytes / size
  return formatNumber(value, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'byte' || value >= 100 ? 0 : 1,
  })
}

const nameOf = (kind: keyof (typeof words)['en']['fileKinds']) => words[locale()].fileKinds[kind]

/** "PDF", "spreadsheet": what a file is, to a person. */
export const kindWord = (type: string | null): string => nameOf(kindOfType(type))

/** "PDF or image". */
export const kindList = (kinds: readonly FileKind[]): string =>
  new Intl.ListFormat(locale(), { type: 'disjunction' }).format(kinds.map(nameOf))

/** What can be said against a file before any of it is sent. */
export function problemWith(file: File, accept: readonly FileKind[], maxMb: number): string | undefined {
  const found = kindOfType(typeOfName(file.name) ?? file.type)
  const { errors } = words[locale()]
  if (file.size === 0) return errors.file_empty
  if (file.size > maxMb * KIB ** 2)
    return t('files.tooLarge', { size: formatSize(file.size), limit: limitWord(maxMb) })
  // What the name does not tell, the server will see.
  if (found !== 'other' && accept.length > 0 && !accept.includes(found))
    return t('files.wrongKind', { found: nameOf(found), accepted: kindList(accept) })
  return undefined
}

export const limitWord = (maxMb: number): string => formatSize(maxMb * KIB ** 2)
