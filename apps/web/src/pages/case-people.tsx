import type { Case, Participant, PersonRef } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import Megaphone from 'lucide-solid/icons/megaphone'
import { For, Match, Show, Switch } from 'solid-js'
import { may, useMe } from '../session.ts'
import { Follow, RemoveFollower } from '../together/followers.tsx'
import { trpc } from '../trpc.ts'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { wordsOf } from './case-words.ts'

/** Who has a part in the case, and which. */
export function CasePeople(props: { item: Case; filer: PersonRef }) {
  const me = useMe()
  const query = useQuery(() => ({
    queryKey: ['cases', 'participants', props.item.id],
    queryFn: () => trpc.cases.participants.query({ caseId: props.item.id }),
  }))
  const part = ({ part }: Participant) =>
    part === 'owner' && props.filer.id !== props.item.owner.id
      ? t('cases.responsible')
      : (known[part]?.() ?? wordsOf(props.item.workflow)?.fields[part] ?? part)
  const refetch = () => void query.refetch()
  return (
    <Switch>
      <Match when={query.data}>
        {(people) => (
          <>
            <ul class="flex flex-col gap-3">
              <For each={people()}>
                {(one) => (
                  <li class="flex items-center gap-2.5">
                    <Avatar name={one.person.name} />
                    <span class="min-w-0">
                      <span class="block truncate" dir="auto">
                        {one.person.name}
                      </span>
                      <span class="block text-sm text-muted">{part(one)}</span>
                    </span>
                    <Show when={one.part === 'watcher' && props.item.mayAssign}>
                      <RemoveFollower caseId={props.item.id} person={one.person} onChange={refetch} />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <Follow item={props.item} participants={people()} onChange={refetch} />
            <Show when={may(me(), 'announcements.send')}>
              <Link
                to="/announcements/new"
                search={{ case: props.item.id, title: props.item.title }}
                class={`mt-2 ${buttonClass({ variant: 'quiet', size: 'sm' })}`}
              >
                <Megaphone class="size-4" aria-hidden="true" />
                {t('announcements.writeToCase')}
              </Link>
            </Show>
          </>
        )}
      </Match>
      <Match when={query.isError}>
        <p class="text-sm text-muted">{t('ui.loadFailed')}</p>
      </Match>
      <Match when={true}>
        <Skeleton class="h-10 w-full" />
      </Match>
    </Switch>
  )
}

/** Parts that every workflow has. */
const known: Record<string, (() => string) | undefined> = {
  owner: () => t('cases.owner'),
  watcher: () => t('together.followers'),
}
