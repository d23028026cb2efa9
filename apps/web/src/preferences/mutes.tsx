import type { MutedCase, Preferences } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import { For, Show } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { useWorkflows } from '../workflows.ts'
import { preferencesQuery } from './editing.ts'

/** Cases of which one hears nothing; each can be heard of again at once. */
export function Mutes(props: { mutes: readonly MutedCase[] }) {
  const workflows = useWorkflows()
  const nameOf = (name: string) => workflows().find((one) => one.name === name)?.words.name ?? name
  return (
    <Panel title={t('preferences.mutes')} flush>
      <Show
        when={props.mutes.length > 0}
        fallback={<p class="px-4 py-3 text-muted">{t('preferences.noMutes')}</p>}
      >
        <ul class="divide-y divide-line">
          <For each={props.mutes}>
            {(mute) => (
              <li class="flex items-center justify-between gap-3 px-4 py-2.5">
                <div class="min-w-0">
                  <Link
                    to="/cases/$caseId"
                    params={{ caseId: mute.caseId }}
                    class="block truncate font-medium hover:underline"
                  >
                    <bdi>{mute.title || nameOf(mute.workflow)}</bdi>
                  </Link>
                  <p class="text-sm text-muted">
                    {nameOf(mute.workflow)} · {t('preferences.mutedAt', { at: new Date(mute.at) })}
                  </p>
                </div>
                <Button
                  size="sm"
                  aria-label={t('preferences.unmuteOf', { title: mute.title || nameOf(mute.workflow) })}
                  onClick={() => void unmute(mute)}
                >
                  {t('preferences.unmute')}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

/** On the screen at once, and back again where the server refuses. */
async function unmute({ caseId }: MutedCase): Promise<void> {
  await queryClient.cancelQueries({ queryKey: preferencesQuery.queryKey })
  const put = (mutes: (known: Preferences['mutes']) => Preferences['mutes']) =>
    queryClient.setQueryData(
      preferencesQuery.queryKey,
      (known) => known && { ...known, mutes: mutes(known.mutes) },
    )
  put((known) => known.filter((mute) => mute.caseId !== caseId))
  try {
    await trpc.preferences.unmute.mutate({ caseId })
    const run = () => void muteAgain(caseId)
    toast({ tone: 'success', title: t('inbox.wasUnmuted'), action: { label: t('ui.undo'), run } })
  } catch (error) {
    toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(error) })
  }
  await queryClient.invalidateQueries({ queryKey: ['preferences'] })
}

async function muteAgain(caseId: string): Promise<void> {
  try {
    await trpc.preferences.mute.mutate({ caseId })
  } catch (error) {
    toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(error) })
  }
  await queryClient.invalidateQueries({ queryKey: ['preferences'] })
}
