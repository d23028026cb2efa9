import type { AuditEntry, WhyNot, WhyNotVerdict } from '@belfry/shared/wire'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import MessageCircleQuestionMark from 'lucide-solid/icons/message-circle-question-mark'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { findPeople } from '../access/find-people.ts'
import { WhyChannels } from '../inbox/why-channels.tsx'
import { may, messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Combobox } from '../ui/combobox.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import type { Option } from '../ui/select.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { actionWord } from './audit-words.ts'
import { Allowed } from './not-allowed.tsx'
import type { WhyNotSearch } from './why-not.search.ts'

export default function WhyNotPage() {
  return (
    <Allowed permission="notifications.explain" title={t('explain.title')}>
      <Question />
    </Allowed>
  )
}

const route = getRouteApi('/shell/system/why-not')

/** Of one event and one person: told, or what kept it back. Both are in the address, so that the answer can be shown to others. */
function Question() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const ask = (change: WhyNotSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })

  const answer = useQuery(() => ({
    queryKey: ['why-not', search().event, search().person],
    queryFn: () => trpc.notifications.whyNot.query({ eventId: search().event!, personId: search().person! }),
    enabled: search().event !== undefined && search().person !== undefined,
    placeholderData: keepPreviousData,
  }))
  const entry = useQuery(() => ({
    queryKey: ['audit', 'entry', search().event],
    queryFn: () => trpc.audit.get.query({ id: search().event! }),
    enabled: search().event !== undefined,
  }))
  const person = useQuery(() => ({
    queryKey: ['access', 'person', search().person],
    queryFn: () => trpc.access.person.query({ personId: search().person! }),
    enabled: search().person !== undefined,
  }))

  return (
    <Page title={t('explain.title')} under={t('explain.under')} narrow>
      <Panel>
        <div class="grid items-start gap-4 sm:grid-cols-2">
          <Combobox
            label={t('explain.event')}
            hint={t('explain.eventHint')}
            placeholder={t('explain.eventPick')}
            value={chosen(search().event, entry.data && wordsOfEntry(entry.data))}
            onChange={(option) => ask({ event: option?.value })}
            load={findEvents}
          />
          <Combobox
            label={t('explain.person')}
            placeholder={t('explain.personPick')}
            value={chosen(search().person, person.data?.name)}
            onChange={(option) => ask({ person: option?.value })}
            load={findPeople}
          />
        </div>
      </Panel>
      <Switch>
        <Match when={!search().event || !search().person}>
          <Panel flush>
            <EmptyState title={t('explain.pickFirst')} icon={<MessageCircleQuestionMark class="size-6" />}>
              {t('explain.pickFirstWhy')}
            </EmptyState>
          </Panel>
        </Match>
        <Match when={answer.error}>
          <Banner tone="error">{messageOf(answer.error)}</Banner>
        </Match>
        <Match when={answer.data}>{(given) => <Answer answer={given()} />}</Match>
        <Match when={true}>
          <SkeletonRows />
        </Match>
      </Switch>
    </Page>
  )
}

const tones: Partial<Record<WhyNotVerdict, 'success' | 'warning'>> = {
  told: 'success',
  pending: 'success',
  held: 'warning',
  dropped: 'warning',
}

function Answer(props: { answer: WhyNot }) {
  const me = useMe()
  return (
    <>
      <Banner tone={tones[props.answer.verdict] ?? 'info'} class="text-base font-medium">
        {props.answer.words}
      </Banner>
      <Panel>
        <dl class="flex flex-col gap-4">
          <Fact label={t('inbox.whyHappened')}>
            <span dir="auto">{props.answer.what}</span>{' '}
            <RelativeTime at={props.answer.event.at} class="text-sm whitespace-nowrap text-muted" />
          </Fact>
          <Fact label={t('explain.rules')}>
            <Show when={props.answer.rules.length > 0} fallback={t('explain.noRules')}>
              <ul class="list-disc ps-5 marker:text-faint">
                <For each={props.answer.rules}>{(rule) => <li>{rule}</li>}</For>
              </ul>
            </Show>
          </Fact>
          <Show when={props.answer.channels.length > 0}>
            <Fact label={t('inbox.whyChannels')}>
              <WhyChannels channels={props.answer.channels} outcomes="explain.outcomes" />
            </Fact>
          </Show>
        </dl>
        <div class="mt-4 flex flex-wrap gap-2 border-t border-line pt-4">
          <Show when={props.answer.verdict === 'held' && may(me(), 'system.read')}>
            <Link to="/system" search={{ show: 'sending' }} class={buttonClass({})}>
              {t('system.throttled')}
            </Link>
          </Show>
          <Show when={may(me(), 'access.read')}>
            <Link
              to="/access/$personId"
              params={{ personId: props.answer.person.id }}
              class={buttonClass({})}
            >
              {t('explain.openPerson')}
            </Link>
          </Show>
          <Show when={props.answer.event.caseId}>
            {(caseId) => (
              <Link to="/cases/$caseId" params={{ caseId: caseId() }} class={buttonClass({})}>
                {t('audit.openCase')}
              </Link>
            )}
          </Show>
          <Show when={may(me(), 'audit.read')}>
            <Link to="/audit" search={{ entry: props.answer.event.id }} class={buttonClass({})}>
              {t('inbox.whyAudit')}
            </Link>
          </Show>
        </div>
      </Panel>
    </>
  )
}

const Fact = (props: { label: string; children: JSX.Element }) => (
  <div>
    <dt class="text-sm text-muted">{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
)

const chosen = (value: string | undefined, label: string | undefined): Option | null =>
  value ? { value, label: label ?? t('ui.loading') } : null

const RECENT = 200 // as many entries as one page may hold
const SHOWN = 20

const wordsOfEntry = (entry: AuditEntry): string =>
  [actionWord(entry.action), entry.target?.title, entry.actor?.name, formatTime(entry.at, 'brief')]
    .filter(Boolean)
    .join(' · ')

const optionOf = (entry: AuditEntry): Option => ({ value: entry.id, label: wordsOfEntry(entry) })

/** Among the latest entries of the audit by words; all of a case by its number or address, or one by its own number. */
async function findEvents(text: string): Promise<Option[]> {
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0]
  if (id) {
    const [{ items }, entry] = await Promise.all([
      trpc.audit.search.query({ caseId: id, limit: RECENT }),
      trpc.audit.get.query({ id }).catch(() => null),
    ])
    return [...(entry ? [entry] : []), ...items].map(optionOf)
  }
  const { items } = await trpc.audit.search.query({ limit: RECENT })
  const words = text.toLowerCase().split(/\s+/)
  return items
    .map(optionOf)
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .slice(0, SHOWN)
}
