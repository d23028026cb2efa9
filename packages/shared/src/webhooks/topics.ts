import { workflows } from '../workflows/index.ts'

/** What an endpoint can ask for beside workflows: happenings of every case, accounts, announcements. */
const general: Record<string, readonly string[]> = {
  case: ['comment', 'assign', 'watch', 'unwatch'],
  access: ['invite', 'grant', 'revoke', 'deactivate', 'reactivate', 'supervise', 'key_create', 'key_revoke'],
  announcement: ['scheduled', 'sent', 'cancelled'],
}

/** A topic, which stands for everything under it, and the types of events that can be asked for alone. */
export interface TopicGroup {
  topic: string
  types: string[]
}

/**
 * What an endpoint can be told of. The name of a workflow stands for whatever happens to its cases, comments included;
 * `shift.approve` for that one step alone.
 */
export const topicGroups: readonly TopicGroup[] = [
  ...Object.values(workflows).map(({ name, actions, states }) => ({
    topic: name as string,
    types: [
      'submit',
      ...Object.keys(actions),
      ...(Object.values(states).some((state) => 'urgentAfter' in state) ? ['urgent'] : []),
    ].map((verb) => `${name}.${verb}`),
  })),
  ...Object.entries(general).map(([topic, verbs]) => ({
    topic,
    types: verbs.map((verb) => `${topic}.${verb}`),
  })),
]

const known = new Set(topicGroups.flatMap(({ topic, types }) => [topic, ...types]))

export const isTopic = (text: string): boolean => known.has(text)

/** The topics under which an event is told; `workflow` is that of its case. */
export const topicsOf = (type: string, workflow: string | null): string[] => [
  ...new Set([type, type.slice(0, type.indexOf('.')), ...(workflow ? [workflow] : [])]),
]
