import {
  type BelfryError,
  type Case,
  type InboxEvent,
  type Notification,
  type Page,
  type RouterInputs,
  type RouterOutputs,
  belfryError,
  createClient,
} from '@belfry/client'

const { trpc, signIn } = createClient({
  url: 'https://belfry.test',
  onConnection: (state) => state === 'idle',
})
const caseId = '01990000-0000-7000-8000-000000000000'

export async function whatIsRight() {
  await signIn('vendor@belfry.test', 'a password')
  const page: Page<Case> = await trpc.cases.list.query({ view: 'part', limit: 10 })
  const moved: Case = await trpc.cases.act.mutate({
    caseId,
    action: 'approve',
    version: page.items[0]?.version,
  })
  const names: string[] = (await trpc.workflows.list.query()).map((workflow) => workflow.words.name)

  const following = trpc.notifications.live.subscribe(undefined, {
    onData({ id, data }) {
      const position: string = id
      const event: InboxEvent = data
      const items: Notification[] = event.kind === 'changes' ? event.items : []
      return { position, items }
    },
    onError: (error) => error.data?.key === 'session_ended',
  })
  following.unsubscribe()
  for await (const event of trpc.queues.live.subscribe({ workflow: 'shift' }))
    if (event.kind === 'drop') return event.caseId
  return { moved, names }
}

export async function whatIsWrong() {
  // @ts-expect-error An action is named.
  await trpc.cases.act.mutate({ caseId, action: 42 })
  // @ts-expect-error The case is missing.
  await trpc.cases.act.mutate({ action: 'approve' })
  // @ts-expect-error No case is moved by a query.
  await trpc.cases.act.query({ caseId, action: 'approve' })
  // @ts-expect-error There is no such procedure.
  await trpc.cases.destroy.mutate({ caseId })
  // @ts-expect-error There is no such router.
  await trpc.secrets.list.query()
  // @ts-expect-error A notification cannot be forgotten.
  await trpc.notifications.mark.mutate({ ids: [caseId], as: 'forgotten' })
  // @ts-expect-error A version is a number.
  const version: string = (await trpc.cases.get.query({ caseId })).version
  // @ts-expect-error A page holds cases, not their titles.
  const titles: string[] = (await trpc.cases.list.query({})).items
  // @ts-expect-error No event is of this kind.
  trpc.queues.live.subscribe({ workflow: 'shift' }, { onData: (event) => event.kind === 'gone' })
  // @ts-expect-error It must be known where Belfry is.
  createClient({})
  return { version, titles }
}

export function whatIsSaid(error: unknown) {
  const refused = belfryError(error)
  const all: BelfryError[] = refused ? [refused] : []
  // @ts-expect-error There is no such error.
  const isNonsense = refused?.key === 'nonsense'
  return { all, isNonsense, by: refused?.key === 'already_decided' ? refused.details.by : undefined }
}

export const filed: RouterInputs['cases']['submit'] = { workflow: 'shift', data: { vehicle: 'Bus 1' } }
// @ts-expect-error A counter counts.
export const count: RouterOutputs['notifications']['unread'] = { unread: 'many' }
