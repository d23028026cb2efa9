import { z } from 'zod'
import { defineJob } from './define.ts'

/**
 * Says that mails are due: it names none of them, since what is due stands in `deliveries`. One is enough for any number of
 * mails that come due in the same transaction, and none is missed where it is lost: it also runs every minute.
 */
export const sendMail = defineJob({
  name: 'send_mail',
  maxAttempts: 3,
  key: 'send_mail',
  every: 'minute',
  priority: 10,
  payload: z.object({}),
})
