import type { Priority } from '../machine/define.ts'
import { type Channel, channels } from './channels.ts'
import type { RuleFacts } from './route.ts'

/** Whether a rule's message is mailed: always, never, or where it is not seen in the app for a while. */
export type MailRule = boolean | 'unseen'

/** What a rule says of mail, or the priority of its message where it says nothing: what is important does not go unseen. */
export const mailOf = ({ mail, priority }: { mail?: MailRule; priority?: Priority }): MailRule =>
  mail ?? (priority === 'high' || priority === 'critical' ? 'unseen' : false)

/** For how long a message is waited for to be seen in the app, unless operators say otherwise. */
export const FALLBACK_MINUTES = 15

/** What a rule that tells people says of the channels. */
export interface Rule {
  mail: MailRule
  priority: Priority
  own: boolean
}

/**
 * Which channels a rule means: the app always, mail where it says so, push for what is worth a mail or presses. Whoever gave
 * an address of his own wants there what the app shows him.
 */
export const meant: Record<Channel, (rule: Rule) => boolean> = {
  app: () => true,
  mail: (rule) => rule.mail === true,
  push: (rule) => rule.mail === true || rule.priority === 'high' || rule.priority === 'critical',
  webhook: () => true,
}

/**
 * A rule as `route` takes it, for each channel in their order. `off` are the channels that flags switch off; without `fallback`
 * nothing is mailed for not being seen.
 */
export const factsOfRule = (rule: Rule, off: readonly Channel[] = [], fallback = true): RuleFacts[] =>
  channels.map((channel) => ({
    channel,
    meant: meant[channel](rule),
    fallback: fallback && channel === 'mail' && rule.mail === 'unseen',
    critical: rule.priority === 'critical',
    own: rule.own,
    // The list in the app is what the others fall back on.
    on: channel === 'app' || !off.includes(channel),
  }))
