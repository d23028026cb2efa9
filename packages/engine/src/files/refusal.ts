import { DomainError, type FileKind, type FileRefusal, type Locale } from '@belfry/shared'
import { words } from '@belfry/shared/words'

/** Why a file was not taken, as an error in one language. */
export function refusalError(refusal: FileRefusal, accept: readonly FileKind[], locale: Locale): DomainError {
  const names = words[locale].fileKinds
  switch (refusal.code) {
    case 'file_type':
      return new DomainError('file_type', {
        found: names[refusal.found],
        accepted: new Intl.ListFormat(locale, { type: 'disjunction' }).format(
          accept.map((kind) => names[kind]),
        ),
      })
    case 'file_disguised':
      return new DomainError('file_disguised', {
        claimed: names[refusal.claimed],
        found: names[refusal.found],
      })
    case 'file_incomplete':
      return new DomainError('file_incomplete')
  }
}

export const MIB = 1024 * 1024

export const tooLarge = (maxMb: number, locale: Locale): DomainError =>
  new DomainError('file_too_large', {
    limit: new Intl.NumberFormat(locale === 'ar' ? 'ar-u-nu-latn' : locale, {
      style: 'unit',
      unit: 'megabyte',
    }).format(maxMb),
  })
