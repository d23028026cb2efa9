import type { Priority } from '../machine/define.ts'
import { type Channel, channels } from './channels.ts'
import type { RuleFacts } from './route.ts'

/** What a rule that tells people says of the channels. */
export interface Rule {
  mail: boolean
  priority: Priority
  own: boolean
}

/** Which channels a rule means: the app always, mail where it says so, push for what is worth a mail or presses. */
export const meant: Record<Channel, (rule: Rule) => boolean> = {
  app: () => true,
  mail: (rule) => rule.mail,
  push: (rule) => rule.mail || rule.priority === 'high' || rule.priority === 'critical',
  // A person's own webhook does not exist yet.
  webhook: () => false,
}

/** A rule as `route` takes it, for each channel in their order. `off` are the channels that flags switch off. */
export const factsOfRule = (rule: Rule, off: readonly Channel[] = []): RuleFacts[] =>
  channels.map((channel) => ({
    channel,
    meant: meant[channel](rule),
    critical: rule.priority === 'critical',
    own: rule.own,
    // The list in the app is what the others fall back on.
    on: channel === 'app' || !off.includes(channel),
  }))
