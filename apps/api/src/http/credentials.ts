import type { IncomingHttpHeaders } from 'node:http'
import type { Credentials } from '../identify.ts'

export const credentialsIn = ({ cookie, authorization, ...headers }: IncomingHttpHeaders): Credentials => ({
  cookie,
  apiKey: headers['x-api-key']?.toString(),
  token: /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1],
})
