import type { MailNews } from '@belfry/shared/wire'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { createSubscription } from './subscribe.ts'

/** Reads again what is shown of mail whenever some of it has changed. */
export const followMail = (queryKey: readonly string[]) =>
  createSubscription<MailNews>(
    (observer) => trpc.mail.live.subscribe(undefined, observer),
    () => void queryClient.invalidateQueries({ queryKey }),
  )
