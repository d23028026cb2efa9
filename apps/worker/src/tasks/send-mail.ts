import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const sendMail: Task<Jobs['sendMail']> = (_, { postOffice }) => postOffice.sendDue()
