import type { AuditEntry } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import { For, type JSX, Show } from 'solid-js'
import { may, useMe } from '../session.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { AuditCausedBy } from './audit-caused.tsx'
import { actionWord, reasonWord } from './audit-words.ts'

/** All of one entry: what changed, where the call came from, and its seal. */
export function AuditDetails(props: { entry: AuditEntry; onFilter: (key: string, value: string) => void }) {
  const me = useMe()
  return (
    <div class="flex flex-col gap-4">
      <Show when={props.entry.isRedacted}>
        <p class="text-muted">{t('audit.redacted')}</p>
      </Show>
      <Changes before={props.entry.before} after={props.entry.after} />
      <dl class="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2 xl:grid-cols-3">
        <Fact label={t('audit.time')}>{formatTime(props.entry.at, 'full')}</Fact>
        <Fact label={t('audit.action')}>
          {actionWord(props.entry.action)} <Code>{props.entry.action}</Code>
        </Fact>
        <Show when={props.entry.actor}>
          {(actor) => (
            <Fact label={t('audit.kinds', { kind: actor().kind })}>
              <span dir="auto">{actor().name}</span> <Code>{actor().id}</Code>
            </Fact>
          )}
        </Show>
        <Show when={props.entry.target}>
          {(target) => (
            <Fact label={t('audit.target')}>
              <Show when={target().title}>
                <span dir="auto">{target().title}</span>{' '}
              </Show>
              <Code>
                {target().kind} {target().id}
              </Code>
            </Fact>
          )}
        </Show>
        <Text label={t('audit.reason')} text={reasonWord(props.entry)} />
        <Text label={t('audit.note')} text={props.entry.note} />
        <Text label={t('audit.ip')} text={props.entry.ip} code />
        <Text label={t('audit.agent')} text={props.entry.userAgent} />
        <Text label={t('audit.requestId')} text={props.entry.requestId} code />
        <Fact label={t('audit.seal')}>
          <Show when={props.entry.seq} fallback={`${t('audit.unsealed')}. ${t('audit.unsealedWhy')}`}>
            {(seq) => t('audit.sealed', { seq: seq() })}
          </Show>
        </Fact>
        <Text label={t('audit.hash')} text={props.entry.hash} code />
        <Text label={t('audit.entry')} text={props.entry.id} code />
      </dl>
      <div class="flex flex-wrap gap-2">
        <Show when={props.entry.caseId}>
          {(id) => (
            <>
              <Link to="/cases/$caseId" params={{ caseId: id() }} class={buttonClass({ size: 'sm' })}>
                {t('audit.openCase')}
              </Link>
              <Only what="case" value={id()} onFilter={props.onFilter} />
            </>
          )}
        </Show>
        <Show when={props.entry.requestId}>
          {(id) => <Only what="request" value={id()} onFilter={props.onFilter} />}
        </Show>
        <Show when={props.entry.actor}>
          {(actor) => <Only what="actor" value={actor().id} onFilter={props.onFilter} />}
        </Show>
        <Only what="action" value={props.entry.action} onFilter={props.onFilter} />
        <Show when={may(me(), 'notifications.explain')}>
          <Link to="/system/why-not" search={{ event: props.entry.id }} class={buttonClass({ size: 'sm' })}>
            {t('explain.ask')}
          </Link>
        </Show>
      </div>
      <AuditCausedBy entryId={props.entry.id} />
    </div>
  )
}

/** Shows everything of this case, this request … */
const Only = (props: {
  what: 'case' | 'request' | 'actor' | 'action'
  value: string
  onFilter: (key: string, value: string) => void
}) => (
  <Button size="sm" onClick={() => props.onFilter(props.what, props.value)}>
    {t('audit.onlyThis', { what: props.what === 'actor' ? 'person' : props.what })}
  </Button>
)

/** Field by field, what was there before and what after. */
function Changes(props: { before: AuditEntry['before']; after: AuditEntry['after'] }) {
  const fields = () => [...new Set([...Object.keys(props.before ?? {}), ...Object.keys(props.after ?? {})])]
  return (
    <Show when={fields().length > 0}>
      <div class="overflow-x-auto rounded-md border border-line">
        <table class="w-full text-sm">
          <thead class="bg-sunken text-xs text-muted">
            <tr>
              <th class="px-3 py-1.5 text-start font-medium">{t('audit.field')}</th>
              <th class="px-3 py-1.5 text-start font-medium">{t('audit.before')}</th>
              <th class="px-3 py-1.5 text-start font-medium">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody class="divide-y divide-line align-top">
            <For each={fields()}>
              {(field) => (
                <tr>
                  <th scope="row" class="px-3 py-1.5 text-start font-normal text-muted">
                    <code dir="ltr" class="font-mono text-xs whitespace-nowrap">
                      {field}
                    </code>
                  </th>
                  <td class="min-w-24 px-3 py-1.5 wrap-anywhere">
                    <Value value={props.before?.[field]} />
                  </td>
                  <td class="min-w-24 px-3 py-1.5 wrap-anywhere">
                    <Value value={props.after?.[field]} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  )
}

const Value = (props: { value: unknown }) => (
  <Show
    when={props.value !== undefined && props.value !== null}
    fallback={<span class="text-faint">{t('audit.none')}</span>}
  >
    <span class="whitespace-pre-wrap" dir="auto">
      {typeof props.value === 'string' ? props.value : JSON.stringify(props.value)}
    </span>
  </Show>
)

const Fact = (props: { label: string; children: JSX.Element }) => (
  <div class="min-w-0">
    <dt class="text-muted">{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
)

const Text = (props: { label: string; text: string | null; code?: boolean }) => (
  <Show when={props.text}>
    <Fact label={props.label}>
      <Show
        when={props.code}
        fallback={
          <span dir="auto" class="whitespace-pre-wrap">
            {props.text}
          </span>
        }
      >
        <Code>{props.text}</Code>
      </Show>
    </Fact>
  </Show>
)

const Code = (props: { children: JSX.Element }) => (
  <code dir="ltr" class="font-mono text-xs break-all text-muted">
    {props.children}
  </code>
)
