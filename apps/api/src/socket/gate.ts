import type { IncomingMessage } from 'node:http'
import { DomainError, type Locale, type Origin, localeFrom } from '@belfry/shared'
import type { Config } from '../config.ts'
import { credentialsIn } from '../http/credentials.ts'
import { originOf } from '../http/origin.ts'
import { isForged } from '../http/same-site.ts'
import type { Identify, Session } from '../identify.ts'
import type { Transport } from '../live/connections.ts'

/** Somebody at the door: who he is, or that he will say so in his first message. */
export interface Visitor {
  session: Session | undefined
  origin: Origin
  locale: Locale
  transport: Transport
  /** His first message is no call but the connection's parameters. */
  sendsParams: boolean
}

/** Lets an upgrade in, or throws why not. */
export async function admit(request: IncomingMessage, identify: Identify, config: Config): Promise<Visitor> {
  const { headers } = request
  if (isForged(headers, config.PUBLIC_URL)) throw new DomainError('not_permitted')

  const sendsParams = /[?&]connectionParams=1(&|$)/.test(request.url ?? '')
  const { session, refusal } = await identify.session(credentialsIn(headers))
  // A browser cannot read an error of an upgrade; a program that brings no cookie may show its token at once.
  if (!session && (refusal || !sendsParams)) throw new DomainError(refusal ?? 'not_signed_in')

  const locale = localeFrom(headers['accept-language'])
  const origin = originOf(request, config.TRUST_PROXY)
  return { session, origin, locale, transport: 'websocket', sendsParams }
}

export const isOurPath = ({ url }: IncomingMessage): boolean => /^\/trpc\/?(\?|$)/.test(url ?? '')
