import type { Permission } from '@belfry/shared'
import type { Me, UpdateMeInput } from '@belfry/shared/wire'
import { queryOptions, useQuery } from '@tanstack/solid-query'
import { TRPCClientError } from '@trpc/client'
import { shareLineOf } from './live/socket.ts'
import { queryClient } from './query.ts'
import { trpc, whenUnauthorized } from './trpc.ts'
import { showTheme } from './ui/theme.ts'
import { toast } from './ui/toast.ts'
import { speak, t, zone } from './words/index.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => trpc.me.get.query(),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

/** Who is signed in, with the account's language and theme on the screen; throws where nobody is. */
export async function requireMe(): Promise<Me> {
  const me = await queryClient.ensureQueryData(meQuery)
  whenUnauthorized(endSession)
  shareLineOf(me.id)
  await show(me)
  sayZone(me)
  return me
}

let isZoneSaid = false

/** The first browser that somebody signs in with says where he is: quiet hours and digests go by his clocks. */
function sayZone(me: Me): void {
  if (me.timeZone !== null || isZoneSaid) return
  isZoneSaid = true
  trpc.me.update.mutate({ timeZone: zone }).then(
    ({ timeZone }) => queryClient.setQueryData(meQuery.queryKey, (known) => known && { ...known, timeZone }),
    () => (isZoneSaid = false),
  )
}

/** The person signed in, for everything inside the shell. */
export function useMe(): () => Me {
  const query = useQuery(() => meQuery)
  return () => query.data as Me
}

export const may = (me: Me, permission: Permission): boolean => me.permissions.includes(permission)

/** Changes one's own settings: on the screen at once, and back again where the server refuses. */
export async function updateMe(input: UpdateMeInput): Promise<void> {
  const before = queryClient.getQueryData(meQuery.queryKey)
  if (!before) return
  const after = { ...before, ...input }
  queryClient.setQueryData(meQuery.queryKey, after)
  await show(after)
  try {
    queryClient.setQueryData(meQuery.queryKey, await trpc.me.update.mutate(input))
    // Everything else the server says is in the language of the account.
    if (input.locale) await queryClient.invalidateQueries()
  } catch (error) {
    queryClient.setQueryData(meQuery.queryKey, before)
    await show(before)
    toast({ tone: 'error', title: t('shell.saveFailed'), body: messageOf(error) })
  }
}

async function show(me: Me): Promise<void> {
  showTheme(me.theme)
  localStorage.setItem('belfry.locale', me.locale)
  await speak(me.locale)
}

// The server ends the streams of a session that signs out, which must not look like one that has run out.
let leaving = false

/** The session is over, by its age or from elsewhere: sign in, and go on at the same place. */
export function endSession(): void {
  const search = new URLSearchParams({ ended: 'true', to: location.pathname + location.search })
  if (!leaving) leave(`/sign-in?${search}`)
}

export async function signOut(): Promise<void> {
  leaving = true
  const answer = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(() => null)
  if (answer?.ok) return leave('/sign-in')
  leaving = false
  toast({ tone: 'error', title: t('shell.signOutFailed') })
}

// The whole page is left, so that nothing of one person is in memory when the next one signs in.
function leave(to: string) {
  leaving = true
  void navigator.clearAppBadge?.().catch(() => {})
  location.assign(to)
}

export const isUnauthorized = (error: unknown): boolean =>
  error instanceof TRPCClientError && error.data?.code === 'UNAUTHORIZED'

/** What to tell a person about an error: the API's own sentence, or that the API did not answer. */
export const messageOf = (error: unknown): string =>
  error instanceof TRPCClientError && error.data ? error.message : t('ui.unreachable')
