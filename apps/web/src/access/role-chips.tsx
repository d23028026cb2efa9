import type { Role } from '@belfry/shared'
import type { NamedGrant } from '@belfry/shared/wire'
import { words as generalWords } from '@belfry/shared/words'
import { For, Show } from 'solid-js'
import { Badge } from '../ui/badge.tsx'
import { locale, t } from '../words/index.ts'

/** A role as a label: with a capital letter, where its language has one. */
export function roleWord(role: Role): string {
  const word = generalWords[locale()].roles[role]
  return word.charAt(0).toLocaleUpperCase(locale()) + word.slice(1)
}

/** "Officer · Station North". */
export const grantWord = (grant: NamedGrant): string =>
  [roleWord(grant.role), grant.scopeName ?? grant.scope].filter(Boolean).join(' · ')

/** What somebody may do, one chip a role. */
export const RoleChips = (props: { grants: readonly NamedGrant[] }) => (
  <Show
    when={props.grants.length > 0}
    fallback={<span class="text-sm text-faint">{t('access.noRoles')}</span>}
  >
    <ul class="flex flex-wrap gap-1">
      <For each={props.grants}>
        {(grant) => (
          <li class="flex">
            <Badge tone={grant.role === 'admin' ? 'warning' : 'info'}>
              <bdi>{grantWord(grant)}</bdi>
            </Badge>
          </li>
        )}
      </For>
    </ul>
  </Show>
)
