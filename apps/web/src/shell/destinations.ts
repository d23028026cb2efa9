import type { Group } from '@belfry/shared/machine'
import type { QueueCount, WorkflowView } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import Activity from 'lucide-solid/icons/activity'
import Bell from 'lucide-solid/icons/bell'
import FolderOpen from 'lucide-solid/icons/folder-open'
import Inbox from 'lucide-solid/icons/inbox'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import ListChecks from 'lucide-solid/icons/list-checks'
import Mail from 'lucide-solid/icons/mail'
import MailX from 'lucide-solid/icons/mail-x'
import Megaphone from 'lucide-solid/icons/megaphone'
import ScrollText from 'lucide-solid/icons/scroll-text'
import Share2 from 'lucide-solid/icons/share-2'
import Users from 'lucide-solid/icons/users'
import Webhook from 'lucide-solid/icons/webhook'
import { type Accessor, createMemo } from 'solid-js'
import { may, useMe } from '../session.ts'
import { locale, t } from '../words/index.ts'
import { useWorkflows } from '../workflows.ts'

type Icon = typeof Bell

export interface Destination {
  /** The key after `g`, where there is one. */
  key: string | null
  path: string
  label: string
  icon: Icon
  /** Open cases of a queue. */
  count: number
  urgent: number
}

/** What belongs together, under the name of its system. */
export interface Grouped<Entry> {
  group: Group
  name: string
  entries: Entry[]
}

/** A new case that the person may file. */
export interface Kind {
  path: string
  label: string
  /** What it is, where the label only says what is done. */
  name: string
}

export interface Destinations {
  queues: Accessor<Grouped<Destination>[]>
  own: Accessor<Destination[]>
  administration: Accessor<Destination[]>
  create: Accessor<Grouped<Kind>[]>
}

/** Where a person can go and what he can file, in his language: what his roles allow, and nothing else. */
export function useDestinations(counts: Record<string, QueueCount>): Destinations {
  const me = useMe()
  const workflows = useWorkflows()

  const place = (path: string, label: string, icon: Icon, key: string | null): Destination => ({
    path,
    label,
    icon,
    key,
    count: 0,
    urgent: 0,
  })
  const admin = (permission: Parameters<typeof may>[1], to: Destination) =>
    may(me(), permission) ? [to] : []

  const queues = createMemo(() =>
    grouped(
      workflows().filter((workflow) => workflow.hasQueue),
      (workflow) => ({
        ...place(`/queues/${workflow.name}`, workflow.words.plural, Inbox, null),
        count: counts[workflow.name]?.open ?? 0,
        urgent: counts[workflow.name]?.urgent ?? 0,
      }),
    ),
  )
  const own = createMemo(() => [
    place('/cases', t('shell.myCases'), FolderOpen, 'c'),
    place('/notifications', t('shell.notifications'), Bell, 'n'),
    // For whoever has a queue: from there come bulk actions.
    ...(workflows().some(({ hasQueue }) => hasQueue)
      ? [place('/bulk', t('bulk.title'), ListChecks, null)]
      : []),
    ...admin('announcements.send', place('/announcements', t('announcements.title'), Megaphone, null)),
  ])
  const administration = createMemo(() => [
    ...admin('access.read', place('/access', t('access.title'), Users, 'u')),
    ...admin('queues.configure', place('/assignment', t('together.settings'), Share2, null)),
    ...admin('audit.read', place('/audit', t('shell.audit'), ScrollText, 'a')),
    ...admin('mail.read', place('/mailbox', t('shell.mailbox'), Mail, 'm')),
    ...admin('mail.read', place('/mail-templates', t('templates.title'), LayoutTemplate, null)),
    ...admin('mail.read', place('/suppressions', t('suppressions.title'), MailX, null)),
    ...admin('webhooks.manage', place('/webhooks', t('webhooks.title'), Webhook, null)),
    ...admin('jobs.read', place('/jobs', t('jobs.title'), ListChecks, null)),
    ...admin('system.read', place('/system', t('shell.system'), Activity, 's')),
  ])
  const create = createMemo(() =>
    grouped(
      workflows().filter((workflow) => workflow.maySubmit),
      ({ name, words: own }) => ({ path: `/new/${name}`, label: own.submit, name: own.name }),
    ),
  )
  return { queues, own, administration, create }
}

const order: readonly Group[] = ['onboarding', 'shifts', 'internships', 'goals', 'reports', 'requests']

const grouped = <Entry>(all: WorkflowView[], entryOf: (workflow: WorkflowView) => Entry): Grouped<Entry>[] =>
  order.flatMap((group) => {
    const entries = all.filter((workflow) => workflow.group === group).map(entryOf)
    return entries.length > 0 ? [{ group, name: words[locale()].groups[group], entries }] : []
  })

/** The queue that one goes to first: where something waits, if anywhere. */
export function firstQueue(destinations: Destinations): Destination | undefined {
  const all = destinations.queues().flatMap(({ entries }) => entries)
  return all.find(({ count }) => count > 0) ?? all[0]
}

export const kindsOf = (destinations: Destinations): Kind[] =>
  destinations.create().flatMap(({ entries }) => entries)
