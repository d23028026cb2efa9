import type { Permission } from '@belfry/shared'
import Ban from 'lucide-solid/icons/ban'
import { type JSX, Show } from 'solid-js'
import { may, useMe } from '../session.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'

/** A page that exists, but not for this person: the same frame, and why it is empty. Nothing is asked of the server. */
export const NotAllowed = (props: { title: string; why: string }) => (
  <Page title={props.title}>
    <Panel flush>
      <EmptyState title={t('cases.notYours')} icon={<Ban class="size-6" />}>
        {props.why}
      </EmptyState>
    </Panel>
  </Page>
)

export function Allowed(props: { permission: Permission; title: string; children: JSX.Element }) {
  const me = useMe()
  return (
    <Show
      when={may(me(), props.permission)}
      fallback={<NotAllowed title={props.title} why={t('shell.needsPermission')} />}
    >
      {props.children}
    </Show>
  )
}
