import { fanOut as tellEveryone } from '@belfry/engine/notify'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const fanOut: Task<Jobs['fanOut']> = ({ eventId }, { db, telling }) =>
  tellEveryone(db, eventId, telling)
