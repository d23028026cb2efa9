import type { Case, PersonRef } from '@belfry/shared/wire'
import UserRoundPlus from 'lucide-solid/icons/user-round-plus'
import X from 'lucide-solid/icons/x'
import { Show, createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

const WATCHER = 'watcher'

/** Below the people of a case: follow it, or let others do so. */
export function Follow(props: {
  item: Pick<Case, 'id' | 'mayAssign'>
  participants: readonly { person: PersonRef; part: string }[]
  onChange: () => void
}) {
  const me = useMe()
  const [adding, setAdding] = createSignal(false)
  const follows = () =>
    props.participants.some(({ person, part }) => part === WATCHER && person.id === me().id)

  async function change(personId: string, verb: 'addParticipant' | 'removeParticipant') {
    try {
      await trpc.cases[verb].mutate({ caseId: props.item.id, personId })
      setAdding(false)
      props.onChange()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    }
  }
  const load = async (search: string) => {
    const found = await trpc.cases.addable.query({ caseId: props.item.id, search })
    return found.map(({ id, name }) => ({ value: id, label: name }))
  }

  return (
    <div class="mt-3 flex flex-wrap gap-2 border-t border-line pt-3">
      <Button
        size="sm"
        hint={follows() ? t('together.unfollowHint') : t('together.followHint')}
        onClick={() => void change(me().id, follows() ? 'removeParticipant' : 'addParticipant')}
      >
        {follows() ? t('together.unfollow') : t('together.follow')}
      </Button>
      <Show when={props.item.mayAssign}>
        <Show
          when={adding()}
          fallback={
            <Button size="sm" variant="quiet" onClick={() => setAdding(true)}>
              <UserRoundPlus class="size-4" aria-hidden="true" />
              {t('together.addFollower')}
            </Button>
          }
        >
          <Combobox
            class="basis-full"
            label={t('together.addFollower')}
            labelHidden
            hint={t('together.addFollowerWhy')}
            value={null}
            load={load}
            onChange={(picked) => picked && void change(picked.value, 'addParticipant')}
          />
        </Show>
      </Show>
    </div>
  )
}

/** Takes somebody off the list of those who follow. */
export function RemoveFollower(props: { caseId: string; person: PersonRef; onChange: () => void }) {
  async function remove() {
    try {
      await trpc.cases.removeParticipant.mutate({ caseId: props.caseId, personId: props.person.id })
      props.onChange()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    }
  }
  return (
    <Button
      variant="quiet"
      size="sm"
      square
      class="ms-auto"
      aria-label={t('together.remove', { name: props.person.name })}
      onClick={() => void remove()}
    >
      <X class="size-4" aria-hidden="true" />
    </Button>
  )
}
