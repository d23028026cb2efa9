import type { Db } from '@belfry/db'
import { listInbox } from '@belfry/engine/notify'
import type { Actor } from '@belfry/shared'
import { ListNotificationsInput } from '@belfry/shared/wire'

/** What somebody has in his inbox, newest first. */
export const inboxOf = async (db: Db, actor: Actor) =>
  (await listInbox(db, actor, ListNotificationsInput.parse({}))).items

export const titlesFor = async (db: Db, actor: Actor) => (await inboxOf(db, actor)).map(({ title }) => title)
