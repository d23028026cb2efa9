import type { GrantView, PersonView } from '@belfry/shared/wire'
import { For, type JSX, Show, createSignal } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { GrantForm } from './grant-form.tsx'
import { grantWord } from './role-chips.tsx'
import { Sure } from './sure.tsx'

/** The roles of somebody: given and taken here. */
export function PersonGrants(props: { person: PersonView; onChange: () => Promise<unknown> }) {
  const [revoking, setRevoking] = createSignal<GrantView | null>(null)
  const name = () => props.person.name

  async function revoke(grant: GrantView) {
    const { role, scope } = grant
    await trpc.access.revoke.mutate({ personId: props.person.id, role, scope })
    toast({ tone: 'success', title: t('access.revoked', { role: grantWord(grant), name: name() }) })
    await props.onChange()
  }

  return (
    <Panel title={t('access.roles')} flush>
      <GrantList grants={props.person.grants}>
        {(grant) => (
          <Button
            size="sm"
            variant="quiet"
            aria-label={t('access.revokeOf', { role: grantWord(grant) })}
            onClick={() => setRevoking(grant)}
          >
            {t('access.revoke')}
          </Button>
        )}
      </GrantList>
      <Show when={!props.person.closedAt}>
        <div class="border-t border-line bg-sunken px-4 py-3">
          <GrantForm person={props.person} onGranted={props.onChange} />
        </div>
      </Show>
      <Show when={revoking()} keyed>
        {(grant) => (
          <Sure
            title={t('access.revokeSure', { role: grantWord(grant) })}
            why={t('access.revokeWhy', { name: name() })}
            deed={t('access.revoke')}
            run={() => revoke(grant)}
            onDone={() => setRevoking(null)}
          />
        )}
      </Show>
    </Panel>
  )
}

/** Roles with who granted them and when; `children` is what can be done about one. */
export const GrantList = (props: {
  grants: readonly GrantView[]
  children?: (grant: GrantView) => JSX.Element
}) => (
  <Show when={props.grants.length > 0} fallback={<p class="px-4 py-3 text-muted">{t('access.noRoles')}</p>}>
    <ul>
      <For each={props.grants}>
        {(grant) => (
          <li
            data-row={`${grant.role} ${grant.scope ?? ''}`}
            class="flex items-center gap-3 border-b border-line px-4 py-2 last:border-b-0"
          >
            <div class="min-w-0 grow">
              <p class="font-medium">
                <bdi>{grantWord(grant)}</bdi>
              </p>
              <p class="text-sm text-muted">
                {grant.by
                  ? t('access.grantedBy', { name: grant.by.name, at: new Date(grant.at) })
                  : t('access.fromBeginning')}
              </p>
            </div>
            {props.children?.(grant)}
          </li>
        )}
      </For>
    </ul>
  </Show>
)
