import type { Case, PersonRef, QueueViewers, Viewers } from '@belfry/shared/wire'
import { type Accessor, Show, createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { createSubscription } from '../live/subscribe.ts'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Avatars } from './avatars.tsx'

/** Lookers who have a case open. */
export interface Lookers {
  people: PersonRef[]
  total: number
}

export type QueueLookers = Record<string, Lookers | undefined>

/** All but oneself, who is always looking. */
function without(lookers: Lookers, personId: string): Lookers {
  const people = lookers.people.filter(({ id }) => id !== personId)
  return { people, total: lookers.total - (lookers.people.length - people.length) }
}

/** Who else has the case open. Only for those who decide on it: whoever filed it does not learn who looks at it. */
export const CaseViewers = (props: { item: Pick<Case, 'id' | 'mayAssign'> }) => (
  <Show when={props.item.mayAssign && props.item.id} keyed>
    {(caseId) => <LiveViewers caseId={caseId} />}
  </Show>
)

function LiveViewers(props: { caseId: string }) {
  const me = useMe()
  const [seen, setSeen] = createSignal<Lookers>({ people: [], total: 0 })
  createSubscription<Viewers>(
    (observer) => trpc.cases.viewers.subscribe({ caseId: props.caseId }, observer),
    (event) => setSeen(without(event, me().id)),
  )
  return <Avatars people={seen().people} total={seen().total} />
}

/** Who else has which case of a queue open, by case. */
export function createQueueViewers(workflow: Accessor<string>): QueueLookers {
  const me = useMe()
  const [seen, setSeen] = createStore<QueueLookers>({})
  createSubscription<QueueViewers>(
    (observer) => trpc.queues.viewers.subscribe({ workflow: workflow() }, observer),
    ({ all, cases }) => {
      const changed = Object.fromEntries(cases.map((one) => [one.caseId, without(one, me().id)]))
      if (all) setSeen(reconcile(changed))
      else setSeen(changed)
    },
  )
  return seen
}
