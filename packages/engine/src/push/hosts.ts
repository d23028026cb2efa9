import { type Hosts, mayBeCalled } from '../outside.ts'

/** A push service has no port of its own, where it is not one's own service. */
export const mayBePushService = (endpoint: string, hosts: Hosts): boolean =>
  mayBeCalled(endpoint, hosts) && (hosts === 'any' || new URL(endpoint).port === '')
