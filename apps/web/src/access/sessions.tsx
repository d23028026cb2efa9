import type { SessionView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, Show, createSignal } from 'solid-js'
import { agentName } from '../pages/system-agent.ts'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

const queryKey = ['me', 'sessions']

/** Where one is signed in; each can be ended, and its windows close at once. */
export function Sessions() {
  const query = useQuery(() => ({ queryKey, queryFn: () => trpc.me.sessions.query() }))
  const [ending, setEnding] = createSignal<string | null>(null)

  async function end(id: string) {
    setEnding(id)
    try {
      await trpc.me.endSession.mutate({ id })
      toast({ tone: 'success', title: t('account.ended') })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setEnding(null)
    }
    await queryClient.invalidateQueries({ queryKey })
  }

  return (
    <Panel title={t('account.sessions')} flush>
      <Show when={query.data} fallback={<SkeletonRows rows={2} />}>
        {(sessions) => (
          <ul>
            <For each={sessions()}>
              {(session) => (
                <SessionRow
                  session={session}
                  busy={ending() === session.id}
                  onEnd={() => void end(session.id)}
                />
              )}
            </For>
          </ul>
        )}
      </Show>
    </Panel>
  )
}

function SessionRow(props: { session: SessionView; busy: boolean; onEnd: () => void }) {
  const agent = () => agentName(props.session.userAgent)
  return (
    <li
      data-row={props.session.id}
      class="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
    >
      <div class="min-w-0 grow">
        <p class="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{agent()}</bdi>
          <Show when={props.session.current}>
            <Badge tone="success">{t('account.thisOne')}</Badge>
          </Show>
        </p>
        <p class="text-sm text-muted">
          {t('account.signedInAt', { at: new Date(props.session.createdAt) })}
          <Show when={props.session.ip}>
            {(ip) => (
              <>
                {' '}
                · <bdi>{ip()}</bdi>
              </>
            )}
          </Show>
        </p>
      </div>
      <Show when={!props.session.current}>
        <Button
          size="sm"
          variant="quiet"
          busy={props.busy}
          aria-label={t('account.endOf', { agent: agent() })}
          onClick={() => props.onEnd()}
        >
          {t('account.end')}
        </Button>
      </Show>
    </li>
  )
}
