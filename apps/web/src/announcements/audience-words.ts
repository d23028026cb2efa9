import type { AudienceView } from '@belfry/shared/wire'
import { roleWord } from '../access/role-chips.tsx'
import { locale, t } from '../words/index.ts'

/** "Vendors, Officer · Station North, Nora North and 3 more people". */
export function audienceWords(audience: AudienceView): string {
  if (audience.everyone) return t('announcements.everyone')
  const others = audience.peopleCount - audience.people.length
  const parts = [
    ...audience.groups.map((group) => t('announcements.groups', { group })),
    ...audience.roles.map(holdersWord),
    ...(audience.participantsOf
      ? [t('announcements.participantsOf', { title: audience.participantsOf.title })]
      : []),
    ...audience.people.map(({ name }) => name),
    ...(others > 0 ? [t('announcements.andMore', { count: others })] : []),
  ]
  return parts.length > 0 ? new Intl.ListFormat(locale()).format(parts) : t('announcements.nobody')
}

export const holdersWord = ({ role, scopeName }: AudienceView['roles'][number]): string =>
  scopeName === null ? roleWord(role) : `${roleWord(role)} · ${scopeName}`
