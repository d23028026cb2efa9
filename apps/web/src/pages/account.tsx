import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import { Show } from 'solid-js'
import { ApiKeys } from '../access/api-keys.tsx'
import { ChangeAddress } from '../access/change-address.tsx'
import { ChangePassword } from '../access/change-password.tsx'
import { GrantList } from '../access/grants.tsx'
import { Sessions } from '../access/sessions.tsx'
import { PushDevices } from '../push/devices.tsx'
import { useMe } from '../session.ts'
import { Absence } from '../together/away.tsx'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

/** One's own account: what one may do, where one is signed in, the password, and keys for programs. */
export default function AccountPage() {
  const me = useMe()
  // The key begins like that of the person, so that a change of rights renews both.
  const grants = useQuery(() => ({ queryKey: ['me', 'grants'], queryFn: () => trpc.me.grants.query() }))
  return (
    <Page
      title={t('account.title')}
      under={
        <>
          <bdi>{me().name}</bdi> · <bdi>{me().email}</bdi>
        </>
      }
      actions={
        <Link to="/account/notifications" class={buttonClass({})}>
          {t('preferences.open')}
        </Link>
      }
    >
      <div class="grid items-start gap-4 lg:grid-cols-2">
        <div class="flex min-w-0 flex-col gap-4">
          <Panel title={t('account.roles')} flush>
            <Show when={grants.data} fallback={<SkeletonRows rows={2} />}>
              {(held) => (
                <Show
                  when={held().length > 0}
                  fallback={<p class="px-4 py-3 text-muted">{t('account.noRoles')}</p>}
                >
                  <GrantList grants={held()} />
                </Show>
              )}
            </Show>
          </Panel>
          <Sessions />
          <PushDevices />
        </div>
        <div class="flex min-w-0 flex-col gap-4">
          <Absence />
          <ChangePassword />
          <ChangeAddress />
          <ApiKeys />
        </div>
      </div>
    </Page>
  )
}
