import type { Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import Check from 'lucide-solid/icons/check'
import { For, Show } from 'solid-js'
import { Avatar } from '../ui/avatar.tsx'
import { t } from '../words/index.ts'
import { wordsOf } from './case-words.ts'

/** Of actions that take several people: who has agreed so far, and how many are missing. */
export function CaseApprovals(props: { item: Case }) {
  const waiting = () =>
    props.item.actions.flatMap(({ name, approvals }) => {
      const from = findWorkflow(props.item.workflow)?.actions[name]?.from ?? []
      return approvals && from.includes(props.item.state) ? [{ name, ...approvals }] : []
    })
  return (
    <For each={waiting()}>
      {(action) => (
        <section
          aria-label={t('cases.approvals')}
          class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-2.5"
        >
          <p>
            <span class="font-medium">{wordsOf(props.item.workflow)?.actions[action.name]?.label}</span>
            <span class="ms-2 text-muted">
              {t('cases.approvalsOf', { have: action.by.length, needed: action.needed })}
            </span>
          </p>
          <ul class="flex flex-wrap items-center gap-x-4 gap-y-1">
            <For each={action.by}>
              {(person) => (
                <li class="flex items-center gap-1.5">
                  <Avatar name={person.name} />
                  <bdi>{person.name}</bdi>
                  <Check class="size-4 text-success" aria-hidden="true" />
                </li>
              )}
            </For>
            <For each={Array.from({ length: Math.max(0, action.needed - action.by.length) })}>
              {() => (
                <li class="flex items-center gap-1.5 text-muted">
                  <span
                    class="size-6 rounded-full border border-dashed border-line-strong"
                    aria-hidden="true"
                  />
                  <Show when={action.by.length > 0} fallback={t('cases.somebody')}>
                    {t('cases.somebodyElse')}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </For>
  )
}
